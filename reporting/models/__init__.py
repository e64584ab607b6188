"""Tables of the reporting year, in the order of the regulation."""

from reporting.models.answers import KeptAnswer
from reporting.models.comment import Comment, CommentReply
from reporting.models.confirmation import Amendment, AmendmentCode, Confirmation, ConfirmationOrder, ReturnRequest, Signature
from reporting.models.cycle import Cycle
from reporting.models.entry import (
    MAX_TENGE,
    MONEY,
    SOURCES,
    Answer,
    Decision,
    EntryRevision,
    Evidence,
    IndicatorValue,
    ItemProgress,
    ItemStatus,
    Part,
    ReturnCode,
    RowDecision,
)
from reporting.models.extension import Extension, Reminder
from reporting.models.imports import SpreadsheetImport
from reporting.models.outage import Outage
from reporting.models.paper import PaperReport
from reporting.models.parked import ParkedText
from reporting.models.record import Event, Job
from reporting.models.report import DisciplineComment, Receipt, Report, ReportVersion
from reporting.models.stored import Archive, StoredFile
from reporting.models.summary import (
    AnomalyAnswer,
    Edition,
    EditionFile,
    LetterText,
    Narrative,
    NarrativeVersion,
    Notice,
    StatusDecision,
    Summary,
    SummaryRun,
)
from reporting.models.together import BulkAcceptance
from reporting.models.transmission import Channel, OfficialPosting, Transmission, TransmissionScan

__all__ = [
    "MAX_TENGE",
    "MONEY",
    "SOURCES",
    "AnomalyAnswer",
    "Amendment",
    "AmendmentCode",
    "Answer",
    "Archive",
    "BulkAcceptance",
    "Channel",
    "Comment",
    "CommentReply",
    "Confirmation",
    "ConfirmationOrder",
    "Cycle",
    "Decision",
    "DisciplineComment",
    "Edition",
    "EditionFile",
    "EntryRevision",
    "Event",
    "Evidence",
    "Extension",
    "IndicatorValue",
    "ItemProgress",
    "ItemStatus",
    "Job",
    "KeptAnswer",
    "LetterText",
    "Narrative",
    "NarrativeVersion",
    "Notice",
    "OfficialPosting",
    "Outage",
    "PaperReport",
    "ParkedText",
    "Part",
    "Receipt",
    "Reminder",
    "Report",
    "ReportVersion",
    "ReturnCode",
    "ReturnRequest",
    "RowDecision",
    "Signature",
    "SpreadsheetImport",
    "StatusDecision",
    "StoredFile",
    "Summary",
    "SummaryRun",
    "Transmission",
    "TransmissionScan",
]
