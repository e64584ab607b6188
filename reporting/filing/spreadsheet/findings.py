"""What is found when a file is set against the report: changes, clashes with others' work, problems of cells."""

from dataclasses import dataclass, field

from reporting.filing.line import Line
from reporting.filing.reported import is_filled
from reporting.problems import Problem

NEW, CHANGED, SAME, BAD, CLASH = "new", "changed", "same", "bad", "clash"


@dataclass(frozen=True)
class CellProblem:
    """What is wrong, where, with what value, by which rule, and what to do."""

    sheet: str
    cell: str
    label: str
    value: str
    rule: str
    problem: Problem
    line: Line | None = None


@dataclass(frozen=True)
class Change:
    """One field: what the report holds, what the file says; `theirs` where somebody has changed it since the file was made."""

    name: str
    cell: str
    label: str
    old: str
    new: str
    lang: str = ""


@dataclass
class RowPreview:
    """One row of the report against its row in the file."""

    line: Line
    base_version: int
    values: dict = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    clashes: list[Change] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)

    @property
    def entry(self):
        return self.line.entry

    @property
    def kind(self) -> str:
        if self.problems:
            return BAD
        if self.clashes:
            return CLASH
        if not self.changes:
            return SAME
        return CHANGED if is_filled(self.entry) else NEW
