"""What one version of a report says otherwise than another: old → new by field, words marked, rows without change only numbered."""

import json
from dataclasses import dataclass, field

from reporting.filing.answers import Field, sheet
from reporting.filing.diff import ADDED, REMOVED
from reporting.filing.indicators import number_of_indicator
from reporting.models import IndicatorValue, ItemProgress, Report

KINDS = ((ItemProgress, "items", "row"), (IndicatorValue, "indicators", "value"))  # model, list in the content, name of the id in it


@dataclass(frozen=True)
class RowChange:
    """A row that says something else: its fields, and documents with ins or del."""

    number: str
    title: str
    fields: list[Field]
    documents: list[tuple[dict, str]]


@dataclass
class Difference:
    """All of it. `same` are numbers of rows without change; `note` the two explanations of a report without activity."""

    changed: list[RowChange] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    note: tuple[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.changed and self.note is None


def compare(report: Report, old: str, new: str) -> Difference:
    """Two versions of one report, as canonical content, the older first."""
    before, after, made = json.loads(old), json.loads(new), Difference()
    if (before["no_activity"], before["no_activity_note"]) != (after["no_activity"], after["no_activity_note"]):
        made.note = (before["no_activity_note"], after["no_activity_note"])
    names = titles(report)
    for model, part, key in KINDS:
        was = {row[key]: row for row in before[part]}
        for row in after[part]:
            number, title = names[model, row[key]]
            change = row_change(model, was.get(row[key]) or {}, row, number, title)
            if change.fields or change.documents:
                made.changed.append(change)
            elif row.get("needs_answer", True):
                made.same.append(number)
    return made


def row_change(model, old: dict, new: dict, number: str, title: str) -> RowChange:
    """Fields and documents of one row that differ."""
    fields = [one for one in sheet(model, new, old, None).fields if one.changed]
    was, now = old.get("evidence", []), new.get("evidence", [])
    documents = [(one, ADDED) for one in now if one not in was] + [(one, REMOVED) for one in was if one not in now]
    return RowChange(number, title, fields, documents)


def titles(report: Report) -> dict[tuple[type, int], tuple[str, str]]:
    """Number and name of every row by its id: two queries."""
    rows = report.rows.select_related("row").order_by("row__number")
    values = report.indicators.select_related("indicator").order_by("indicator__order", "indicator__code")
    told = {(ItemProgress, row.pk): (str(row.row.number), row.row.title) for row in rows}
    return told | {(IndicatorValue, value.pk): (number_of_indicator(n), value.indicator.name) for n, value in enumerate(values, start=1)}
