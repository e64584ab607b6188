"""How far a report is filled in: its rows by section of the plan, counted by what they are, each leading to its first problem."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from reporting.filing.carried import DOCUMENTS
from reporting.models import Answer
from reporting.problems import Problem

# what a row is counted as, in the order of the columns
RATIO = ("numerator", "denominator")
COLUMNS = ("complete", "problem", "question", "no_activity")


@dataclass(frozen=True)
class Cell:
    """How many problems or questions a row has, and the field of the first."""

    count: int
    first: str


@dataclass(frozen=True)
class CompletionRow:
    """A row of the report with what it counts as; one row may be in several columns."""

    line: object

    @property
    def complete(self) -> bool:
        return self.line.state == "completed"

    @property
    def problem(self) -> Cell | None:
        """What stops the submission."""
        return self.cell(self.line.judged.blockers)

    @property
    def question(self) -> Cell | None:
        """What the portal asks, answered or not."""
        return self.cell(self.line.judged.questions)

    @property
    def is_answered(self) -> bool:
        """Whether the questions have an answer in words."""
        return bool(self.line.entry.questions_answer)

    @property
    def no_activity(self) -> bool:
        return self.line.entry.needs_answer and (self.line.entry.report.no_activity or self.line.entry.answer == Answer.NO_ACTIVITY)

    @property
    def to_correct(self) -> list[tuple[str, str, str]]:
        """(address, field, sentence) of everything that stops the submission."""
        line = self.line
        return [(field_url(line, problem), field_label(line.entry, problem.where), problem.text()) for problem in line.judged.blockers]

    def cell(self, problems: list[Problem]) -> Cell | None:
        """Several problems as their number and the address of the first."""
        return Cell(len(problems), field_url(self.line, problems[0])) if problems else None


@dataclass(frozen=True)
class Group:
    """Rows of one section of the plan; the indicators stand under an empty title."""

    title: str
    rows: list[CompletionRow]

    @property
    def asked(self) -> int:
        """Rows that need an answer this year."""
        return sum(row.line.entry.needs_answer for row in self.rows)

    @property
    def counts(self) -> list[int]:
        """Rows of each column, in their order."""
        return [sum(bool(getattr(row, name)) for row in self.rows) for name in COLUMNS]


def completion(overview) -> list[Group]:
    """The table of the check page."""
    return [
        Group(title, [CompletionRow(line) for line in lines]) for title, lines in groupby(overview.lines, key=lambda line: line.section)
    ]


def whole(groups: list[Group]) -> Group:
    """All groups as one, for the line of totals."""
    return Group("", [row for group in groups for row in group.rows])


def field_label(entry, name: str) -> str:
    """What the field is called on the form of its row; a part of a ratio by its own name."""
    if name == DOCUMENTS:
        return gettext("Supporting documents")
    if name in RATIO and entry.indicator.ratio_parts:
        return str(entry.indicator.ratio_parts[RATIO.index(name)])
    return str(entry._meta.get_field(name).verbose_name)


def field_url(line, problem: Problem) -> str:
    """The very field of a problem, on the page of its row."""
    return f"{line.url}?check{field_anchor(problem.where)}"


def field_anchor(name: str) -> str:
    """The field on the page of a row: documents have a place of their own, an answer to questions is shown with them."""
    return f"#{name}" if name == DOCUMENTS else f"#id_{name}" if name else ""
