"""Checks of both kinds of rows: how the row is answered."""

from django.utils.translation import gettext_lazy as _

from reporting.filing.carried import carried_labels
from reporting.filing.checks.subject import Subject, check
from reporting.models import Answer, Decision
from reporting.problems import Problem

# state of the answer, not of what it tells
ABOUT_ANSWER = ("answer", "answer_note", "available_on", "questions_answer", "complete")


@check("answer_missing", at=("answer",), why=_("Blank, “no activity”, “not applicable” and “not yet available” are counted apart"))
def answer_is_chosen(s: Subject):
    """How the row is answered is said explicitly: blank is not "no activity"."""
    if not s.entry.answer:
        yield Problem("answer_missing", "answer")


@check("answer_contradicts", at=("answer",), why=_("One row cannot say that nothing was done and tell what was done"))
def answer_fits_content(s: Subject):
    """A row without activity or data holds no status, text or figures."""
    content = [name for name in s.entry.REPORTED if name not in ABOUT_ANSWER]
    if s.entry.answer not in (Answer.BLANK, Answer.GIVEN) and any(getattr(s.entry, name) not in ("", None) for name in content):
        yield Problem("answer_contradicts", "answer")


@check(
    "answer_note_missing", at=("answer_note",),
    why=_("The plan names the body, so the Ministry must be able to tell why it does not report"),
)  # fmt: skip
def not_applicable_is_explained(s: Subject):
    """Why the row does not concern the body."""
    if s.entry.answer == Answer.NOT_APPLICABLE and not s.entry.answer_note:
        yield Problem("answer_note_missing", "answer_note")


@check(
    "available_on_missing", "available_on_past", at=("available_on",),
    why=_("The consolidated information says when the missing data will come"),
)  # fmt: skip
def not_yet_available_has_its_day(s: Subject):
    """Data are promised for a day that is still to come."""
    if s.entry.answer != Answer.NOT_YET_AVAILABLE:
        return
    if s.entry.available_on is None:
        yield Problem("available_on_missing", "available_on")
    elif s.entry.available_on <= s.today:
        yield Problem("available_on_past", "available_on")


@check("returned_untouched", at=("answer",), why=_("A row sent back unchanged would be returned again"))
def returned_row_is_touched(s: Subject):
    """A returned row is changed before it is submitted again."""
    entry = s.entry
    if entry.decision == Decision.RETURNED and entry.open and not (entry.edited_at and entry.edited_at > entry.decided_at):
        yield Problem("returned_untouched", "answer")


@check(
    "carried_unconfirmed", at=("territory", "data_source", "evidence"),
    why=_("What is copied from last year is reported only after somebody has looked at it"),
)  # fmt: skip
def carried_is_confirmed(s: Subject):
    """What was copied from last year is looked at before it is reported."""
    for name, label in zip(s.entry.carried, carried_labels(s.entry), strict=True):
        yield Problem("carried_unconfirmed", name, params={"field": label})


@check("not_complete", at=("complete",), why=_("Colleagues share the report: only the officer knows when a row is ready"))
def row_is_marked_complete(s: Subject):
    """The officer has said that the row is filled in."""
    if s.entry.answer and not s.entry.complete:
        yield Problem("not_complete", "complete")
