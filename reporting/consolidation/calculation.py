"""The calculation of a summary: read, add up, compare, keep. Killed anywhere and run again it gives one summary with the same figures.

Nothing is written until the end; then one conditional UPDATE writes everything, and only into a draft.
"""

import hashlib

from django.db import transaction
from django.db.models import F

from reporting import clock, history, jobs
from reporting.consolidation import figures, lines, statuses
from reporting.consolidation.anomalies import anomalies
from reporting.consolidation.lineage import Figures
from reporting.consolidation.manifest import ACCEPTED, taken
from reporting.consolidation.sources import canonical, decisions, frame, input_sha256, report_row
from reporting.consolidation.weights import weights
from reporting.models import Cycle, Summary, SummaryRun

KIND = "consolidate"
FACTS = ("invited", "state", "timeliness", "late_days", "submitted_at", "version", "sha256")


def compute(data: dict, progress=lambda step, done=0, total=0: None, before: dict | None = None) -> dict:
    """Everything a summary holds, from a frame. Pure but for telling how far it is.

    `before`: `figures` and `rows` of the year before; it weighs who is missing and finds what is strange, and changes no figure.
    """
    total = len(data["reports"])
    progress("lines", 0, total)
    rows = lines.lines(data)
    progress("lines", total, total)
    summed = figures.figures(data, rows)
    progress("figures", len(summed["items"]), len(summed["items"]))
    found = discrepancies(data, rows)
    progress("discrepancies", sum(bool(row["decision"]) for row in found), len(found))
    odd = anomalies(rows, summed, before)
    progress("anomalies", len(odd), len(odd))
    return {
        "manifest": {
            "reports": summed["sources"], "out": left_out(data), "discrepancies": found, "anomalies": odd,
            "weights": weights(data["reports"], before["figures"] if before else None), "facts_sha256": facts_sha256(data),
        },
        "figures": summed,
        "lines": lines.write(rows),
        "input_sha256": input_sha256(data),
    }


def discrepancies(data: dict, rows: list[dict]) -> list[dict]:
    """Items on which the executors differ."""
    of_items = figures.by([row for row in rows if row["kind"] == lines.ITEM], "item")
    return statuses.discrepancies(of_items, {decision["item"]: decision for decision in data["decisions"]})


def left_out(data: dict) -> list[dict]:
    """Bodies whose report is not in, and why."""
    out = [{"body": r["body"]["code"], "state": r["state"]} for r in data["reports"] if r["state"] != ACCEPTED]
    return sorted(out, key=lambda row: row["body"])


@jobs.kind(KIND)
def calculate(job, progress) -> dict:
    """The function behind the job. A summary that was proposed meanwhile is left as it is."""
    summary = Summary.objects.select_related("cycle__plan").get(pk=job.params["summary"])
    if summary.status != Summary.DRAFT:
        return {"kept": summary.status}
    progress("collect")
    data = frame(summary.cycle, summary.number)
    progress("collect", len(data["reports"]), len(data["reports"]))
    computed = compute(data, progress, year_before(summary.cycle))
    progress("save")
    keep(summary, computed, by=job.created_by)
    return {"input_sha256": computed["input_sha256"]}


def year_before(cycle: Cycle) -> dict | None:
    """Figures and lines of the last summary of the year before; None where there is none."""
    found = Summary.objects.filter(cycle__year=cycle.year - 1).exclude(input_sha256="").order_by("-number").first()
    return {"figures": found.figures, "rows": lines.read(found.lines)} if found else None


@transaction.atomic
def keep(summary: Summary, computed: dict, *, by) -> bool:
    """Writes the result into a draft; False where it is no draft any more. The event is written once for one input."""
    draft = Summary.objects.filter(pk=summary.pk, status=Summary.DRAFT)
    stamp = {"calculated_at": clock.now(), "calculated_by": by}
    if draft.filter(input_sha256=computed["input_sha256"]).update(**stamp):
        return True
    if not draft.update(**computed, **stamp, lock=F("lock") + 1):
        return False
    SummaryRun.objects.create(
        summary=summary, number=summary.runs.count() + 1, input_sha256=computed["input_sha256"], manifest=computed["manifest"],
        values=Figures(computed["figures"]).values(), made_at=stamp["calculated_at"], made_by=by,
    )  # fmt: skip
    old, new = summary.input_sha256, computed["input_sha256"]
    history.record("consolidate", summary, by=by, old={"input_sha256": old} if old else {}, new={"input_sha256": new})
    return True


def facts_sha256(data: dict) -> str:
    """SHA-256 of what a year moves: reports and decisions, without the plan and the other reference data."""
    facts = [{key: report[key] for key in FACTS} | {"body": report["body"]["code"]} for report in data["reports"]]
    return hashlib.sha256(canonical([facts, data["decisions"]]).encode()).hexdigest()


def is_behind(summary: Summary, reports: list, decided: list) -> bool:
    """Whether reports or decisions have moved since the calculation: what a page asks with what it has read already.

    Reference data changes seldom, by a command, and is compared where it matters: at the proposal and the approval (`is_outdated`).
    """
    rows = [report_row(report, taken(report)) for report in reports]
    return bool(summary.input_sha256) and summary.manifest.get("facts_sha256") != facts_sha256(
        {"reports": rows, "decisions": decisions(summary.cycle, decided)}
    )


def is_outdated(summary: Summary, cycle: Cycle | None = None) -> bool:
    """Whether an accepted report, a decision or the reference data has changed since the calculation."""
    cycle = cycle or summary.cycle
    return bool(summary.input_sha256) and summary.input_sha256 != input_sha256(frame(cycle, summary.number, contents=False))
