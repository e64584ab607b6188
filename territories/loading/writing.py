"""Checked tables into the database: a row is added, changed or left as it is, by its code. Nothing is ever deleted."""

from dataclasses import dataclass, field
from datetime import date

from territories.kazakh import search_text, sort_key
from territories.loading.checks import Tables, concept_years
from territories.loading.faults import BadFile, Fault
from territories.loading.tables import Row
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


@dataclass
class Tally:
    """What one file did."""

    file: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)


class Writer:
    """Puts rows into one model by natural key and counts what that did."""

    def __init__(self, file: str, model, *keys: str, among=None):
        self.keys, self.model, self.tally, self.seen = keys, model, Tally(file), set()
        self.stored = {self._key(thing.__dict__): thing for thing in (model.objects.all() if among is None else among)}

    def _key(self, values: dict) -> tuple:
        return tuple(values[key] for key in self.keys)

    def put(self, *, also_changed: bool = False, **values):
        """The thing with these values: created, changed in the columns that differ, or left alone.

        `also_changed` counts it as changed for the sake of what hangs on it.
        """
        key = self._key(values)
        self.seen.add(key)
        thing = self.stored.get(key)
        if thing is None:
            self.tally.new += 1
            thing = self.stored[key] = self.model.objects.create(**values)
            return thing
        changed = [name for name, value in values.items() if getattr(thing, name) != value]
        for name in changed:
            setattr(thing, name, values[name])
        if changed:
            thing.save(update_fields=changed)
        self.tally.changed += bool(changed) or also_changed
        self.tally.unchanged += not (changed or also_changed)
        return thing

    def close(self) -> Tally:
        """The tally, with the codes of what is stored and no longer in the file."""
        self.tally.missing = sorted(" ".join(map(str, key)) for key in self.stored.keys() - self.seen)
        return self.tally


def three(row: Row, *names: str) -> dict[str, str]:
    """The texts of the row in the three languages, under the names of the model's columns."""
    return {f"{name}_{language}": row[f"{name}_{language}"] for name in names for language in ("kk", "ru", "en")}


def refuse_taken(file: str, row: Row, column: str, thing, things) -> None:
    """Stops where a value that only one may have is still held by another that is stored, perhaps one no longer in the file."""
    holder = things.first()
    if holder is not None and (thing is None or holder.pk != thing.pk):
        raise BadFile([Fault(file, row.line, column, "value_taken", {"value": row[column], "code": holder.code})])


def write_concept(tables: Tables) -> Tally:
    writer = Writer("concept.csv", ConceptRecord, "field")
    for row in tables["concept.csv"].rows:
        writer.put(**{name: row[name] for name in ("field", "kk", "ru", "en", "basis")})
    return writer.close()


def write_regions(tables: Tables) -> Tally:
    writer = Writer("regions.csv", Region, "code")
    tiles = {row["iso"]: row for row in tables["kz_tilegrid.csv"].rows}
    for row in tables["regions.csv"].rows:
        tile, stored = tiles[row["iso"]], writer.stored.get((row["code"],))
        refuse_taken("regions.csv", row, "iso", stored, Region.objects.filter(iso=row["iso"]))
        refuse_taken("regions.csv", row, "kato", stored, Region.objects.filter(kato=row["kato"]))
        refuse_taken("kz_tilegrid.csv", tile, "col", stored, Region.objects.filter(tile_col=tile["col"], tile_row=tile["row"]))
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
