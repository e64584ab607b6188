"""What one version of a report says otherwise than another: old → new by field, words marked, rows without change only numbered."""

import json
from dataclasses import dataclass, field

from reporting.filing.answers import Field, places_of, sheet, territories_of
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


def compare(report: Report, old: str, new: str, entries: list | None = None) -> Difference:
    """Two versions of one report, as canonical content, the older first. `entries`: its rows, where the page has them already."""
    before, after, made = json.loads(old), json.loads(new), Difference()
    places = territories_of([row for said in (before, after) for row in said["items"]], places_of(entries or []))
    if (before["no_activity"], before["no_activity_note"]) != (after["no_activity"], after["no_activity_note"]):
        made.note = (before["no_activity_note"], after["no_activity_note"])
    names = titles(entries_of(report) if entries is None else entries)
    for model, part, key in KINDS:
        was = {row[key]: row for row in before[part]}
        for row in after[part]:
            number, title = names[model, row[key]]
            change = row_change(model, was.get(row[key]) or {}, row, (number, title), places)
            if change.fields or change.documents:
                made.changed.append(change)
            elif row.get("needs_answer", True):
                made.same.append(number)
    return made


def row_change(model, old: dict, new: dict, named: tuple[str, str], places: dict[str, str]) -> RowChange:
    """Fields and documents of one row that differ."""
    fields = [one for one in sheet(model, new, old, None, places=places).fields if one.changed]
    was, now = old.get("evidence", []), new.get("evidence", [])
    documents = [(one, ADDED) for one in now if one not in was] + [(one, REMOVED) for one in was if one not in now]
    return RowChange(*named, fields, documents)


def entries_of(report: Report) -> list:
    """Rows, then indicators, in the order of the plan: two queries."""
    rows = report.rows.select_related("row").order_by("row__number")
    return [*rows, *report.indicators.select_related("indicator").order_by("indicator__order", "indicator__code")]


def titles(entries: list) -> dict[tuple[type, int], tuple[str, str]]:
    """Number and name of every row by its id."""
    values = [entry for entry in entries if isinstance(entry, IndicatorValue)]
    told = {(ItemProgress, row.pk): (str(row.row.number), row.row.title) for row in entries if isinstance(row, ItemProgress)}
    return told | {(IndicatorValue, value.pk): (number_of_indicator(n), value.indicator.name) for n, value in enumerate(values, start=1)}
