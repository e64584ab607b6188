"""The calculation of a summary: read, add up, compare, keep. Killed anywhere and run again it gives one summary with the same figures.

Nothing is written until the end; then one conditional UPDATE writes everything, and only into a draft.
"""

from django.db import transaction
from django.db.models import F

from reporting import clock, history, jobs
from reporting.consolidation import figures, lines, statuses
from reporting.consolidation.lineage import Figures
from reporting.consolidation.manifest import ACCEPTED
from reporting.consolidation.sources import frame, input_sha256
from reporting.models import Cycle, Summary, SummaryRun

KIND = "consolidate"


def compute(data: dict, progress=lambda step, done=0, total=0: None) -> dict:
    """Everything a summary holds, from a frame. Pure but for telling how far it is."""
    total = len(data["reports"])
    progress("lines", 0, total)
    rows = lines.lines(data)
    progress("lines", total, total)
    summed = figures.figures(data, rows)
    progress("figures", len(summed["items"]), len(summed["items"]))
    found = discrepancies(data, rows)
    progress("discrepancies", sum(bool(row["decision"]) for row in found), len(found))
    return {
        "manifest": {"reports": summed["sources"], "out": left_out(data), "discrepancies": found},
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
    computed = compute(data, progress)
    progress("save")
    keep(summary, computed, by=job.created_by)
    return {"input_sha256": computed["input_sha256"]}


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


def is_outdated(summary: Summary, cycle: Cycle | None = None) -> bool:
    """Whether an accepted report, a decision or the reference data has changed since the calculation."""
    cycle = cycle or summary.cycle
    return bool(summary.input_sha256) and summary.input_sha256 != input_sha256(frame(cycle, summary.number, contents=False))
