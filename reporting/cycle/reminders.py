"""Reminders of the year: 30, 14, 7, 3, 1 and 0 days before a body's own last day, then each working day late (DOMAIN §5).

Only those who still owe something are reminded, once a day at most: the `Reminder` row is the claim, whoever writes it sends. Nobody
reads on a day off, so a reminder that falls on one goes out on the last working day before it (Administrative Code art. 46(4)).
"""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from reporting import clock, history, jobs
from reporting.cycle.deadlines import counts_until, with_last_days
from reporting.cycle.letters import letter
from reporting.models import Cycle, Reminder, Report, ReportVersion
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY, Role
from territories.models import days_off

COUNTDOWN = (30, 14, 7, 3, 1, 0)
HOUR = 9  # of Almaty: not before the working day begins
AHEAD = timedelta(days=COUNTDOWN[0] + 31)  # how far days off are looked up: beyond any countdown and any break


def owing(cycle: Cycle) -> QuerySet:
    """Reports of the year whose bodies still owe something: not filed, or returned for revision.

    An invited body owes nothing, nor does one with an accepted version, whatever amendment it has in work.
    """
    accepted = ReportVersion.objects.filter(report=OuterRef("pk"), outcome="accepted")
    reports = Report.objects.filter(~Exists(accepted), cycle=cycle, invited=False, status__in=Report.EDITABLE)
    return with_last_days(reports.select_related("cycle", "body"))


def countdown(last: date, off: frozenset[date]) -> frozenset[date]:
    """The working days on which the reminders before a last day go out."""
    return frozenset(working_day(last - timedelta(days=n), off) for n in COUNTDOWN)


def working_day(day: date, off: frozenset[date]) -> date:
    """The day itself, or the last working day before it."""
    while day in off:
        day -= timedelta(days=1)
    return day


def falls_on(report: Report, day: date, off: frozenset[date]) -> bool:
    """Whether the schedule reminds the body of this report on the day. The internal date moves only reminders, and of those
    without an extension; a report that was returned today has its notice already."""
    last, internal = counts_until(report), report.cycle.campaign_on
    returned_on = report.returned_at.astimezone(clock.ALMATY).date() if report.status == Report.RETURNED else None
    if day in off or returned_on == day:
        return False
    is_internal = bool(internal) and last == report.cycle.due_on and day in countdown(internal, off)
    return day > last or day in countdown(last, off) or is_internal


def reminded(cycle: Cycle, day: date, off: frozenset[date]) -> list[Report]:
    """Reports of whose bodies the schedule reminds on a day. One query."""
    return [report for report in owing(cycle) if falls_on(report, day, off)]


def people_of(report: Report) -> list:
    """Everybody who works on the body's report."""
    return list(get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True))


@transaction.atomic
def remind(report: Report, *, by) -> Reminder:
    """Reminds one body by hand, also on a day off and while the schedule is paused.

    Refuses one that owes nothing, one reminded today already, by whomever, and one none of whose people has access.
    """
    require(by, "remind", report)
    found = owing(report.cycle).filter(pk=report.pk).first()
    if found is None:
        raise Refused(Problem("owes_nothing"))
    if not people_of(found):
        raise Refused(Problem("nobody_to_remind"))
    reminder = deliver(found, clock.today(), by=by)
    if reminder is None:
        raise Refused(Problem("reminded_today"))
    return reminder


@transaction.atomic
def deliver(report: Report, day: date, *, by=None) -> Reminder | None:
    """Writes the reminder of a day and its notices together; None where another run or person has written it."""
    people, left = people_of(report), (counts_until(report) - day).days
    reminder = claim(cycle=report.cycle, report=report, day=day, days=left, people=len(people), sent_by=by)
    if reminder is not None:
        kind, params = letter(report, day)
        notify(people, kind, link=f"/work/report/{report.public_id}/", **params)
        history.record("remind", report, by=by, new={"people": len(people)})
    return reminder


def claim(**fields) -> Reminder | None:
    """The row that only one run can write."""
    try:
        with transaction.atomic():
            return Reminder.objects.create(sent_at=clock.now(), **fields)
    except IntegrityError:
        return None


