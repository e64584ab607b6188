"""Tables of the reporting year, in the order of the regulation."""

from reporting.models.answers import KeptAnswer
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
    RowDecision,
)
from reporting.models.extension import Extension, Reminder
from reporting.models.imports import SpreadsheetImport
from reporting.models.parked import ParkedText
from reporting.models.record import Event, Job
from reporting.models.report import Receipt, Report, ReportVersion
from reporting.models.summary import Edition, EditionFile, Narrative, Notice, StatusDecision, Summary, Transmission

__all__ = [
    "MAX_TENGE",
    "MONEY",
    "SOURCES",
    "Answer",
    "Cycle",
    "Decision",
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
    "Narrative",
    "Notice",
    "Part",
    "ParkedText",
    "Receipt",
    "Reminder",
    "Report",
    "ReportVersion",
    "RowDecision",
    "SpreadsheetImport",
    "StatusDecision",
    "Summary",
    "Transmission",
]
