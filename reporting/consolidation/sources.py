"""The input of a summary as plain data, read from the database once: after it everything is computed without the database.

`frame` is the only door between the tables and the figures. Its SHA-256 names the input: the same frame gives the same summary, byte for
byte. Without `contents` it is light and has the same hash, so a page can ask cheaply whether a summary is out of date.
"""

import hashlib
import json

from django.conf import settings

from reporting.consolidation.manifest import accepted_versions, cycle_reports, state_of
from reporting.cycle.outages import of_year
from reporting.filing.timeliness import LATE, NOT_FILED, RUNNING, timeliness
from reporting.models import Cycle, IndicatorValue, ItemProgress, Outage, PaperReport, StatusDecision
from reporting.review import discipline
from territories.languages import LANGUAGES
from territories.models import ConceptRecord, ExecutiveBody, Executor, Indicator, IndicatorTarget, PlanRow, PlanSection, Region, Territory

# How a plan names a group of bodies, in words
GROUPS = {
    "akimat": {
        "short_kk": "облыстардың, Астана, Алматы және Шымкент қалаларының әкімдіктері",
        "short_ru": "акиматы областей, городов Астаны, Алматы и Шымкента",
        "short_en": "akimats of the regions and of the cities of Astana, Almaty and Shymkent",
    }
}


