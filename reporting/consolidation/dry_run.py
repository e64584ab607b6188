"""What the consolidation would be now: nothing of it is kept as a summary or an edition, only the answer of the last question.

What is accepted is in. What is filed and not accepted yet is shown apart, as what it would add. Who is missing is named, by weight.
"""

import json

from reporting import clock, jobs
from reporting.consolidation import figures, lines
from reporting.consolidation.calculation import year_before
from reporting.consolidation.lineage import ITEMS, SHARE, Figure, Figures, measures
from reporting.consolidation.manifest import ACCEPTED, NOT_FILED
from reporting.consolidation.rollup import KINDS, SOURCES
from reporting.consolidation.sources import frame
from reporting.consolidation.weights import heaviest_first, weights
from reporting.models import Cycle, Job, Report, ReportVersion
from reporting.permissions import require

KIND = "dry_run"
MONEY = tuple(Figure("total", "", kind, source) for kind in KINDS for source in ("", *SOURCES))
COUNTS = tuple(Figure("total", "", "reports", of) for of in ("accepted", "on_time", "late", "not_filed"))


def look(cycle: Cycle, *, by) -> Job:
    """Owes one dry run; asked again while one is owed, it is the same one."""
    require(by, "dry_run", cycle)
    owed = Job.objects.filter(kind=KIND, params__year=cycle.year)
    running = owed.filter(state__in=(Job.WAITING, Job.RUNNING)).first()
    return running or jobs.owe(KIND, f"{KIND}:{cycle.year}:{owed.count() + 1}", by=by, year=cycle.year)


def last_look(cycle: Cycle) -> Job | None:
    """The newest dry run of a year."""
    return Job.objects.filter(kind=KIND, params__year=cycle.year).order_by("-pk").first()


@jobs.kind(KIND)
def dry_run(job, progress) -> dict:
    """The function behind the job: two sums over one reading."""
    cycle = Cycle.objects.select_related("plan").get(year=job.params["year"])
    progress("collect")
    data, before = frame(cycle, 1), year_before(cycle)
    waiting = filed_not_accepted(cycle)
    progress("figures", 0, 2)
    now = figures.figures(data, lines.lines(data))
    progress("figures", 1, 2)
    data["reports"] = [with_filed(report, waiting) for report in data["reports"]]
    then = figures.figures(data, lines.lines(data))
    progress("figures", 2, 2)
    return {"at": clock.now().isoformat(), **told(now, then), **missing(now, waiting, data["reports"], before)}


def filed_not_accepted(cycle: Cycle) -> dict[str, ReportVersion]:
    """body → the version that lies with the Ministry, not accepted yet; also an amendment of an accepted report."""
    states = (Report.SUBMITTED, Report.IN_REVIEW)
    found = ReportVersion.objects.filter(report__cycle=cycle, report__status__in=states, outcome="").select_related("report__body")
    return {version.report.body.code: version for version in found.order_by("number")}


def with_filed(report: dict, waiting: dict[str, ReportVersion]) -> dict:
    """The report as if what is filed were accepted."""
    version = waiting.get(report["body"]["code"])
    if version is None:
        return report
    said = {"state": ACCEPTED, "version": version.number, "sha256": version.sha256, "content": json.loads(version.content)}
    return {**report, **said}


def told(now: dict, then: dict) -> dict:
    """Address → [with what is accepted, with what is filed as well]; items by status the same way."""
    first, second = Figures(now), Figures(then)
    statuses = [Figure("total", "", ITEMS, of) for of in measures("total")[ITEMS] if of]
    states = [one for one in statuses if first.value(one) or second.value(one)]
    asked = (*COUNTS, *states, *MONEY, Figure("total", "", SHARE))
    return {"figures": [[str(one), first.value(one), second.value(one)] for one in asked], "expected": now["totals"]["reports"]["expected"]}


def missing(now: dict, waiting: dict, reports: list[dict], before: dict | None) -> dict:
    """Bodies that are not in, the heaviest first: whether they filed, who is next, their weight."""
    found = weights(reports, before["figures"] if before else None)
    bodies = {body["code"]: body for body in now["bodies"] if body["report"]["state"] != ACCEPTED}
    rows = [
        {
            **{f"name_{x}": bodies[code][f"name_{x}"] for x in ("kk", "ru", "en")}, "weight": found[code],
            "state": "with_ministry" if code in waiting else "with_body" if bodies[code]["report"]["state"] != NOT_FILED else NOT_FILED,
            "invited": bodies[code]["report"]["invited"],
        }
        for code in heaviest_first(list(bodies), found)
    ]  # fmt: skip
    return {"missing": rows, "year_before": before["figures"]["year"] if before else None}
