"""Dates of the reporting year, and whether a report came in time: computed, never typed (DOMAIN §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from reporting import clock, words
from reporting.models import Cycle, Extension, Outage, PaperReport, Report
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
    """How a report stands against its last day. `days`: late, overdue so far for not filed, left while running.

    `is_outage`: on time, or still running, only because the portal was down in the last days of the term (`cycle.outages`).
    """

    kind: str
    days: int = 0
    is_extended: bool = False
    is_outage: bool = False

    @property
    def is_overdue(self) -> bool:
        """Owed, and the term has passed: the only state in which the Ministry must remind."""
        return self.kind == NOT_FILED

    def text(self) -> str:
        """In words, in the current language."""
        said = {LATE: words.days_late, NOT_FILED: words.days_overdue, RUNNING: words.days_left}
        if self.kind == RUNNING and self.is_extended:
            return f"{words.look_up('extension_running', 'time')[1]}. {words.days_left(self.days)}"
        if self.is_outage:
            said_so = words.look_up("outage" if self.kind == ON_TIME else "outage_running", "time")[1]
            return f"{said_so}. {words.days_left(self.days)}" if self.kind == RUNNING else str(said_so)
        return said[self.kind](self.days) if self.kind in said else str(words.look_up(self.kind, "time")[1])


def timeliness(report: Report, *, now: datetime | None = None) -> Timeliness:
    """Where a report stands against its last day: the legal date, or a later granted extension; where the portal was down in the last
    days of the term, against the day until which reports count as on time. `report.cycle` must be loaded.

    The first submission counts, whatever was returned later. A body "by agreement" is invited and never late. A recalled report (a
    draft again) is not filed until it is submitted anew.
    """
    if report.invited:
        return Timeliness(INVITED)
    filed_at = report.first_submitted_at if report.status != Report.DRAFT else None
    last, instant = last_day(report), filed_at or now or clock.now()
    days, is_extended = days_past(counts_until(report), instant), last > report.cycle.due_on
    is_outage = days <= 0 < days_past(last, instant)
    if filed_at:
        return Timeliness(LATE, days, is_extended) if days > 0 else Timeliness(ON_TIME, 0, is_extended, is_outage)
    return Timeliness(NOT_FILED, days, is_extended) if days > 0 else Timeliness(RUNNING, -days, is_extended, is_outage)


def last_day(report: Report) -> date:
    """The body's own last day: the legal date, or that of a granted extension where it is later. Inclusive.

    Lists of reports come through `with_last_days`, so that this asks nothing for each of them.
    """
    known = report.__dict__
    until = known["extended_until"] if "extended_until" in known else extended_until(report)
    return max(report.cycle.due_on, until or report.cycle.due_on)


def extended_until(report: Report) -> date | None:
    """The latest day to which the report's term was extended."""
    granted = Extension.objects.filter(report=report.pk, status=Extension.GRANTED)
    return granted.aggregate(latest=Max("answer_until"))["latest"] if report.pk else None


def counts_until(report: Report) -> date:
    """The day until which a report counts as on time, inclusive: its last day, or a later one where the portal was down."""
    known, last = report.__dict__, last_day(report)
    until = known["outage_until"] if "outage_until" in known else outage_until(last)
    return max(last, until or last)


def outage_until(last: date) -> date | None:
    """Until which day a term that ends on `last` counts as kept because of confirmed outages."""
    found = Outage.objects.filter(status=Outage.CONFIRMED, first_day__lte=last, last_day__gte=last)
    return found.aggregate(latest=Max("counts_until"))["latest"]


def with_last_days(reports: QuerySet, report: str = "pk", cycle: str = "cycle") -> QuerySet:
    """Reports that know their extension, and what outages do to their term, from the same query.

    `report` and `cycle` name them where the rows are not reports but belong to one.
    """
    granted = Extension.objects.filter(report=OuterRef(report), status=Extension.GRANTED).order_by("-answer_until")
    reports = reports.annotate(extended_until=Subquery(granted.values("answer_until")[:1]))
    due = F(f"{cycle}__due_on")
    last = Greatest(due, Coalesce(F("extended_until"), due), output_field=DateField())
    down = Outage.objects.filter(status=Outage.CONFIRMED, first_day__lte=OuterRef("term_ends"), last_day__gte=OuterRef("term_ends"))
    return reports.annotate(term_ends=last).annotate(outage_until=Subquery(down.order_by("-counts_until").values("counts_until")[:1]))


def with_paper(reports: QuerySet) -> QuerySet:
    """Reports that know the state of their last letter on paper: `paper` is registered, entered or nothing."""
    return reports.annotate(paper=paper_state())


def paper_state(report: str = "pk") -> Subquery:
    """The state of a report's last letter on paper, as a part of a query; `report` names the report's id in it."""
    letters = PaperReport.objects.filter(report=OuterRef(report)).exclude(status=PaperReport.CANCELLED).order_by("-registered_at", "-pk")
    return Subquery(letters.values("status")[:1])


def due_at(report: Report) -> datetime:
    """The first instant at which the report is late: after the legal date, or the day of an extension or outage where it is later."""
    return max(report.cycle.due_at, clock.end_of(counts_until(report)))


def days_past(last: date, instant: datetime) -> int:
    """Calendar days in Almaty from a last day to an instant: the first instant after it is one day past, any instant of it is none."""
    return (instant.astimezone(clock.ALMATY).date() - last).days


def days_after(cycle: Cycle, instant: datetime) -> int:
    """The same for the legal date of the year."""
    return days_past(cycle.due_on, instant)
