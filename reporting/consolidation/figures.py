"""The figures of a summary: everything that `summary.json` says, computed from the lines. Pure, deterministic, independent of order.

`figures` is what the workspace shows; `freeze` adds what only an approval knows and gives the bytes of `summary.json`.
"""

from reporting.consolidation import rollup, statuses
from reporting.consolidation.lineage import COUNTED, Figure, Held, of_items, of_reports
from reporting.consolidation.lines import ITEM
from reporting.consolidation.sources import canonical

FORMAT = 1
UNFINISHED = frozenset({"not_done", "partly_done"})
# What a plan row and an indicator carry over unchanged
ROW = (
    "item", "number", "section", "deadline_kind", "deadline_to", "sample", "group", "executors",
    *(f"{field}_{language}" for field in ("title", "completion_form", "deadline_text", "funding_text") for language in ("kk", "ru", "en")),
)  # fmt: skip
VALUE = ("line", "body", "target", "actual", "numerator", "denominator", "answer", "available_on", "data_source", "data_date",
         "reasons_kk", "reasons_ru")  # fmt: skip
DECIMALS = ("target", "actual", "numerator", "denominator")


def figures(frame: dict, lines: list[dict]) -> dict:
    """All figures of a frame and its lines (contract: `summary.json` without narrative, approval and chain)."""
    held, of_lines = Held(lines), [line for line in lines if line["kind"] == ITEM]
    items = item_figures(frame, held)
    reports = sorted(frame["reports"], key=lambda report: (report["body"]["sort_key"], report["body"]["code"]))
    bodies = [body_figures(report, held) for report in reports]
    by_code = sorted(reports, key=lambda report: report["body"]["code"], reverse=True)
    akimats = {report["body"]["region"]: report for report in by_code}
    return {
        "format": FORMAT,
        **{key: frame[key] for key in ("year", "edition", "demo", "concept", "plan", "overseer", "planning_body")},
        "dates": {**frame["dates"], "calculated_at": None, "approved_at": None},
        "outages": frame.get("outages", []),
        "sample": any(row["sample"] for row in frame["rows"]),
        "sections": [section_figures(section, items, held) for section in frame["sections"]],
        "items": items,
        "bodies": bodies,
        "regions": [region_figures(region, akimats.get(region["code"]), held) for region in frame["regions"]],
        "territories": [territory_figures(territory, held) for territory in frame["territories"]],
        "indicators": [indicator_figures(indicator, held) for indicator in frame["indicators"]],
        "totals": totals(bodies, items, held),
        "not_reported": [report["body"]["code"] for report in reports if report["timeliness"] == "not_filed"],
        "late": [{"body": r["body"]["code"], "days": r["late_days"]} for r in reports if r["timeliness"] == "late"],
        "proposals": [line["line"] for line in of_lines if line["proposal_kk"] or line["proposal_ru"]],
        "not_done": [line["line"] for line in of_lines if line["status"] in UNFINISHED],
        "sources": sorted(
            ({"body": r["body"]["code"], "version": r["version"], "sha256": r["sha256"]} for r in reports if r["version"]),
            key=lambda source: source["body"],
        ),
        **({"discipline": frame["discipline"]} if "discipline" in frame else {}),
    }  # fmt: skip


def by(lines: list[dict], field: str) -> dict:
    """Lines by the value of a field, in the order in which they stand."""
    found = {}
    for line in lines:
        found.setdefault(line[field], []).append(line)
    return found


def item_figures(frame: dict, held: Held) -> list[dict]:
    """One entry for each item somebody answers for this year, in the order of the plan."""
    decisions = {decision["item"]: decision for decision in frame["decisions"]}
    return [item_entry(row, lines, decisions) for row in frame["rows"] if (lines := held.of("item", row["item"]))]


