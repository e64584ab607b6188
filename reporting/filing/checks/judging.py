"""All checks in order, the judgement of one row, and its state in the officer's list."""

from reporting.filing.checks import items, questions, shared, values
from reporting.filing.checks.subject import Check, Subject, question_key
from reporting.models import IndicatorValue, ItemProgress
from reporting.problems import BLOCKER, QUESTION, Problem

BOTH = (
    shared.answer_is_chosen, shared.answer_fits_content, shared.not_applicable_is_explained, shared.not_yet_available_has_its_day,
    shared.returned_row_is_touched, shared.carried_is_confirmed,
)  # fmt: skip
CHECKS: dict[type, tuple[Check, ...]] = {
    ItemProgress: (
        *BOTH, items.status_is_chosen, items.progress_is_told, items.done_has_its_day, items.actual_date_is_possible, items.lag_has_reason,
        items.lag_has_measure, items.proposed_date_is_ahead, items.documents_are_clean, shared.row_is_marked_complete,
        questions.done_has_evidence,
        questions.spending_within_plan, questions.planned_is_followed, questions.done_has_spending, questions.text_is_of_this_year,
        questions.amounts_are_of_the_same_order,
    ),
    IndicatorValue: (
        *BOTH, values.value_is_given, values.value_has_source, values.miss_has_reason, shared.row_is_marked_complete,
        questions.value_is_of_the_same_order,
    ),
}  # fmt: skip


def judge(subject: Subject) -> list[Problem]:
    """Everything wrong with one row, in the order of the form; questions without an answer in words stop it as well.

    A row that is closed (accepted in an earlier round) or needs no answer is not judged: nobody could change it.
    """
    if not subject.entry.needs_answer or not subject.entry.open:
        return []
    found = [problem for check in CHECKS[type(subject.entry)] for problem in check(subject)]
    if open_questions(subject.entry, found):
        is_begun = bool(subject.entry.questions_answer)
        found.append(Problem("question_is_new" if is_begun else "questions_unanswered", "questions_answer"))
    return found


def open_questions(entry, problems: list[Problem]) -> list[Problem]:
    """Questions that the answer in words does not cover: there is none, or they have come up since it was written."""
    asked = [problem for problem in problems if problem.severity == QUESTION]
    return [problem for problem in asked if not entry.questions_answer or question_key(problem, entry) not in entry.answered]


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
    if blockers - {"questions_unanswered", "question_is_new"}:
        return "problem"
    return "question" if blockers else "completed"
