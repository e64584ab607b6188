"""The dates of a year as a file for a person's own calendar (RFC 5545): whole days, with alarms a week and a day before."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from reporting import clock
from reporting.cycle.deadlines import last_day, with_last_days
from reporting.dates import deadline
from reporting.models import Cycle, Report
from reporting.roles import DESK
from reporting.standing import bodies_of, roles_of

ALARMS = (7, 1)  # days before, at 09:00


@dataclass(frozen=True)
class Day:
    """One entry: `key` makes the same date the same entry when the file is taken again."""

    key: str
    on: date
    title: str
    text: str
    path: str
    moved: int = 0  # days since the legal date: grows with an extension, so that calendars replace the entry


def calendar_file(cycle: Cycle, user) -> bytes | None:
    """The dates that concern the person, in the current language; None where none does."""
    days = [*days_of_bodies(cycle, user), *(days_of_desk(cycle) if roles_of(user) & DESK else [])]
    if not days:
        return None
    if cycle.campaign_on:
        days.append(Day(
            f"internal-{cycle.year}", cycle.campaign_on, _("Internal date for the report for %(year)s") % {"year": cycle.year},
            _("It only drives reminders and moves no deadline."), reverse("work"),
        ))  # fmt: skip
    calendar = Calendar()
    calendar.add("prodid", "-//Science cities Concept//Yearly reports//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Report for %(year)s: dates") % {"year": cycle.year})
    for day in days:
        calendar.add_component(entry(day))
    return calendar.to_ical()


def days_of_bodies(cycle: Cycle, user) -> list[Day]:
    """The last day of each body the person works for, with its extension."""
    reports = Report.objects.filter(cycle=cycle, body__in=bodies_of(user)).select_related("cycle", "body").order_by("body__sort_key")
    return [due(report, last_day(report)) for report in with_last_days(reports)]


def due(report: Report, last: date) -> Day:
    """The last day of one report."""
    title = _("The report for %(year)s is due: %(body)s") % {"year": report.cycle.year, "body": report.body.name}
    text = _("Submit it before: %(time)s") % {"time": deadline(last)}
    path = reverse("filing:report", args=[report.public_id])
    return Day(f"due-{report.public_id}", last, title, text, path, (last - report.cycle.due_on).days)


def days_of_desk(cycle: Cycle) -> list[Day]:
    """The two legal dates of the Ministry."""
    path, year = reverse("cycle:of_year", args=[cycle.year]), {"year": cycle.year}
    return [
        Day(f"reports-{cycle.year}", cycle.due_on, _("Reports for %(year)s are due") % year, deadline(cycle.due_on), path),
        Day(
            f"summary-{cycle.year}", cycle.summary_due_on, _("The consolidated information for %(year)s is due") % year,
            _("To the planning body, and to be published."), path,
        ),
    ]  # fmt: skip


def entry(day: Day) -> Event:
    """A whole day that blocks no time, with its alarms."""
    event = Event()
    event.add("uid", f"{day.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", clock.now())
    event.add("sequence", day.moved)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.title)
    event.add("description", day.text)
    event.add("url", settings.SITE_URL + day.path)
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", day.title)
        alarm.add("trigger", timedelta(days=-before, hours=9))
        event.add_component(alarm)
    return event
