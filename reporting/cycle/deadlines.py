"""Dates of the reporting year, and whether a report came in time: computed, never typed (DOMAIN §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from reporting import clock
from reporting.models import Cycle, Report
from territories.models import concept, is_day_off


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
    """How a report stands against the legal date. `state`: on_time, late, not_filed or invited; `days`: late, or overdue so far."""

    state: str
    days: int = 0

    @property
    def is_overdue(self) -> bool:
        """Owed, and the term has passed: the only state in which the Ministry must remind."""
        return self.state == "not_filed" and self.days > 0


def timeliness(report: Report, *, at: datetime | None = None) -> Timeliness:
    """The report against its year's legal date, at an instant (now).

    The first submission counts, whatever was returned or recalled later; a body invited by agreement is never late.
    """
    if report.invited:
        return Timeliness("invited")
    cycle, filed = report.cycle, report.first_submitted_at
    if filed is None or report.status == Report.DRAFT:
        return Timeliness("not_filed", days_after(cycle, at or clock.now()))
    return Timeliness("late", days) if (days := days_after(cycle, filed)) else Timeliness("on_time")


def days_after(cycle: Cycle, instant: datetime) -> int:
    """Calendar days in Almaty by which an instant is after the legal date: 2 April 00:00 is one day, any instant of 1 April is none."""
    return (instant.astimezone(clock.ALMATY).date() - cycle.due_on).days if instant >= cycle.due_at else 0
