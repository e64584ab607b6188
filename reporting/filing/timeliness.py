"""On time, late by so many days, or not filed: computed from the arrival of the first submission, never typed (DOMAIN §5)."""

from dataclasses import dataclass
from datetime import datetime

from reporting import clock
from reporting.models import Report

ON_TIME, LATE, NOT_FILED, INVITED, RUNNING = "on_time", "late", "not_filed", "invited", "running"


@dataclass(frozen=True)
class Timeliness:
    """`days`: of delay for late, overdue so far for not filed, left for running."""

    kind: str
    days: int = 0


def timeliness(report: Report, *, now: datetime | None = None) -> Timeliness:
    """Where a report stands against the legal date. `report.cycle` must be loaded.

    A body "by agreement" is invited and never late. A recalled report (a draft again) is not filed until it is submitted anew.
    """
    now, cycle = now or clock.now(), report.cycle
    if report.invited:
        return Timeliness(INVITED)
    filed_at = report.first_submitted_at if report.status != Report.DRAFT else None
    at = filed_at or now
    if at < cycle.due_at:
        return Timeliness(ON_TIME) if filed_at else Timeliness(RUNNING, (cycle.due_on - at.astimezone(clock.ALMATY).date()).days)
    days = (at.astimezone(clock.ALMATY).date() - cycle.due_on).days
    return Timeliness(LATE if filed_at else NOT_FILED, days)
