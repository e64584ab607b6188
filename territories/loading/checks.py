"""What must hold between the cells of a row, the rows of a file and the files. One check, one function; `CHECKS` lists them.

A check takes the tables by file name and yields faults. Cells already found faulty have no value, and nothing is said of them twice.
"""

from collections.abc import Iterator
from datetime import date

from territories.loading.concept_checks import check_records, check_target_years, governed_from
from territories.loading.faults import Fault
from territories.loading.tables import UNKNOWN, Row, Tables
from territories.models.bodies import GROUPS

Faults = Iterator[Fault]

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
            known = tables[column.refers[0]].codes(column.refers[1]) if column.refers else None
            if known is None:
                continue
            for row in table.rows:
                for value in _as_list(row[column.name]):
                    if value not in known and not (column.refers[0] == "bodies.csv" and value in GROUPS):
                        yield Fault(table.file, row.line, column.name, UNKNOWN[column.refers[0]], {"value": value})


def check_tiles(tables: Tables) -> Faults:
    placed = tables["kz_tilegrid.csv"].codes("iso")
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
            if row.has("roll_up", column) and not _names_its_sums(row["roll_up"], row[column]):
                yield Fault("indicators.csv", row.line, column, "ratio_parts")
        if row.has("baseline_year", "baseline_value") and (row["baseline_year"] is None) != (row["baseline_value"] is None):
            column = "baseline_year" if row["baseline_year"] is None else "baseline_value"
            yield Fault("indicators.csv", row.line, column, "baseline_half")
        tokens = row["responsible"] or []
        for token in {token for token in tokens if tokens.count(token) > 1}:
            yield Fault("indicators.csv", row.line, "responsible", "body_twice", {"value": token})


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


def _as_list(value) -> list:
    return [] if value in (None, "") else list(value) if isinstance(value, list | tuple) else [value]


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


def _names_its_sums(roll_up: str, sums: str) -> bool:
    return len(sums.split(" / ")) == 2 if roll_up == "ratio" else not sums
