"""What a row must say before the report can be submitted, and what it is asked about (DOMAIN §4).

One function is one rule: it looks at a `Subject` and yields problems, each with the field to link to. Blockers stop the submission;
questions are answered in words. A new check is one function and its line in `CHECKS`.
"""

from dataclasses import dataclass
from datetime import date

from reporting.filing.carried import carried_labels
from reporting.filing.indicators import NOT_ACHIEVED, fact, is_ratio, verdict
from reporting.models import MONEY, SOURCES, Answer, Decision, Evidence, IndicatorValue, ItemProgress, ItemStatus
from reporting.problems import BLOCKER, QUESTION, Problem

BEHIND = (ItemStatus.NOT_DONE, ItemStatus.PARTLY_DONE)
CLOSED = (ItemStatus.DONE, ItemStatus.OFF_CONTROL, ItemStatus.EXTENDED)
# state of the answer, not of what it tells
ABOUT_ANSWER = ("answer", "answer_note", "available_on", "questions_answer", "complete")


@dataclass(frozen=True)
class Subject:
    """A row and what it is judged by."""

    entry: ItemProgress | IndicatorValue
    year: int
    today: date
    begins: date  # of the Concept
    evidence: tuple[Evidence, ...] = ()
    last: ItemProgress | IndicatorValue | None = None  # the accepted row of the year before

    @property
    def is_given(self) -> bool:
        return self.entry.answer == Answer.GIVEN

    @property
    def is_past_deadline(self) -> bool:
        """The term of the item ended within the reporting year or before."""
        return isinstance(self.entry, ItemProgress) and self.entry.row.deadline_to <= date(self.year, 12, 31)


# Both kinds of rows


def answer_is_chosen(s: Subject):
    """How the row is answered is said explicitly: blank is not "no activity"."""
    if not s.entry.answer:
        yield Problem("answer_missing", "answer")


def answer_fits_content(s: Subject):
    """A row without activity or data holds no status, text or figures."""
    content = [name for name in s.entry.REPORTED if name not in ABOUT_ANSWER]
    if s.entry.answer not in (Answer.BLANK, Answer.GIVEN) and any(getattr(s.entry, name) not in ("", None) for name in content):
        yield Problem("answer_contradicts", "answer")


def not_applicable_is_explained(s: Subject):
    """Why the row does not concern the body."""
    if s.entry.answer == Answer.NOT_APPLICABLE and not s.entry.answer_note:
        yield Problem("answer_note_missing", "answer_note")


def not_yet_available_has_its_day(s: Subject):
    """Data are promised for a day that is still to come."""
    if s.entry.answer != Answer.NOT_YET_AVAILABLE:
        return
    if s.entry.available_on is None:
        yield Problem("available_on_missing", "available_on")
    elif s.entry.available_on <= s.today:
        yield Problem("available_on_past", "available_on")


def returned_row_is_touched(s: Subject):
    """A returned row is changed before it is submitted again."""
    entry = s.entry
    if entry.decision == Decision.RETURNED and entry.open and not (entry.edited_at and entry.edited_at > entry.decided_at):
        yield Problem("returned_untouched", "answer")


def carried_is_confirmed(s: Subject):
    """What was copied from last year is looked at before it is reported."""
    for name, label in zip(s.entry.carried, carried_labels(s.entry), strict=True):
        yield Problem("carried_unconfirmed", name, params={"field": label})


def proposed_date_is_ahead(s: Subject):
    """A new date that has passed already proposes nothing."""
    if s.is_given and s.entry.proposed_date and s.entry.proposed_date < s.today:
        yield Problem("proposed_date_past", "proposed_date")


def row_is_marked_complete(s: Subject):
    """The officer has said that the row is filled in."""
    if s.entry.answer and not s.entry.complete:
        yield Problem("not_complete", "complete")


# Rows of the plan


def status_is_chosen(s: Subject):
    """The state of the work."""
    if s.is_given and not s.entry.status:
        yield Problem("status_missing", "status")


def progress_is_told(s: Subject):
    """In one language at least: the Ministry completes the other (DOMAIN §7)."""
    if s.is_given and not s.entry.progress_kk and not s.entry.progress_ru:
        yield Problem("progress_missing", "progress_kk")


def done_has_evidence(s: Subject):
    """A document by number and date, a link or a file."""
    proves = any(document.link or document.file_sha256 or (document.number and document.date) for document in s.evidence)
    if s.is_given and s.entry.status == ItemStatus.DONE and not proves:
        yield Problem("evidence_required", "evidence")


def done_has_its_day(s: Subject):
    """When the work was finished."""
    if s.is_given and s.entry.status == ItemStatus.DONE and s.entry.actual_date is None:
        yield Problem("actual_date_missing", "actual_date")


def actual_date_is_possible(s: Subject):
    """Not in the future and not before the Concept."""
    day = s.entry.actual_date
    if day and day > s.today:
        yield Problem("date_future", "actual_date")
    elif day and day < s.begins:
        yield Problem("date_before_concept", "actual_date")


