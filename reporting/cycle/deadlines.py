"""Dates of the reporting year, and whether a report came in time: computed, never typed (DOMAIN §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from reporting import clock
from reporting.models import Cycle, Report
from territories.models import concept, is_day_off

ON_TIME, LATE, NOT_FILED, INVITED, RUNNING = "on_time", "late", "not_filed", "invited", "running"


def opens_on(year: int) -> date:
    """The day from which the schedule opens the report for `year`: 10 January of the next year (ours; the law sets only the end)."""
    return date(year + 1, 1, 10)


def due_on(year: int) -> date:
    """The legal date of the report for `year`: 1 April of the next year, inclusive; never shifted for a day off."""
    return date(year + 1, *concept.month_day("reports_due"))


def summary_due_on(year: int) -> date:
    """The day by which the consolidated information for `year` goes to the planning body."""
    return date(year + 1, *concept.month_day("summary_due"))


def due_is_day_off(cycle: Cycle) -> bool:
    """Whether the legal date is a day off: shown, never shifted (DOMAIN §5)."""
    return is_day_off(cycle.due_on)


@dataclass(frozen=True)
class Timeliness:
    """How a report stands against the legal date. `days`: late, overdue so far for not filed, left while running."""

    kind: str
    days: int = 0

    @property
    def is_overdue(self) -> bool:
        """Owed, and the term has passed: the only state in which the Ministry must remind."""
        return self.kind == NOT_FILED


def timeliness(report: Report, *, now: datetime | None = None) -> Timeliness:
    """Where a report stands against the legal date of its year. `report.cycle` must be loaded.

    The first submission counts, whatever was returned later. A body "by agreement" is invited and never late. A recalled report (a
    draft again) is not filed until it is submitted anew.
    """
    if report.invited:
        return Timeliness(INVITED)
    filed_at = report.first_submitted_at if report.status != Report.DRAFT else None
    days = days_after(report.cycle, filed_at or now or clock.now())
    if filed_at:
        return Timeliness(LATE, days) if days > 0 else Timeliness(ON_TIME)
    return Timeliness(NOT_FILED, days) if days > 0 else Timeliness(RUNNING, -days)


def days_after(cycle: Cycle, instant: datetime) -> int:
    """Calendar days in Almaty from the legal date to an instant: 2 April 00:00 is one day after, any instant of 1 April is none."""
    return (instant.astimezone(clock.ALMATY).date() - cycle.due_on).days
