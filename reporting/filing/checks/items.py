"""Checks of rows of the plan."""

from django.utils.translation import gettext_lazy as _

from reporting.filing.checks.subject import Subject, check
from reporting.models import ItemStatus
from reporting.problems import Problem

BEHIND = (ItemStatus.NOT_DONE, ItemStatus.PARTLY_DONE)
CLOSED = (ItemStatus.DONE, ItemStatus.OFF_CONTROL, ItemStatus.EXTENDED)


@check("status_missing", at=("status",), why=_("The consolidated information counts action items by status"))
def status_is_chosen(s: Subject):
    """The state of the work."""
    if s.is_given and not s.entry.status:
        yield Problem("status_missing", "status")


@check("progress_missing", at=("progress_kk",), why=_("A status alone does not tell the Government what has been done"))
def progress_is_told(s: Subject):
    """In one language at least: the Ministry completes the other (DOMAIN §7)."""
    if s.is_given and not s.entry.progress_kk and not s.entry.progress_ru:
        yield Problem("progress_missing", "progress_kk")


@check("evidence_infected", at=("evidence",), why=_("A file with a virus is opened by nobody, so it proves nothing"))
def documents_are_clean(s: Subject):
    """An infected file goes, and a clean copy comes in its place."""
    for document in s.evidence:
        if document.standing == "infected":
            yield Problem("evidence_infected", "evidence", params={"file": document.file_name})


@check("actual_date_missing", at=("actual_date",), why=_("Completion is compared with the deadline of the plan"))
def done_has_its_day(s: Subject):
    """When the work was finished."""
    if s.is_given and s.entry.status == ItemStatus.DONE and s.entry.actual_date is None:
        yield Problem("actual_date_missing", "actual_date")


@check(
    "date_future", "date_before_concept", at=("actual_date",),
    why=_("Work under the plan ended between the approval of the Concept and today"),
)  # fmt: skip
def actual_date_is_possible(s: Subject):
    """Not in the future and not before the Concept."""
    day = s.entry.actual_date
    if day and day > s.today:
        yield Problem("date_future", "actual_date")
    elif day and day < s.begins:
        yield Problem("date_before_concept", "actual_date")


@check(
    "reason_missing", "overdue_reason_missing", at=("reasons_kk",),
    why=_("The consolidated information names what is not done and why"),
)  # fmt: skip
def lag_has_reason(s: Subject):
    """Not done, partly done, or past the deadline and not done: why."""
    entry = s.entry
    if not s.is_given or not entry.status or entry.reasons_kk or entry.reasons_ru:
        return
    if entry.status in BEHIND:
        yield Problem("reason_missing", "reasons_kk")
    elif s.is_past_deadline and entry.status not in CLOSED:
        yield Problem("overdue_reason_missing", "reasons_kk")


@check("measure_missing", at=("measures_kk",), why=_("The reader asks at once what is being done about it"))
def lag_has_measure(s: Subject):
    """Not done or partly done: what was undertaken."""
    if s.is_given and s.entry.status in BEHIND and not s.entry.measures_kk and not s.entry.measures_ru:
        yield Problem("measure_missing", "measures_kk")


@check("proposed_date_past", at=("proposed_date",), why=_("A new date that has passed already proposes nothing"))
def proposed_date_is_ahead(s: Subject):
    """A proposed date is still to come."""
    if s.is_given and s.entry.proposed_date and s.entry.proposed_date < s.today:
        yield Problem("proposed_date_past", "proposed_date")