def canonical(data) -> str:
    """JSON in one possible form: sorted keys, no spaces, real letters."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frame(cycle: Cycle, number: int, *, contents: bool = True) -> dict:
    """Everything the edition `number` of the year is computed from. A constant number of queries."""
    return {
        "year": cycle.year,
        "edition": number,
        "demo": settings.DEMO,
        "dates": {"due_on": cycle.due_on.isoformat(), "summary_due_on": cycle.summary_due_on.isoformat()},
        **the_concept(),
        **the_plan(cycle),
        **geography(),
        "indicators": indicators(cycle.year),
        "outages": [outage_row(one) for one in of_year(cycle)],
        "reports": reports(cycle, contents=contents),
        "decisions": decisions(cycle),
        **discipline_of(cycle),
    }


def discipline_of(cycle: Cycle) -> dict:
    """The table of discipline with its formula, once the bodies have seen it and their time to comment is over; before, nothing."""
    if not discipline.is_ripe(cycle):
        return {}
    formula = {"weights": discipline.WEIGHTS, "late_days": discipline.LATE_DAYS, "return_costs": str(discipline.ROUND_COSTS)}
    shown, until = discipline.shown_on(cycle), discipline.comments_until(cycle)
    return {"discipline": {
        "formula": formula, "shown_on": shown.isoformat(), "comments_until": until.isoformat(),
        "bodies": sorted((discipline.as_data(line) for line in discipline.table(cycle)), key=lambda one: one["body"]),
    }}  # fmt: skip


def input_sha256(data: dict) -> str:
    """SHA-256 of a frame. The content of a version is represented by its own hash."""
    light = {**data, "reports": [{key: value for key, value in report.items() if key != "content"} for report in data["reports"]]}
    return hashlib.sha256(canonical(light).encode()).hexdigest()


def texts(thing, field: str, name: str = "") -> dict[str, str]:
    """The three languages of a text: `name_kk`, `name_ru`, `name_en`."""
    return {f"{name or field}_{language}": getattr(thing, f"{field}_{language}") for language in LANGUAGES}


def plain(value) -> str | None:
    """A Decimal as JSON carries it: digits without zeros at the end that say nothing; nothing stays nothing."""
    if value is None:
        return None
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def the_concept() -> dict:
    """Titles and act of the Concept, who oversees it and who receives the summary."""
    known = {record.field: record for record in ConceptRecord.objects.all()}
    bodies = {body.code: body for body in ExecutiveBody.objects.filter(code__in=[known["overseer"].kk, known["planning_body"].kk])}
    said = {
        f"{field}_{language}": getattr(known[field], language) for field in ("title", "short_title", "act") for language in LANGUAGES
    }
    named = {field: bodies[known[field].kk] for field in ("overseer", "planning_body")}
    return {
        "concept": {**said, "act_date": known["act_date"].kk},
        **{field: {"code": body.code, **texts(body, "name")} for field, body in named.items()},
    }


def the_plan(cycle: Cycle) -> dict:
    """The edition of the plan that the year is read against: sections, rows and the executors as the plan names them."""
    named = {}
    for executor in Executor.objects.filter(row__edition=cycle.plan).select_related("body").order_by("row__number", "order"):
        named.setdefault(executor.row_id, []).append(executor)
    sections = PlanSection.objects.filter(edition=cycle.plan).order_by("number")
    rows = PlanRow.objects.filter(edition=cycle.plan).select_related("item", "section").order_by("number")
    return {
        "plan": {"code": cycle.plan.code, **texts(cycle.plan, "title"), **texts(cycle.plan, "act")},
        "sections": [{"number": section.number, **texts(section, "title")} for section in sections],
        "rows": [plan_row(row, named.get(row.pk, [])) for row in rows],
    }


def plan_row(row: PlanRow, executors: list[Executor]) -> dict:
    """A row of the plan, verbatim. `group`: its members lead their own parts."""
    group = any(executor.from_group and executor.part == Executor.Part.LEAD for executor in executors)
    return {
        "item": row.item.code, "number": row.number, "section": row.section.number, "group": group, "sample": row.is_sample,
        **texts(row, "title"), **texts(row, "completion_form"), **texts(row, "deadline_text"), **texts(row, "funding", "funding_text"),
        "deadline_kind": row.deadline_kind, "deadline_from": row.deadline_from.isoformat(), "deadline_to": row.deadline_to.isoformat(),
        "executors": executors_named(executors),
    }  # fmt: skip


def executors_named(executors: list[Executor]) -> list[dict]:
    """The column "responsible executors": bodies by their short names, a group as one, in the order of the plan."""
    found, groups = [], set()
    for executor in executors:
        same = {"part": executor.part, "by_agreement": executor.by_agreement}
        if not executor.from_group:
            found.append({"code": executor.body.code, **texts(executor.body, "short"), **same})
        elif executor.body.kind not in groups:
            groups.add(executor.body.kind)
            found.append({"code": "", **GROUPS[executor.body.kind], **same})
    return found


def geography() -> dict:
    """Regions with their tiles, and the territories."""
    return {
        "regions": [
            {
                "code": region.code, "iso": region.iso, "kind": region.kind, "tile_col": region.tile_col, "tile_row": region.tile_row,
                **texts(region, "name"), **texts(region, "short"),
            }
            for region in Region.objects.order_by("sort_key", "code")
        ],
        "territories": [
            {
                "code": territory.code, "region": territory.region.code, "kind": territory.kind, "status": territory.status,
                **texts(territory, "name"),
            }
            for territory in Territory.objects.select_related("region").order_by("sort_key", "code")
        ],
    }  # fmt: skip


def indicators(year: int) -> list[dict]:
    """Indicators with the target of the year."""
    targets = {target.indicator_id: target for target in IndicatorTarget.objects.filter(year=year)}
    return [indicator_row(indicator, targets.get(indicator.pk)) for indicator in Indicator.objects.order_by("order", "code")]


def indicator_row(indicator: Indicator, target: IndicatorTarget | None) -> dict:
    """An indicator as the Concept sets it."""
    return {
        "code": indicator.code, **texts(indicator, "name"), **texts(indicator, "unit"), "better": indicator.better,
        "roll_up": indicator.roll_up, **texts(indicator, "ratio_of"), **texts(indicator, "data_source"),
        "baseline_year": indicator.baseline_year, "baseline_value": plain(indicator.baseline_value),
        "sample": indicator.is_sample or (target is not None and target.is_sample), "target": plain(target.value if target else None),
    }  # fmt: skip


def reports(cycle: Cycle, *, contents: bool) -> list[dict]:
    """Every expected report: what was accepted of it, or the rows that are owed."""
    versions = accepted_versions(cycle, contents=contents)
    items = ItemProgress.objects.filter(report__cycle=cycle).order_by("row__number")
    rows, values = {}, {}
    for report_id, item, part, by_agreement, needs_answer in items.values_list(
        "report_id", "item__code", "part", "by_agreement", "needs_answer"
    ):
        rows.setdefault(report_id, []).append({"item": item, "part": part, "by_agreement": by_agreement, "needs_answer": needs_answer})
    owed = IndicatorValue.objects.filter(report__cycle=cycle).order_by("indicator__code")
    for report_id, code in owed.values_list("report_id", "indicator__code"):
        values.setdefault(report_id, []).append(code)
    found, letters = [], papers(cycle)
    for report in cycle_reports(cycle):
        report.cycle = cycle  # known already: no query for each
        version = versions.get(report.pk)
        content = json.loads(version.content) if contents and version else None
        owes = {"rows": rows.get(report.pk, []), "indicators": values.get(report.pk, [])}
        found.append({**report_row(report, version), "paper": letters.get(report.pk), **owes, "content": content})
    return found


def papers(cycle: Cycle) -> dict[int, dict]:
    """By report the letter with which it came on paper, without any person's name. One query."""
    entered = PaperReport.objects.filter(report__cycle=cycle, status=PaperReport.ENTERED).order_by("entered_at", "pk")
    return {
        one.report_id: {
            "number": one.letter_number, "date": one.letter_date.isoformat(), "arrived_on": one.arrived_on.isoformat(),
        } for one in entered
    }  # fmt: skip


