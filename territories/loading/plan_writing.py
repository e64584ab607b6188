"""Plan editions into the database. Rows of a loaded edition may be added or stay equal: reports were read against them, so another
wording is another edition."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from territories.languages import LANGUAGES
from territories.loading.concept_checks import governed_from
from territories.loading.faults import BadFile, Fault
from territories.loading.tables import Row, Tables
from territories.loading.writer import Tally, Writer, three
from territories.models import ActionItem, Executor, PlanEdition, PlanRow, PlanSection, expand
from territories.models.bodies import GROUPS
from territories.models.plan import Part

EDITION = "plan_edition.csv"
PLAN = "action_plan.csv"
SECTION = {f"section_{language}": f"title_{language}" for language in LANGUAGES}
TEXTS = [f"{name}_{language}" for name in ("title", "completion_form", "deadline_text", "funding") for language in LANGUAGES]
COLUMNS = {"no": "number"} | {name: name for name in (*TEXTS, "deadline_kind", "deadline_from", "deadline_to", "basis")}


@dataclass(frozen=True)
class Named:
    """A body's part as the plan names it."""

    body_id: int
    part: str
    by_agreement: bool
    from_group: bool


def write_editions(tables: Tables) -> Tally:
    """Refuses any change of an edition that is loaded."""
    writer, faults = Writer(EDITION, PlanEdition, "code"), []
    for row in tables[EDITION].rows:
        values = {name: row[name] for name in ("code", "in_force_from", "basis")} | three(row, "title", "act")
        stored = writer.stored.get((row["code"],))
        writer.refuse_taken(row, "in_force_from", in_force_from=row["in_force_from"], basis=row["basis"])
        changed = [column for column in values if stored and getattr(stored, column) != values[column]]
        faults += [Fault(EDITION, row.line, column, "edition_is_fixed", {"value": row["code"]}) for column in changed]
        if not changed:
            writer.put(**values)
    if faults:
        raise BadFile(faults)
    return writer.close()


def write_plan(tables: Tables) -> Tally:
    """Refuses any change of a loaded row, its section and its executors; adds what is new."""
    faults, tally = [], Tally(PLAN)
    editions = {row["code"]: row for row in tables[EDITION].rows}
    items = Writer(PLAN, ActionItem, "code")
    for edition in PlanEdition.objects.filter(code__in=editions):
        on = governed_from(edition.in_force_from, tables)
        rows = [row for row in tables[PLAN].rows if row["edition"] == edition.code]
        faults += _write_rows(edition, rows, items, on, tally)
    if faults:
        raise BadFile(faults)
    return tally


def _write_rows(edition: PlanEdition, rows: list[Row], items: Writer, on: date, tally: Tally) -> list[Fault]:
    stored = {row.item.code: row for row in edition.rows.select_related("item", "section").prefetch_related("executors")}
    sections = Writer(PLAN, PlanSection, "edition_id", "number", among=edition.sections.all())
    numbers = {row.number: code for code, row in stored.items()}
    find, faults = cache(expand), []  # the same bodies and groups are named in many rows
    for row in rows:
        known, named = stored.get(row["item"]), name_executors(row, on, find)
        section = sections.stored.get((edition.pk, row["section"]))
        changed = [column for column in SECTION if section and getattr(section, SECTION[column]) != row[column]]
        if known:
            changed += _changed(known, row, named)
            tally.unchanged += 1
        elif row["no"] in numbers:
            faults.append(Fault(PLAN, row.line, "no", "value_taken", {"value": row["no"], "code": numbers[row["no"]]}))
        elif not changed:
            section = section or sections.put(edition_id=edition.pk, number=row["section"], **_columns(row, SECTION))
            _add_row(edition, section, items.put(code=row["item"]), row, named)
            tally.new += 1
        faults += [Fault(PLAN, row.line, column, "edition_is_fixed", {"value": edition.code}) for column in changed]
    tally.missing += sorted(f"{edition.code} {code}" for code in stored.keys() - {row["item"] for row in rows})
    return faults


def name_executors(row: Row, on: date, find: Callable = expand) -> list[Named]:
    """The parts a plan row gives: the first named leads, a group named first leads as a whole, each member its own part.

    A body that is also named by itself keeps that one part. Those of `by_agreement` are invited after the others.
    """
    alone = {token for token in [*row["executors"], *row["by_agreement"]] if token not in GROUPS}
    found = {}
    for invited, tokens in ((False, row["executors"]), (True, row["by_agreement"])):
        for place, token in enumerate(tokens):
            part = Part.LEAD if place == 0 and not invited else Part.CO
            for body in find(token, on):
                if token not in GROUPS or body.code not in alone:
                    found.setdefault(body.pk, Named(body.pk, part, invited, token in GROUPS))
    return list(found.values())


def _add_row(edition: PlanEdition, section: PlanSection, item: ActionItem, row: Row, named: list[Named]) -> None:
    new = PlanRow.objects.create(edition=edition, section=section, item=item, **_columns(row, COLUMNS))
    Executor.objects.bulk_create(Executor(row=new, order=order, **asdict(one)) for order, one in enumerate(named, start=1))


def _changed(known: PlanRow, row: Row, named: list[Named]) -> list[str]:
    """The columns in which a row of the file differs from the loaded one."""
    changed = [column for column, name in COLUMNS.items() if getattr(known, name) != row[column]]
    if known.section.number != row["section"]:
        changed.append("section")
    was = [Named(one.body_id, one.part, one.by_agreement, one.from_group) for one in known.executors.all()]
    for column, invited in (("executors", False), ("by_agreement", True)):
        if [one for one in was if one.by_agreement == invited] != [one for one in named if one.by_agreement == invited]:
            changed.append(column)
    return changed


def _columns(row: Row, columns: dict[str, str]) -> dict:
    return {name: row[column] for column, name in columns.items()}
