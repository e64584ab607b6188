"""What goes into a summary: which accepted versions are in, which bodies are out and why. One query, whatever the number of reports.

Of each body the latest *accepted* version counts: an amendment still in work changes nothing until it is accepted itself.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from reporting.cycle.deadlines import with_last_days
from reporting.models import Cycle, Report, ReportVersion

ACCEPTED, NOT_ACCEPTED, NOT_FILED = "accepted", "not_accepted", "not_filed"


@dataclass(frozen=True)
class Taken:
    """The version of a report that is in, without its content."""

    number: int
    sha256: str


def manifest(cycle: Cycle, found: list[Report] | None = None) -> dict:
    """`reports`: body, version and SHA-256 of what is in. `out`: body, state (not filed, not accepted yet) and the status of its report.

    `found`: what `reports_taken` gave, where it was asked already.
    """
    reports, out = [], []
    for report in reports_taken(cycle) if found is None else found:
        version = taken(report)
        if version:
            reports.append({"body": report.body.code, "version": version.number, "sha256": version.sha256})
        else:
            out.append({"body": report.body.code, "state": state_of(report, version), "status": report.status})
    return {"reports": reports, "out": out}


def cycle_reports(cycle: Cycle):
    """Reports of the year with their bodies, ordered by the code of the body: an order no renaming changes."""
    return with_last_days(Report.objects.filter(cycle=cycle).select_related("body__region")).order_by("body__code")


def reports_taken(cycle: Cycle) -> list[Report]:
    """Reports of the year, each with the number and hash of its latest accepted version."""
    accepted = ReportVersion.objects.filter(report=OuterRef("pk"), outcome="accepted").order_by("-number")
    found = list(cycle_reports(cycle).annotate(
        taken_number=Subquery(accepted.values("number")[:1]), taken_sha256=Subquery(accepted.values("sha256")[:1])
    ))  # fmt: skip
    for report in found:
        report.cycle = cycle  # known already: no query for each
    return found


def taken(report: Report) -> Taken | None:
    """The accepted version of a report that `reports_taken` gave."""
    return Taken(report.taken_number, report.taken_sha256) if report.taken_number else None


def accepted_versions(cycle: Cycle, *, contents: bool = False) -> dict[int, ReportVersion]:
    """The latest accepted version of each report, by the report's id; with its frozen content only where that is asked for."""
    found = ReportVersion.objects.filter(report__cycle=cycle, outcome="accepted").order_by("number")
    return {version.report_id: version for version in (found if contents else found.defer("content"))}


def state_of(report: Report, version: ReportVersion | None) -> str:
    """How the summary takes the report: its content counts, it waits for the Ministry, or there is nothing."""
    if version:
        return ACCEPTED
    return NOT_FILED if report.status == Report.DRAFT else NOT_ACCEPTED
