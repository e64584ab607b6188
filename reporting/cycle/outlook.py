"""Who still owes, and when the schedule will remind them next: what the Ministry sees before anything is sent."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from reporting import clock
from reporting.cycle.deadlines import Timeliness, counts_until, timeliness
from reporting.cycle.reminders import AHEAD, countdown, owing
from reporting.models import Cycle, Reminder, Report
from territories.kazakh import sort_key
from territories.models import days_off


@dataclass(frozen=True)
class Owed:
    """One body that still owes."""

    report: Report
    last: date
    time: Timeliness
    reminded_on: date | None
    next_on: date


def outlook(cycle: Cycle) -> list[Owed]:
    """Bodies that still owe, the nearest last day first. Two queries, however many there are."""
    today, now = clock.today(), clock.now()
    sent = Reminder.objects.filter(report=OuterRef("pk")).order_by("-day").values("day")[:1]
    reports = list(owing(cycle).annotate(reminded_on=Subquery(sent)).order_by("body__code"))
    furthest = max([cycle.due_on, today, *(counts_until(report) for report in reports)])
    off = days_off(today, furthest + AHEAD)
    lines = []
    for report in reports:
        after = today + timedelta(days=report.reminded_on == today)
        line = Owed(report, counts_until(report), timeliness(report, now=now), report.reminded_on, next_day(report, after, off))
        lines.append(line)
    return sorted(lines, key=lambda line: (line.last, sort_key(line.report.body.name)))


def next_day(report: Report, start: date, off: frozenset[date]) -> date:
    """The first day from `start` on which the schedule reminds the body; `off` must reach beyond its last day."""
    last, internal = counts_until(report), report.cycle.campaign_on
    days = countdown(last, off) | (countdown(internal, off) if internal and last == report.cycle.due_on else frozenset())
    if ahead := [day for day in days if day >= start]:
        return min(ahead)
    day = max(start, last + timedelta(days=1))
    while day in off:
        day += timedelta(days=1)
    return day
