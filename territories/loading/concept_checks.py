"""Checks of what the Concept says of itself, and of what stands within its years."""

import re
from collections.abc import Iterator
from datetime import date

from territories.languages import LANGUAGES
from territories.loading.cells import day, month_day, whole
from territories.loading.faults import BadCell, Fault
from territories.loading.tables import Row, Tables

Faults = Iterator[Fault]
TYPED = {
    "act_date": day,
    "first_year": whole(2000, 2100),
    "last_year": whole(2000, 2100),
    "reports_due": month_day,
    "summary_due": month_day,
    "overseer": str,
    "planning_body": str,
}
NEEDED_RECORDS = ["title", "short_title", "act", *TYPED]


def check_records(tables: Tables) -> Faults:
    """The Concept's own facts: those the portal stands on are there and can be read; a known fact is said in three languages."""
    table = tables["concept.csv"]
    found = {row["field"]: row for row in table.rows if row.has("field")}
    if table.whole and all(row.has("field") for row in table.rows):
        yield from (Fault(table.file, 1, "field", "no_record", {"value": name}) for name in NEEDED_RECORDS if name not in found)
    for name, row in found.items():
        if row["basis"] == "unknown" and row["kk"]:
            yield Fault(table.file, row.line, "basis", "bad_choice", {"value": "unknown", "known": "concept, ours"})
        elif row["basis"] != "unknown" or name in NEEDED_RECORDS:
            missing = [language for language in LANGUAGES if row[language] == ""]
            yield from (Fault(table.file, row.line, language, f"missing_{language}") for language in missing)
        if name in TYPED and row["kk"]:
            yield from _check_typed(table.file, row, TYPED[name])
    known = tables["bodies.csv"].codes("code")
    for name in ("overseer", "planning_body"):
        if name in found and found[name]["kk"] and known is not None and found[name]["kk"] not in known:
            yield Fault(table.file, found[name].line, "kk", "unknown_body", {"value": found[name]["kk"]})
    years = concept_years(tables)
    if years and years[0] > years[1]:
        yield Fault(table.file, found["last_year"].line, "kk", "ends_before_start", {"start": years[0], "end": years[1]})


def check_target_years(tables: Tables) -> Faults:
    years = concept_years(tables)
    for file in ("targets.csv", "sample_targets.csv"):
        for row in tables[file].rows if years and file in tables else ():
            if row["year"] and not years[0] <= row["year"] <= years[1]:
                params = {"value": row["year"], "first": years[0], "last": years[1]}
                yield Fault(file, row.line, "year", "year_outside", params)


def concept_years(tables: Tables) -> tuple[int, int] | None:
    """First and last reporting year; none where the file does not say them rightly."""
    found = {row["field"]: row["kk"] or "" for row in tables["concept.csv"].rows}
    pair = [found.get("first_year", ""), found.get("last_year", "")]
    return (int(pair[0]), int(pair[1])) if all(re.fullmatch("20[0-9]{2}", year) for year in pair) else None


def governed_from(in_force_from: date, tables: Tables) -> date:
    """The first day an edition governs: an act passed before the Concept's first year begins to be carried out with that year."""
    years = concept_years(tables)
    return max(in_force_from, date(years[0], 1, 1)) if years else in_force_from


def _check_typed(file: str, row: Row, read) -> Faults:
    try:
        read(row["kk"])
    except BadCell as bad:
        yield Fault(file, row.line, "kk", bad.code, bad.params)
    for language in ("ru", "en"):
        if row[language] and row[language] != row["kk"]:
            yield Fault(file, row.line, language, "languages_differ")