def send_reminders() -> int:
    """What the schedule asks each hour: owes today's reminders from 09:00 on. Days that were missed are not made up for.

    A year is left alone while its reminders are paused, and once its information is approved: those who have not reported are named
    in it. Returns how many were owed.
    """
    today, now = clock.today(), clock.now()
    if now < clock.local(today, HOUR) or today in (off := days_off(today, today + AHEAD)):
        return 0
    return sum(owe_reminders(cycle, today, off) for cycle in Cycle.objects.filter(reminders_paused_at=None, editions=None))


@transaction.atomic
def owe_reminders(cycle: Cycle, today: date, off: frozenset[date]) -> int:
    """One duty per body and day, and the digest of the day: the same key is the same duty."""
    sent = set(Reminder.objects.filter(cycle=cycle, day=today).values_list("report", flat=True))
    due = reminded(cycle, today, off)
    ahead = [report for report in due if report.pk not in sent]
    for report in ahead:
        jobs.owe("send_reminder", f"reminder:{report.pk}:{today}", report=report.pk, day=today.isoformat())
    if due and None not in sent:
        late = sum(counts_until(report) < today for report in due)
        told = {"cycle": cycle.pk, "day": today.isoformat(), "bodies": len(due), "late": late}
        jobs.owe("reminder_digest", f"reminder_digest:{cycle.pk}:{today}", **told)
    return len(ahead)


@jobs.kind("send_reminder")
def send_reminder(job, progress) -> dict:
    """Sends one owed reminder, if it is still its day and the body still owes."""
    day = date.fromisoformat(job.params["day"])
    report = Report.objects.select_related("cycle").get(pk=job.params["report"])
    found = owing(report.cycle).filter(pk=report.pk, cycle__reminders_paused_at=None).first()
    if day != clock.today() or found is None:
        return {"sent": False}
    return {"sent": deliver(found, day) is not None}


@jobs.kind("reminder_digest")
def send_digest(job, progress) -> dict:
    """Tells coordinators and reviewers how many bodies were reminded today, once."""
    with transaction.atomic():
        day = date.fromisoformat(job.params["day"])
        people = list(get_user_model().objects.filter(role__in=(Role.COORDINATOR, Role.REVIEWER), is_active=True))
        cycle = Cycle.objects.get(pk=job.params["cycle"])
        if day != clock.today() or claim(cycle=cycle, day=day, people=len(people)) is None:
            return {"sent": False}
        counts = {"bodies": job.params["bodies"], "late": job.params["late"]}
        notify(people, "reminder_digest", link=f"/work/cycles/{cycle.year}/reminders/", year=cycle.year, **counts)
    return {"sent": True}


@transaction.atomic
def pause_reminders(cycle: Cycle, *, by, why: str) -> Cycle:
    """Stops the schedule's reminders of a year, with a reason; those by hand still go."""
    require(by, "pause_reminders", cycle)
    if not why.strip():
        raise Refused(Problem("pause_reason_required", "why"))
    now = clock.now()
    if not Cycle.objects.filter(pk=cycle.pk, reminders_paused_at=None).update(reminders_paused_at=now, reminders_paused_by=by):
        raise Refused(Problem("reminders_paused_already"))
    cycle.reminders_paused_at, cycle.reminders_paused_by = now, by
    history.record("pause_reminders", cycle, by=by, why=why.strip())
    return cycle


@transaction.atomic
def resume_reminders(cycle: Cycle, *, by) -> Cycle:
    """Lets the schedule remind again, from today on: what was missed is not sent."""
    require(by, "pause_reminders", cycle)
    running = Cycle.objects.filter(pk=cycle.pk, reminders_paused_at__isnull=False)
    if not running.update(reminders_paused_at=None, reminders_paused_by=None):
        raise Refused(Problem("reminders_not_paused"))
    cycle.reminders_paused_at = cycle.reminders_paused_by = None
    history.record("resume_reminders", cycle, by=by)
    return cycle
