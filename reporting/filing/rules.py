"""The verbs of filing, gathered under one name. Each has its one home: entries, evidence, submission."""

from reporting.filing.carrying import carry, confirm_carried
from reporting.filing.choosing import choose_evidence
from reporting.filing.entries import Clash, Conflict, SaveResult, save_entry
from reporting.filing.evidence import add_evidence, remove_evidence
from reporting.filing.sharing import share_rows, take_row
from reporting.filing.submission import amend, mark_no_activity, recall, submit, unmark_no_activity

__all__ = [
    "Clash",
    "Conflict",
    "SaveResult",
    "add_evidence",
    "choose_evidence",
    "amend",
    "carry",
    "confirm_carried",
    "mark_no_activity",
    "recall",
    "remove_evidence",
    "save_entry",
    "share_rows",
    "take_row",
    "submit",
    "unmark_no_activity",
]
