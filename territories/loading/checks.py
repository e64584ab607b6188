"""What must hold between the cells of a row, the rows of a file and the files. One check, one function; `CHECKS` lists them.

A check takes the tables by file name and yields faults. Cells already found faulty have no value, and nothing is said of them twice.
"""

from collections.abc import Iterator
from datetime import date

from territories.loading.cells import day, month_day, whole
from territories.loading.faults import BadCell, Fault
from territories.loading.tables import UNKNOWN, Row, Table
from territories.models.bodies import GROUPS

Tables = dict[str, Table]
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


def check_repeats(tables: Tables) -> Faults:
    for table in tables.values():
        for columns in table.schema.unique:
            first = {}
            for row in table.rows:
                if row.has(*columns):
                    key = tuple(row[column] for column in columns)
                    if first.setdefault(key, row.line) != row.line:
                        yield Fault(table.file, row.line, columns[-1], "duplicate", {"value": key[-1], "first": first[key]})


def check_references(tables: Tables) -> Faults:
    for table in tables.values():
        for column in table.schema.columns:
            known = _codes(tables, *column.refers) if column.refers else None
            if known is None:
                continue
            for row in table.rows:
                for value in _as_list(row[column.name]):
                    if value not in known and not (column.refers[0] == "bodies.csv" and value in GROUPS):
                        yield Fault(table.file, row.line, column.name, UNKNOWN[column.refers[0]], {"value": value})


def check_records(tables: Tables) -> Faults:
    """The Concept's own facts: those the portal stands on are there and can be read; a known fact is said in three languages."""
    table = tables["concept.csv"]
    found = {row["field"]: row for row in table.rows if row.has("field")}
    if table.whole and all(row.has("field") for row in table.rows):
        yield from (Fault(table.file, 1, "field", "no_record", {"value": name}) for name in NEEDED_RECORDS if name not in found)
    for name, row in found.items():
        if row["basis"] != "unknown" or name in NEEDED_RECORDS:
            missing = [language for language in ("kk", "ru", "en") if row[language] == ""]
            yield from (Fault(table.file, row.line, language, f"missing_{language}") for language in missing)
        elif row["kk"]:
            yield Fault(table.file, row.line, "basis", "bad_choice", {"value": "unknown", "known": "concept, ours"})
        if name in TYPED and row["kk"]:
            yield from _check_typed(table.file, row, TYPED[name])
    known = _codes(tables, "bodies.csv", "code")
    for name in ("overseer", "planning_body"):
        if name in found and found[name]["kk"] and known is not None and found[name]["kk"] not in known:
            yield Fault(table.file, found[name].line, "kk", "unknown_body", {"value": found[name]["kk"]})
    years = concept_years(tables)
    if years and years[0] > years[1]:
        yield Fault(table.file, found["last_year"].line, "kk", "ends_before_start", {"start": years[0], "end": years[1]})


def check_tiles(tables: Tables) -> Faults:
    placed = _codes(tables, "kz_tilegrid.csv", "iso")
    if placed is not None:
        for row in tables["regions.csv"].rows:
            if row["iso"] and row["iso"] not in placed:
                yield Fault("regions.csv", row.line, "iso", "no_tile", {"value": row["iso"]})


def check_territories(tables: Tables) -> Faults:
    for row in tables["territories.csv"].rows:
        if row["status"] not in (None, "proposed"):
            if row["status_act_kk"] == "":
                yield Fault("territories.csv", row.line, "status_act_kk", "status_needs_act")
            if row.has("status_date") and row["status_date"] is None:
                yield Fault("territories.csv", row.line, "status_date", "status_needs_act")


def check_bodies(tables: Tables) -> Faults:
    rows = tables["bodies.csv"].rows
    follows = {row["code"]: row["successor"] for row in rows}
    for row in rows:
        if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
            yield Fault("bodies.csv", row.line, "valid_to", "ends_before_start", {"start": row["valid_from"], "end": row["valid_to"]})
        if row["successor"] and row.has("valid_to") and row["valid_to"] is None:
            yield Fault("bodies.csv", row.line, "valid_to", "successor_of_living")
        if row["successor"] and _leads_back(row["code"], follows):
            yield Fault("bodies.csv", row.line, "successor", "successor_circle")
        if row.has("kind", "level", "region") and not _kind_fits(row):
            yield Fault("bodies.csv", row.line, "kind", "kind_level")


