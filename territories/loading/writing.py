"""Checked tables into the database: a row is added, changed or left as it is, by its code. Nothing is ever deleted."""

from datetime import date

from territories.kazakh import search_text, sort_key
from territories.loading.concept_checks import concept_years
from territories.loading.faults import BadFile, Fault
from territories.loading.tables import Row, Tables
from territories.loading.writer import Tally, Writer, three
from territories.models import (
    ConceptRecord,
    DayOff,
    ExecutiveBody,
    Indicator,
    IndicatorResponsible,
    IndicatorTarget,
    Region,
    Territory,
    expand,
)
from territories.models.indicators import TargetBasis


def write_concept(tables: Tables) -> Tally:
    writer = Writer("concept.csv", ConceptRecord, "field")
    for row in tables["concept.csv"].rows:
        writer.put(**{name: row[name] for name in ("field", "kk", "ru", "en", "basis")})
    return writer.close()


def write_regions(tables: Tables) -> Tally:
    writer = Writer("regions.csv", Region, "code")
    tiles = {row["iso"]: row for row in tables["kz_tilegrid.csv"].rows}
    for row in tables["regions.csv"].rows:
        tile = tiles[row["iso"]]
        writer.refuse_taken(row, "iso", iso=row["iso"])
        writer.refuse_taken(row, "kato", kato=row["kato"])
        writer.refuse_taken(row, "iso", tile_col=tile["col"], tile_row=tile["row"])
        writer.put(
            **{name: row[name] for name in ("code", "iso", "kato", "kind")},
            **three(row, "name", "centre"),
            **three(tile, "short"),
            tile_col=tile["col"],
            tile_row=tile["row"],
            sort_key=sort_key(row["name_kk"]),
        )
    return writer.close()


def write_territories(tables: Tables) -> Tally:
    writer = Writer("territories.csv", Territory, "code")
    regions = dict(Region.objects.values_list("code", "pk"))
    for row in tables["territories.csv"].rows:
        writer.put(
            **{name: row[name] for name in ("code", "kind", "status", "status_date")},
            **three(row, "name", "status_act"),
            region_id=regions[row["region"]],
            sort_key=sort_key(row["name_kk"]),
        )
    return writer.close()


def write_bodies(tables: Tables) -> Tally:
    writer = Writer("bodies.csv", ExecutiveBody, "code")
    regions = dict(Region.objects.values_list("code", "pk"))
    for row in _successors_first(tables["bodies.csv"].rows):
        names = three(row, "name", "short")
        writer.put(
            **{name: row[name] for name in ("code", "level", "kind", "valid_from", "valid_to")},
            **names,
            region_id=regions.get(row["region"]),
            successor_id=writer.stored[(row["successor"],)].pk if row["successor"] else None,
            sort_key=sort_key(row["name_kk"]),
            search_text=search_text(*names.values(), row["code"]),
        )
    return writer.close()


def _successors_first(rows: list[Row]) -> list[Row]:
    by_code, ordered = {row["code"]: row for row in rows}, {}

    def place(row: Row) -> None:
        if row["successor"] and row["successor"] not in ordered:
            place(by_code[row["successor"]])
        ordered.setdefault(row["code"], row)

    for row in rows:
        place(row)
    return list(ordered.values())


def write_indicators(tables: Tables) -> Tally:
    """Refuses another direction or roll-up for an indicator that is loaded (DOMAIN.md §4)."""
    writer = Writer("indicators.csv", Indicator, "code")
    since = date(concept_years(tables)[0], 1, 1)
    faults = []
    for order, row in enumerate(tables["indicators.csv"].rows, start=1):
        stored = writer.stored.get((row["code"],))
        fixed = [column for column in ("better", "roll_up") if stored and getattr(stored, column) != row[column]]
        faults += [Fault("indicators.csv", row.line, column, "indicator_is_fixed", {"value": row["code"]}) for column in fixed]
        answering = {body.pk for token in row["responsible"] for body in expand(token, since)}
        known = set(stored.responsible.values_list("body_id", flat=True)) if stored else set()
        indicator = writer.put(
            also_changed=known != answering,
            **{name: row[name] for name in ("code", "better", "roll_up", "baseline_year", "baseline_value", "basis")},
            **three(row, "name", "unit", "ratio_of", "data_source"),
            order=order,
        )
        if known - answering:
            indicator.responsible.exclude(body_id__in=answering).delete()
        IndicatorResponsible.objects.bulk_create(
            IndicatorResponsible(indicator=indicator, body_id=body) for body in sorted(answering - known)
        )
    if faults:
        raise BadFile(faults)
    return writer.close()


def write_targets(tables: Tables) -> Tally:
    """A target of the plan takes the place of a sample one."""
    return _write_targets("targets.csv", tables, sample=False)


def write_sample_targets(tables: Tables) -> Tally:
    """A sample target never takes the place of one that the plan sets."""
    return _write_targets("sample_targets.csv", tables, sample=True)


def _write_targets(file: str, tables: Tables, *, sample: bool) -> Tally:
    codes = dict(Indicator.objects.values_list("pk", "code"))
    indicators = {code: pk for pk, code in codes.items()}
    writer = Writer(file, IndicatorTarget, "indicator_id", "year")
    for row in tables[file].rows:
        stored = writer.stored.get((indicators[row["code"]], row["year"]))
        if not sample or stored is None or stored.basis == TargetBasis.SAMPLE:
            basis = TargetBasis.SAMPLE if sample else row["basis"]
            writer.put(indicator_id=indicators[row["code"]], year=row["year"], value=row["target"], basis=basis)
    tally = writer.tally
    left = (thing for key, thing in writer.stored.items() if key not in writer.seen and (thing.basis == TargetBasis.SAMPLE) == sample)
    tally.missing = sorted(f"{codes[thing.indicator_id]} {thing.year}" for thing in left)
    return tally


def write_days_off(tables: Tables) -> Tally:
    writer = Writer("days_off.csv", DayOff, "date")
    for row in tables["days_off.csv"].rows:
        writer.put(date=row["date"], working=row["working"] == "yes", basis=row["basis"])
    return writer.close()
