"""What a check looks at, and what a check is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from reporting.filing.reported import plain
from reporting.models import Answer, Evidence, IndicatorValue, ItemProgress
from reporting.problems import BLOCKER, Problem


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


@dataclass(frozen=True)
class Check:
    """A rule with everything it may say: codes of its texts in `problems.TEXTS`, names of the fields it points to, why it is asked."""

    rule: Callable[[Subject], Iterator[Problem]]
    codes: tuple[str, ...]
    at: tuple[str, ...]
    why: str
    severity: str = BLOCKER

    def __call__(self, subject: Subject) -> Iterator[Problem]:
        """What is wrong with the row."""
        return self.rule(subject)


def check(*codes: str, at: tuple[str, ...], why, severity: str = BLOCKER) -> Callable:
    """Makes a function a check that says these codes at these fields. `why`: one sentence for the officer."""
    return lambda rule: Check(rule, codes, at, why, severity)


def question_key(problem: Problem, entry) -> list:
    """By what an answered question is known again: its code, its field, and the value it was asked about."""
    value = getattr(entry, problem.where) if problem.where in entry.REPORTED else None  # documents are no value of the row
    return [problem.code, problem.where, plain(value)]