def check_plan(tables: Tables) -> Faults:
    titles = {}
    for row in tables["action_plan.csv"].rows:
        start, end = row["deadline_from"], row["deadline_to"]
        if start and end and end < start:
            yield Fault("action_plan.csv", row.line, "deadline_to", "ends_before_start", {"start": start, "end": end})
        first = titles.setdefault((row["edition"], row["section"]), row)
        for column in ("section_kk", "section_ru", "section_en"):
            if row["section"] and row.has(column) and first.has(column) and row[column] != first[column]:
                yield Fault("action_plan.csv", row.line, column, "section_differs", {"first": first.line})


def check_executors(tables: Tables) -> Faults:
    """No body twice in a row, invited ones included, and each existed on the first day that the edition governs."""
    bodies = {row["code"]: row for row in tables["bodies.csv"].rows if row.has("code", "valid_from", "valid_to")}
    days = {row["code"]: governed_from(row["in_force_from"], tables) for row in tables["plan_edition.csv"].rows if row["in_force_from"]}
    for row in tables["action_plan.csv"].rows:
        seen = set()
        for column in ("executors", "by_agreement"):
            for token in row[column] or ():
                if token in seen:
                    yield Fault("action_plan.csv", row.line, column, "body_twice", {"value": token})
                elif token in bodies and row["edition"] in days and not _existed(bodies[token], days[row["edition"]]):
                    yield Fault("action_plan.csv", row.line, column, "body_not_valid", {"value": token, "day": days[row["edition"]]})
                seen.add(token)


def check_indicators(tables: Tables) -> Faults:
    for row in tables["indicators.csv"].rows:
        for column in ("ratio_of_kk", "ratio_of_ru", "ratio_of_en"):
            if row.has("roll_up", column) and (row["roll_up"] == "ratio") != (row[column].count(" / ") == 1):
                yield Fault("indicators.csv", row.line, column, "ratio_parts")
        if row.has("baseline_year", "baseline_value") and (row["baseline_year"] is None) != (row["baseline_value"] is None):
            column = "baseline_year" if row["baseline_year"] is None else "baseline_value"
            yield Fault("indicators.csv", row.line, column, "baseline_half")
        tokens = row["responsible"] or []
        for token in {token for token in tokens if tokens.count(token) > 1}:
            yield Fault("indicators.csv", row.line, "responsible", "body_twice", {"value": token})


def check_target_years(tables: Tables) -> Faults:
    years = concept_years(tables)
    for file in ("targets.csv", "sample_targets.csv"):
        for row in tables[file].rows if years and file in tables else ():
            if row["year"] and not years[0] <= row["year"] <= years[1]:
                params = {"value": row["year"], "first": years[0], "last": years[1]}
                yield Fault(file, row.line, "year", "year_outside", params)


CHECKS = [
    check_repeats,
    check_references,
    check_records,
    check_tiles,
    check_territories,
    check_bodies,
    check_plan,
    check_executors,
    check_indicators,
    check_target_years,
]


def concept_years(tables: Tables) -> tuple[int, int] | None:
    found = {row["field"]: row["kk"] for row in tables["concept.csv"].rows}
    pair = [found.get("first_year"), found.get("last_year")]
    return (int(pair[0]), int(pair[1])) if all(year and year.isdigit() for year in pair) else None


def governed_from(in_force_from: date, tables: Tables) -> date:
    """The first day an edition governs: an act passed before the Concept's first year begins to be carried out with that year."""
    years = concept_years(tables)
    return max(in_force_from, date(years[0], 1, 1)) if years else in_force_from


def _codes(tables: Tables, file: str, column: str) -> set | None:
    """The codes a file holds; none where a line could not be read, since what it held is not known."""
    table = tables[file]
    if not table.whole or not all(row.has(column) for row in table.rows):
        return None
    return {row[column] for row in table.rows}


def _as_list(value) -> list:
    return [] if value in (None, "") else list(value) if isinstance(value, list | tuple) else [value]


def _check_typed(file: str, row: Row, read) -> Faults:
    try:
        read(row["kk"])
    except BadCell as bad:
        yield Fault(file, row.line, "kk", bad.code, bad.params)
    for language in ("ru", "en"):
        if row[language] and row[language] != row["kk"]:
            yield Fault(file, row.line, language, "languages_differ")


def _existed(body: Row, on: date) -> bool:
    return body["valid_from"] <= on and (body["valid_to"] is None or on <= body["valid_to"])


def _kind_fits(row: Row) -> bool:
    if row["kind"] == "akimat":
        return row["level"] == "local" and row["region"] is not None
    return row["kind"] == "company" or (row["level"] == "central" and row["region"] is None)


def _leads_back(code: str, follows: dict) -> bool:
    seen, following = {code}, follows.get(code)
    while following:
        if following == code:
            return True
        if following in seen:
            return False
        seen.add(following)
        following = follows.get(following)
    return False
