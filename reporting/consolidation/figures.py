"""The figures of a summary: everything that `summary.json` says, computed from the lines. Pure, deterministic, independent of order.

`figures` is what the workspace shows; `freeze` adds what only an approval knows and gives the bytes of `summary.json`.
"""

from reporting.consolidation import rollup, statuses
from reporting.consolidation.lines import INDICATOR, ITEM
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
    of_items = [line for line in lines if line["kind"] == ITEM]
    items = item_figures(frame, of_items)
    reports = sorted(frame["reports"], key=lambda report: (report["body"]["sort_key"], report["body"]["code"]))
    return {
        "format": FORMAT,
        **{key: frame[key] for key in ("year", "edition", "demo", "concept", "plan", "overseer", "planning_body")},
        "dates": {**frame["dates"], "calculated_at": None, "approved_at": None},
        "sample": any(row["sample"] for row in frame["rows"]),
        "sections": [section_figures(section, items, of_items) for section in frame["sections"]],
        "items": items,
        "bodies": [body_figures(report, lines) for report in reports],
        "regions": [region_figures(region, frame["reports"], of_items) for region in frame["regions"]],
        "territories": [territory_figures(territory, of_items) for territory in frame["territories"]],
        "indicators": [indicator_figures(indicator, lines) for indicator in frame["indicators"]],
        "totals": totals(frame["reports"], items, of_items),
        "not_reported": [report["body"]["code"] for report in reports if report["timeliness"] == "not_filed"],
        "late": [{"body": r["body"]["code"], "days": r["late_days"]} for r in reports if r["timeliness"] == "late"],
        "proposals": [line["line"] for line in of_items if line["proposal_kk"] or line["proposal_ru"]],
        "not_done": [line["line"] for line in of_items if line["status"] in UNFINISHED],
        "sources": sorted(
            ({"body": r["body"]["code"], "version": r["version"], "sha256": r["sha256"]} for r in reports if r["version"]),
            key=lambda source: source["body"],
        ),
    }  # fmt: skip


def by(lines: list[dict], field: str) -> dict:
    """Lines by the value of a field, in the order in which they stand."""
    found = {}
    for line in lines:
        found.setdefault(line[field], []).append(line)
    return found


def item_figures(frame: dict, lines: list[dict]) -> list[dict]:
    """One entry for each item somebody answers for this year, in the order of the plan."""
    held, decisions = by(lines, "item"), {decision["item"]: decision for decision in frame["decisions"]}
    return [item_entry(row, held[row["item"]], decisions) for row in frame["rows"] if row["item"] in held]


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


def section_figures(section: dict, items: list[dict], lines: list[dict]) -> dict:
    """A direction of the plan: its items by status, its lines in money."""
    return {
        **section,
        "by_status": rollup.count(item["status"] for item in items if item["section"] == section["number"]),
        "funding": rollup.funding([line for line in lines if line["section"] == section["number"]]),
    }


def body_figures(report: dict, lines: list[dict]) -> dict:
    """A body, its report and its lines."""
    body = {key: value for key, value in report["body"].items() if key != "sort_key"}
    own = [line for line in lines if line["body"] == body["code"]]
    kept = ("state", "timeliness", "late_days", "submitted_at", "version", "sha256")
    filed = {**{key: report[key] for key in kept}, "no_activity": no_activity(report)}
    return {
        **body,
        "report": filed,
        **counts([line for line in own if line["kind"] == ITEM]),
        "lines": [line["line"] for line in own],
    }


def no_activity(report: dict) -> bool:
    """Whether the accepted report says that there was no activity at all."""
    return bool(report["content"] and report["content"]["no_activity"])


def region_figures(region: dict, reports: list[dict], lines: list[dict]) -> dict:
    """A region by the report of its akimat; the money of central bodies belongs to no region."""
    akimats = (report for report in reports if report["body"]["region"] == region["code"])
    own = min(akimats, key=lambda report: report["body"]["code"], default=None)
    held = [line for line in lines if line["region"] == region["code"]]
    state = "" if own is None else "no_activity" if no_activity(own) else own["state"]
    summed = counts(held)
    return {
        **region,
        "body": own["body"]["code"] if own else "",
        "state": state,
        "by_status": summed["by_status"],
        "funding": summed["funding"],
    }


def territory_figures(territory: dict, lines: list[dict]) -> dict:
    """A territory by the lines that name it."""
    held = [line for line in lines if line["territory"] == territory["code"]]
    return {**territory, "funding": rollup.funding(held), "lines": [line["line"] for line in held]}


def indicator_figures(indicator: dict, lines: list[dict]) -> dict:
    """An indicator against its target."""
    held = [line for line in lines if line["kind"] == INDICATOR and line["indicator"] == indicator["code"]]
    actual, target = rollup.actual_of(held, indicator), rollup.number(indicator["target"])
    return {
        **indicator,
        "actual": rollup.written(actual),
        "percent": rollup.percent_of_target(actual, target, indicator["better"]),
        "verdict": rollup.verdict(actual, target, indicator["better"]),
        "values": [{key: line[key] or None if key in DECIMALS else line[key] for key in VALUE} for line in held],
    }


def totals(reports: list[dict], items: list[dict], lines: list[dict]) -> dict:
    """Counts that reconcile: expected = on time + late + not filed; bodies invited by agreement are counted apart."""
    expected = [report for report in reports if not report["invited"]]
    invited = [report for report in reports if report["invited"]]
    arrived = rollup.count(report["timeliness"] for report in expected)
    summed = counts(lines)
    return {
        "reports": {
            "expected": len(expected),
            "filed": len(expected) - arrived.get("not_filed", 0),
            **{key: arrived.get(key, 0) for key in ("on_time", "late", "not_filed")},
            "accepted": sum(report["state"] == "accepted" for report in expected),
            "no_activity": sum(no_activity(report) for report in expected),
            "invited": len(invited),
            "invited_filed": sum(report["state"] != "not_filed" for report in invited),
        },
        "items": {"total": len(items), "by_status": rollup.count(item["status"] for item in items)},
        "rows": {"total": len(lines), "by_status": summed["by_status"], "by_answer": summed["by_answer"]},
        "funding": summed["funding"],
    }


def freeze(figures: dict, **approval) -> str:
    """The bytes of `summary.json`: figures, and what the approval adds (dates, approver, narrative, correction, chain)."""
    dates = {**figures["dates"], **approval.pop("dates")}
    return canonical({**figures, **approval, "dates": dates}) + "\n"