def item_entry(row: dict, lines: list[dict], decisions: dict) -> dict:
    """An action item: what the plan says, who answers, how it stands."""
    status, decision = statuses.status_of(row["item"], lines, decisions)
    return {
        **{key: row[key] for key in ROW},
        "lead": [line["body"] for line in lines if line["part"] == "lead"],
        "co": [line["body"] for line in lines if line["part"] == "co"],
        "by_agreement": [line["body"] for line in lines if line["by_agreement"]],
        "status": status,
        "decision": {"reason": decision["reason"]} if decision else None,
        **counts(lines),
        "lines": [line["line"] for line in lines],
    }


def counts(lines: list[dict]) -> dict:
    """How lines stand and what they hold in money."""
    return {
        "by_status": rollup.count(line["status"] for line in lines),
        "by_answer": rollup.count(line["answer"] for line in lines),
        "funding": rollup.funding(lines),
    }


def items_by_status(items: list[dict], scope: str, key: str = "") -> dict[str, int]:
    """The items of the year or of a section by status."""
    return rollup.count(item["status"] for item in of_items(Figure(scope, key, "items"), items).counted)


def section_figures(section: dict, items: list[dict], held: Held) -> dict:
    """A direction of the plan: its items by status, its lines in money."""
    key = str(section["number"])
    return {**section, "by_status": items_by_status(items, "section", key), "funding": rollup.funding(held.of("section", key))}


def body_figures(report: dict, held: Held) -> dict:
    """A body, its report and its lines."""
    body = {key: value for key, value in report["body"].items() if key != "sort_key"}
    kept = ("state", "timeliness", "late_days", "submitted_at", "version", "sha256", "invited")
    filed = {**{key: report[key] for key in kept}, "no_activity": no_activity(report)}
    filed |= {"paper": report.get("paper"), "outage": report.get("outage", False)}
    lines = [line["line"] for line in held.of("whole body", body["code"])]
    return {**body, "report": filed, **counts(held.of("body", body["code"])), "lines": lines}


def no_activity(report: dict) -> bool:
    """Whether the accepted report says that there was no activity at all."""
    return bool(report["content"] and report["content"]["no_activity"])


def region_figures(region: dict, own: dict | None, held: Held) -> dict:
    """A region by the report of its akimat; the money of central bodies belongs to no region."""
    state = "" if own is None else "no_activity" if no_activity(own) else own["state"]
    summed = counts(held.of("region", region["code"]))
    return {
        **region,
        "body": own["body"]["code"] if own else "",
        "state": state,
        "by_status": summed["by_status"],
        "funding": summed["funding"],
    }


def territory_figures(territory: dict, held: Held) -> dict:
    """A territory by the lines that name it."""
    lines = held.of("territory", territory["code"])
    return {**territory, "funding": rollup.funding(lines), "lines": [line["line"] for line in lines]}


def indicator_figures(indicator: dict, held: Held) -> dict:
    """An indicator against its target."""
    lines = held.of("indicator", indicator["code"])
    values = [{key: line[key] or None if key in DECIMALS else line[key] for key in VALUE} for line in lines]
    return {**indicator, **rollup.of_indicator(lines, indicator), "values": values}


def totals(bodies: list[dict], items: list[dict], held: Held) -> dict:
    """Counts that reconcile: expected = on time + late + not filed; bodies invited by agreement are counted apart."""
    lines = held.of("total")
    summed = counts(lines)
    return {
        "reports": {of: len(of_reports(Figure("total", "", "reports", of), bodies).counted) for of in COUNTED},
        "items": {"total": len(items), "by_status": items_by_status(items, "total")},
        "rows": {"total": len(lines), "by_status": summed["by_status"], "by_answer": summed["by_answer"]},
        "funding": summed["funding"],
    }


def freeze(figures: dict, **approval) -> str:
    """The bytes of `summary.json`: figures, and what the approval adds (dates, approver, narrative, correction, chain)."""
    dates = {**figures["dates"], **approval.pop("dates")}
    return canonical({**figures, **approval, "dates": dates}) + "\n"
