"""Days: how long a report waits where it is, and how many it has spent with the Ministry and with the body. They are counted apart."""

from dataclasses import dataclass
from datetime import datetime

from reporting import clock
from reporting.models import Report, ReportVersion


@dataclass(frozen=True)
class Spent:
    """Calendar days in Almaty since the first submission: with the Ministry, with the body (returned or recalled)."""

    ministry: int = 0
    body: int = 0
    rounds: int = 0


def waits_from(report: Report) -> datetime | None:
    """Since when the report has been where it is: days with the reviewer are not the body's (DOMAIN §5)."""
    if report.status in (Report.SUBMITTED, Report.IN_REVIEW):
        return report.submitted_at
    return report.returned_at if report.status == Report.RETURNED else None


def days_waiting(report: Report) -> int | None:
    """Days the report has been where it is."""
    return days_since(waits_from(report), clock.now())


def days_since(instant: datetime | None, now: datetime) -> int | None:
    """Calendar days in Almaty."""
    return days_between(instant, now) if instant else None


def days_between(start: datetime, end: datetime) -> int:
    """Calendar days in Almaty from one instant to another; none within one day."""
    return (end.astimezone(clock.ALMATY).date() - start.astimezone(clock.ALMATY).date()).days


def spent(versions: list, status: str, now: datetime) -> Spent:
    """From the versions of one report in order: each was with the Ministry until it was decided or recalled, then with the body until
    the next one. A report that was accepted waits for nobody."""
    ministry = body = 0
    for place, version in enumerate(versions):
        ended = version.decided_at or version.recalled_at
        ministry += days_between(version.submitted_at, ended or now)
        following = versions[place + 1].submitted_at if place + 1 < len(versions) else now
        if ended and (place + 1 < len(versions) or status in Report.EDITABLE):
            body += days_between(ended, following) if version.outcome != "accepted" else 0
    return Spent(ministry, body, sum(version.outcome != "recalled" for version in versions))


def spent_in(reports: list[Report], now: datetime) -> dict[int, Spent]:
    """The days of several reports. One query."""
    versions: dict[int, list] = {}
    for version in ReportVersion.objects.filter(report__in=[report.pk for report in reports]).defer("content").order_by("number"):
        versions.setdefault(version.report_id, []).append(version)
    return {report.pk: spent(versions.get(report.pk, []), report.status, now) for report in reports}