def outage_row(outage: Outage) -> dict:
    """Hours in which the portal was down, and until when reports count as on time because of them."""
    return {
        "began_at": outage.began_at.isoformat(), "ended_at": outage.ended_at.isoformat(), "counts_until": outage.counts_until.isoformat(),
        "what_kk": outage.what_kk, "what_ru": outage.what_ru,
    }  # fmt: skip


def report_row(report, version) -> dict:
    """The body and its report, without what is in it. First submission decides on time or late; a return never moves it."""
    body = report.body
    kind, days, outage = arrival(report)
    return {
        "body": {
            "code": body.code, "kind": body.kind, "region": body.region.code if body.region else "", "sort_key": body.sort_key,
            **texts(body, "name"), **texts(body, "short"),
        },
        "invited": report.invited,
        "state": state_of(report, version),
        "timeliness": kind,
        "late_days": days,
        "outage": outage,
        "submitted_at": report.first_submitted_at.isoformat() if report.first_submitted_at else None,
        "version": version.number if version else None,
        "sha256": version.sha256 if version else "",
    }  # fmt: skip


def decisions(cycle: Cycle, made: list[StatusDecision] | None = None) -> list[dict]:
    """The newest decision of the Ministry on each item; whether it still holds is for `statuses` to say. `made`: the decisions of the
    year in their order, where they were read already."""
    newest = {}
    if made is None:
        made = StatusDecision.objects.filter(cycle=cycle).select_related("item").order_by("decided_at", "id")
    for decision in made:
        newest[decision.item.code] = {"status": decision.status, "reason": decision.reason, "seen": decision.seen}
    return [{"item": item, **newest[item]} for item in sorted(newest)]


def arrival(report) -> tuple[str, int, bool]:
    """On time, late by so many days, not filed or invited; and whether it is on time only because the portal was down. Whether the term
    still runs changes no figure: nothing is filed yet."""
    found = timeliness(report)
    if found.kind == RUNNING:
        return NOT_FILED, 0, False
    return found.kind, found.days if found.kind == LATE else 0, found.is_outage