def lag_has_reason(s: Subject):
    """Not done, partly done, or past the deadline and not done: why."""
    entry = s.entry
    if not s.is_given or not entry.status or entry.reasons_kk or entry.reasons_ru:
        return
    if entry.status in BEHIND:
        yield Problem("reason_missing", "reasons_kk")
    elif s.is_past_deadline and entry.status not in CLOSED:
        yield Problem("overdue_reason_missing", "reasons_kk")


def lag_has_measure(s: Subject):
    """Not done or partly done: what was undertaken."""
    if s.is_given and s.entry.status in BEHIND and not s.entry.measures_kk and not s.entry.measures_ru:
        yield Problem("measure_missing", "measures_kk")


# Indicators


def value_is_given(s: Subject):
    """The actual value, or both sums of a ratio."""
    if not s.is_given:
        return
    if is_ratio(s.entry):
        for name in ("numerator", "denominator"):
            if getattr(s.entry, name) is None:
                yield Problem("ratio_part_missing", name)
    elif s.entry.actual is None:
        yield Problem("actual_missing", "actual")


def value_has_source(s: Subject):
    """Where the value is from and of which day."""
    if s.is_given and not s.entry.data_source:
        yield Problem("data_source_missing", "data_source")
    if s.is_given and s.entry.data_date is None:
        yield Problem("data_date_missing", "data_date")
    elif s.entry.data_date and s.entry.data_date > s.today:
        yield Problem("date_future", "data_date")


def miss_has_reason(s: Subject):
    """Below the target: why."""
    if s.is_given and verdict(s.entry) == NOT_ACHIEVED and not s.entry.reasons_kk and not s.entry.reasons_ru:
        yield Problem("deviation_reason_missing", "reasons_kk")


# Questions: answered in words, never a stop by themselves


def spending_within_plan(s: Subject):
    """More disbursed than planned, source by source."""
    for source in SOURCES:
        planned, disbursed = getattr(s.entry, f"planned_{source}"), getattr(s.entry, f"disbursed_{source}")
        if disbursed is not None and disbursed > (planned or 0):
            yield Problem("ask_overdisbursed", f"disbursed_{source}", QUESTION)


def done_has_spending(s: Subject):
    """Done, money was planned, none was spent."""
    planned = sum(getattr(s.entry, f"planned_{source}") or 0 for source in SOURCES)
    disbursed = sum(getattr(s.entry, f"disbursed_{source}") or 0 for source in SOURCES)
    if s.entry.status == ItemStatus.DONE and planned and not disbursed:
        yield Problem("ask_no_spending", "disbursed_republican", QUESTION)


def text_is_of_this_year(s: Subject):
    """The same text as in the accepted row of the year before."""
    for name in ("progress_kk", "progress_ru"):
        text = getattr(s.entry, name)
        if s.last and text and text == getattr(s.last, name):
            yield Problem("ask_unchanged", name, QUESTION)


def amounts_are_of_the_same_order(s: Subject):
    """Ten times last year's amount or more."""
    for name in MONEY if s.last else ():
        now, before = getattr(s.entry, name), getattr(s.last, name)
        if now and before and now >= 10 * before:
            yield Problem("ask_tenfold", name, QUESTION)


def value_is_of_the_same_order(s: Subject):
    """Ten times last year's value or more."""
    now, before = fact(s.entry), fact(s.last) if s.last else None
    if now and before and now >= 10 * before:
        yield Problem("ask_tenfold", "numerator" if is_ratio(s.entry) else "actual", QUESTION)


BOTH = (
    answer_is_chosen, answer_fits_content, not_applicable_is_explained, not_yet_available_has_its_day, returned_row_is_touched,
    carried_is_confirmed,
)  # fmt: skip
CHECKS = {
    ItemProgress: (
        *BOTH, status_is_chosen, progress_is_told, done_has_evidence, done_has_its_day, actual_date_is_possible, lag_has_reason,
        lag_has_measure, proposed_date_is_ahead, row_is_marked_complete, spending_within_plan, done_has_spending, text_is_of_this_year,
        amounts_are_of_the_same_order,
    ),
    IndicatorValue: (*BOTH, value_is_given, value_has_source, miss_has_reason, row_is_marked_complete, value_is_of_the_same_order),
}  # fmt: skip


def judge(subject: Subject) -> list[Problem]:
    """Everything wrong with one row, in the order of the form; questions without an answer in words stop it as well.

    A row that is closed (accepted in an earlier round) or needs no answer is not judged: nobody could change it.
    """
    if not subject.entry.needs_answer or not subject.entry.open:
        return []
    found = [problem for check in CHECKS[type(subject.entry)] for problem in check(subject)]
    if any(problem.severity == QUESTION for problem in found) and not subject.entry.questions_answer:
        found.append(Problem("questions_unanswered", "questions_answer"))
    return found


def row_state(entry, problems: list[Problem]) -> str:
    """One of not_started, filling, problem, question, completed, cannot_start, as the officer's list says it."""
    if not entry.needs_answer:
        return "cannot_start"
    if not entry.open:
        return "completed"
    blockers = {problem.code for problem in problems if problem.severity == BLOCKER}
    if "returned_untouched" in blockers:
        return "problem"
    if not entry.answer and not entry.edited_at:
        return "not_started"
    if not entry.complete:
        return "filling"
    if blockers - {"questions_unanswered"}:
        return "problem"
    return "question" if blockers else "completed"
