"""Days when the portal was down: entered by a coordinator, confirmed by an approver; what follows is computed by one published rule.

The rule: an outage of one hour or more that touches the last day of a term or one of the two days before it. Reports whose term it
touches count as on time if they arrive by the end of the first working day after the day on which the portal came back. The legal date
itself never moves (DOMAIN §5).
"""

from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, history
from reporting.cycle.deadlines import with_last_days
from reporting.dates import date_short, instant_short
from reporting.models import Outage, Report
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY, Role
from reporting.workflow import move
from territories.models import days_off

LEAST = timedelta(hours=1)
LONGEST = timedelta(days=30)
DAYS_BEFORE = timedelta(days=2)  # how far back from the last day an outage counts
MAX_LENGTH = 300


def effect(began_at: datetime, ended_at: datetime) -> tuple[date, date, date]:
    """By the rule: the first and the last of the days on which an affected term ends, and the day until which it counts as kept."""
    first, back = (instant.astimezone(clock.ALMATY).date() for instant in (began_at, ended_at))
    return first, back + DAYS_BEFORE, next_working_day(back)


def next_working_day(day: date) -> date:
    """The first working day after a day."""
    off = days_off(day, day + LONGEST)
    following = day + timedelta(days=1)
    while following in off:
        following += timedelta(days=1)
    return following


@transaction.atomic
def propose_outage(*, by, began_at: datetime, ended_at: datetime, what_kk: str, what_ru: str) -> Outage:
    """Enters an outage with what happened in both official languages. It has no effect before it is confirmed.

    Refuses one that is not over, is shorter than the rule counts, or is not told.
    """
    require(by, "propose_outage")
    if problems := [*wrong_time(began_at, ended_at), *wrong_words(what_kk, what_ru)]:
        raise Refused(problems)
    first_day, last_day, until = effect(began_at, ended_at)
    outage = Outage.objects.create(
        began_at=began_at, ended_at=ended_at, what_kk=what_kk.strip(), what_ru=what_ru.strip(), first_day=first_day, last_day=last_day,
        counts_until=until, proposed_at=clock.now(), proposed_by=by,
    )  # fmt: skip
    history.record("propose_outage", outage, by=by, new={**hours(outage), "counts_until": until.isoformat()})
    approvers = get_user_model().objects.filter(role=Role.APPROVER, is_active=True)
    notify(approvers, "outage_proposed", link="/work/cycles/outages/", **hours(outage))
    return outage


@transaction.atomic
def confirm_outage(outage: Outage, *, by) -> Outage:
    """Another person confirms; from now on it counts, also for reports that have arrived already. Bodies that still owe are told."""
    require(by, "confirm_outage", outage)
    move(outage, "confirm", by=by, told={"counts_until": outage.counts_until.isoformat()})
    until = date_short(outage.counts_until)
    notify(people_concerned(outage), "outage_confirmed", link="/work/", until=until, **hours(outage))
    return outage


@transaction.atomic
def decline_outage(outage: Outage, *, by, reason: str) -> Outage:
    """It was not so, or it is not proved: it has no effect. Needs a reason."""
    require(by, "confirm_outage", outage)
    reason = reason.strip()
    if "\x00" in reason or not reason:
        raise Refused(Problem("decline_reason_required", "reason"))
    move(outage, "decline", by=by, why=reason, declined_reason=reason)
    notify([outage.proposed_by], "outage_declined", link="/work/cycles/outages/", reason=reason)
    return outage


def people_concerned(outage: Outage):
    """Everybody who works on a report that is not filed yet and whose term the outage touches."""
    touched = with_last_days(Report.objects.filter(status=Report.DRAFT, invited=False))
    bodies = touched.filter(term_ends__gte=outage.first_day, term_ends__lte=outage.last_day).values("body")
    return get_user_model().objects.filter(body__in=bodies, role__in=OF_A_BODY, is_active=True)


def hours(outage: Outage) -> dict[str, str]:
    """From when until when, as sentences hold it."""
    return {"began": instant_short(outage.began_at), "ended": instant_short(outage.ended_at)}


def wrong_time(began_at: datetime, ended_at: datetime) -> list[Problem]:
    """Hours that cannot be, or that the rule does not count."""
    if ended_at <= began_at:
        return [Problem("outage_order", "ended")]
    if ended_at > clock.now():
        return [Problem("outage_future", "ended")]
    if ended_at - began_at < LEAST:
        return [Problem("outage_short", "ended")]
    return [Problem("outage_long", "ended")] if ended_at - began_at > LONGEST else []


def wrong_words(what_kk: str, what_ru: str) -> list[Problem]:
    """Both official languages, of a length that fits."""
    found = []
    for where, said in (("what_kk", what_kk), ("what_ru", what_ru)):
        if not said.strip():
            found.append(Problem("outage_told", where))
        elif "\x00" in said:
            found.append(Problem("bad_character", where))
        elif len(said) > MAX_LENGTH:
            found.append(Problem("too_long", where, params={"max": MAX_LENGTH}))
    return found


def of_year(cycle) -> list[Outage]:
    """Confirmed outages that touch the legal date of a year, or a term extended beyond it; in the order of time."""
    found = Outage.objects.filter(status=Outage.CONFIRMED, last_day__gte=cycle.due_on, first_day__lte=cycle.summary_due_on)
    return list(found.order_by("began_at", "pk"))
