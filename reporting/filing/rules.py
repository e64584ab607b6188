"""The verbs of filing, gathered under one name. Each has its one home: entries, evidence, submission."""

from reporting.filing.amendment import amend, close_amendment
from reporting.filing.asking import ask_for_return
from reporting.filing.carrying import carry, confirm_carried
from reporting.filing.choosing import choose_evidence
from reporting.filing.confirmation import confirm_step, send_back, send_for_confirmation, set_confirmation_order
from reporting.filing.entries import Clash, Conflict, SaveResult, save_entry
from reporting.filing.evidence import add_evidence, remove_evidence
from reporting.filing.sharing import share_rows, take_row
from reporting.filing.submission import mark_no_activity, recall, submit, unmark_no_activity

__all__ = [
    "Clash",
    "Conflict",
    "SaveResult",
    "add_evidence",
    "amend",
    "ask_for_return",
    "carry",
    "choose_evidence",
    "close_amendment",
    "confirm_carried",
    "confirm_step",
    "mark_no_activity",
    "recall",
    "remove_evidence",
    "save_entry",
    "send_back",
    "send_for_confirmation",
    "set_confirmation_order",
    "share_rows",
    "submit",
    "take_row",
    "unmark_no_activity",
]
