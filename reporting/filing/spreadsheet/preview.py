"""What an uploaded spreadsheet would change: row by row, cell by cell, before anything is written."""

import copy
import hashlib
import json
from dataclasses import replace
from functools import cached_property

from reporting.filing.checks import judge
from reporting.filing.line import Line
from reporting.filing.overview import Overview
from reporting.filing.reported import faults, plain_values, snapshot
from reporting.filing.spreadsheet.columns import CODE, SHEETS, Column, columns, is_asked, rule
from reporting.filing.spreadsheet.findings import BAD, CHANGED, CLASH, NEW, SAME, CellProblem, Change, RowPreview
from reporting.filing.spreadsheet.plan_part import code_of, sheet_of
from reporting.filing.spreadsheet.reading import Sheet, understood
from reporting.filing.spreadsheet.values import Cell, Unreadable, Words, from_cell, sheet_text, shown
from reporting.models import EntryRevision, IndicatorValue, ItemProgress, SpreadsheetImport
from reporting.problems import BLOCKER, Problem

# what another column of the same row answers, or what applying the file itself settles
UNFORESEEN = ("questions_unanswered", "question_is_new", "returned_untouched")


class Preview:
    """The whole file against the report as it is now. A fixed number of queries."""

    def __init__(self, upload: SpreadsheetImport, user):
        self.upload, self.report, self.user = upload, upload.report, user
        self.words = Words()
        self.stamp, self.sheets = understood(upload.content, self.report)
        self.columns = {key: [c for c in columns(model, with_last=False) if c.is_reported] for key, model in SHEETS.items()}

    @cached_property
    def rows(self) -> list[RowPreview]:
        """Every row that the file speaks of, in the order of the report."""
        versions = {(key, pk): version for key in SHEETS for _code, pk, version in self.stamp["sheets"][key]["rows"]}
        lines = [line for line in Overview(self.report, self.user).lines if (sheet_of(line.entry), line.entry.pk) in versions]
        bases = self.bases(lines, versions)
        return [self.row(line, versions[sheet_of(line.entry), line.entry.pk], bases) for line in lines]

    def bases(self, lines: list[Line], versions: dict) -> dict:
        """What the rows held when the file was made, where they have been saved since."""
        moved = [line.entry for line in lines if line.entry.version != versions[sheet_of(line.entry), line.entry.pk]]
        rows = [entry.pk for entry in moved if isinstance(entry, ItemProgress)]
        values = [entry.pk for entry in moved if isinstance(entry, IndicatorValue)]
        found = {}
        for key, revisions in (
            ("items", EntryRevision.objects.filter(row__in=rows)), ("indicators", EntryRevision.objects.filter(value__in=values)),
        ):  # fmt: skip
            found |= {(key, one.row_id or one.value_id, one.version): one.fields for one in revisions if moved}
        return found

    def row(self, line: Line, version: int, bases: dict) -> RowPreview:
        """One row read, judged by the fields, and set against what is there."""
        entry, key = line.entry, sheet_of(line.entry)
        sheet, found = self.sheets[key], RowPreview(line, version)
        place, now = sheet.rows.get(code_of(entry)), snapshot(entry)
        if place is None:
            return found
        base = now if version == entry.version else bases.get((key, entry.pk, version), now)
        asked = {}
        for column in self.columns[key]:
            self.read_cell(found, sheet, place, column, base, asked)
        if any(at == code_of(entry) for _row, code, at in sheet.strange if code == "row_twice"):
            return found  # told once, as a strange row; neither is taken
        if found.problems or not asked:
            return found
        self.judge_values(found, sheet, place, asked, base, now)
        return found

    def read_cell(self, found: RowPreview, sheet: Sheet, place: int, column: Column, base: dict, asked: dict) -> None:
        """Puts a changed value among `asked`, or says why the cell cannot be taken."""
        cell, entry = sheet.cell(place, column.name), found.entry
        if merge := sheet.merge_over(place, column.name):
            self.wrong(found, sheet, place, column, cell, Problem("cell_merged", params={"range": merge}))
            return
        try:
            value = from_cell(column, cell, self.words)
        except Unreadable as unreadable:
            self.wrong(found, sheet, place, column, cell, unreadable.problem)
            return
        said = plain_values({column.name: value})[column.name]
        if same(said, base[column.name]):
            return
        if not is_asked(entry, column.name):
            self.wrong(found, sheet, place, column, cell, Problem("cell_not_asked"))
        elif sheet.is_hidden(place, column.name):
            self.wrong(found, sheet, place, column, cell, Problem("cell_hidden"))
        elif not entry.open:
            self.wrong(found, sheet, place, column, cell, Problem("row_accepted_before"))
        else:
            asked[column.name] = value

    def judge_values(self, found: RowPreview, sheet: Sheet, place: int, asked: dict, base: dict, now: dict) -> None:
        """The faults of the fields, the clashes with others' work, and what the checks will ask for afterwards."""
        its = {column.name: column for column in self.columns[sheet_of(found.entry)]}
        for problem in faults(found.entry, asked):
            self.wrong(found, sheet, place, its[problem.where], sheet.cell(place, problem.where), problem)
        for name, said in plain_values(asked).items():
            if same(said, now[name]):
                continue
            column = its[name]
            old = shown(column, getattr(found.entry, name), self.words)
            lang = name[-2:] if name.endswith(("_kk", "_ru")) else ""
            change = Change(name, sheet.address(place, name), column.label, old, shown(column, asked[name], self.words), lang)
            found.values[name] = asked[name]
            (found.changes if now[name] == base[name] else found.clashes).append(change)
        if found.kind in (NEW, CHANGED):
            self.foresee(found, sheet, place, its)

    def foresee(self, found: RowPreview, sheet: Sheet, place: int, its: dict[str, Column]) -> None:
        """What the row would still owe before the report can be submitted: told, never a stop."""
        trial = copy.copy(found.entry)
        for name, value in found.values.items():
            setattr(trial, name, value)
        for problem in judge(replace(found.line.judged.subject, entry=trial)):
            if problem.severity == BLOCKER and problem.code not in UNFORESEEN:
                column = its.get(problem.where)  # documents have none: they are added on the page of the row
                at = sheet.address(place, column.name) if column else ""
                found.remarks.append(CellProblem(sheet.name, at, column.label if column else "", "", "", problem, found.line))

    def wrong(self, found: RowPreview, sheet: Sheet, place: int, column: Column, cell: Cell, problem: Problem) -> None:
        """Keeps a problem with everything a person needs to find and mend it."""
        value = cell.value[:200]
        found.problems.append(CellProblem(sheet.name, sheet.address(place, column.name), column.label, value, rule(column), problem))

    @cached_property
    def strange(self) -> list[CellProblem]:
        """Rows of the file that are none of the report's."""
        return [
            CellProblem(sheet.name, sheet.address(row, CODE), "", value, "", Problem(code))
            for sheet in self.sheets.values()
            for row, code, value in sheet.strange
        ]

    @cached_property
    def problems(self) -> list[CellProblem]:
        """Everything that cannot be taken, in the order of the report."""
        return [problem for row in self.rows for problem in row.problems] + self.strange

    def of(self, *kinds: str) -> list[RowPreview]:
        """Rows of these kinds."""
        return [row for row in self.rows if row.kind in kinds]

    @property
    def good(self) -> list[RowPreview]:
        """Rows that "apply" would write."""
        return self.of(NEW, CHANGED)

    @property
    def clashing(self) -> list[RowPreview]:
        return self.of(CLASH)

    @property
    def remarks(self) -> list[CellProblem]:
        return [remark for row in self.good for remark in row.remarks]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what would become of them."""
        by_kind = {kind: len(self.of(kind)) for kind in (NEW, CHANGED, SAME, BAD, CLASH)}
        return {**by_kind, "problems": len(self.problems)}

    @property
    def digest(self) -> str:
        """What the person has seen: apply writes this, or shows the page again."""
        said = [[sheet_of(row.entry), row.entry.pk, row.entry.version, plain_values(row.values)] for row in self.good]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def same(said, kept) -> bool:
    """Whether a cell says what the report holds: texts in their one form, all else as it is."""
    if isinstance(said, str) and isinstance(kept, str):
        return sheet_text(said) == sheet_text(kept)
    return said == kept
