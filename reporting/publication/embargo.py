"""A publication announced for a second: nothing of the edition is public before it, and everybody knows when it will be.

The announcement, every change of it and its withdrawal are in the trail of the edition; the public calendar shows what holds now. At the
second the job `release` publishes: it is owed with the announcement, and does nothing when another second was announced meanwhile.
"""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, formats, jobs
from reporting.models import Cycle, Edition
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.publication.rules import LINK, put_out, ready
from reporting.roles import Role
from reporting.workflow import move

LONGEST_AHEAD = timedelta(days=366)  # further ahead is a mistyped year
PUNCTUAL = timedelta(seconds=60)  # published so soon after the announced second, it was published at that second


@transaction.atomic
def schedule_publication(edition: Edition, *, by, at: datetime) -> Edition:
    """Announces the second of publication of an edition that a coordinator proposed.

    Refuses the person who proposed it, a time that is past or more than a year ahead, an edition that was not proposed, one older than
    the edition published now, and a second announcement for the same year.
    """
    require(by, "schedule_publication", edition)
    ready(edition, by=by)
    if Edition.objects.filter(cycle=edition.cycle_id, status=Edition.SCHEDULED).exclude(pk=edition.pk).exists():
        raise Refused(Problem("already_scheduled"))
    return announce(edition, "schedule_publication", by=by, at=in_time(at))


@transaction.atomic
def reschedule_publication(edition: Edition, *, by, at: datetime, reason: str) -> Edition:
    """Announces another second instead. Refuses a time that is past or the same, and a change without a reason."""
    require(by, "reschedule_publication", edition)
    if at == edition.publish_at:
        raise Refused(Problem("nothing_changed"))
    return announce(edition, "reschedule_publication", by=by, at=in_time(at), why=given(reason))


@transaction.atomic
def cancel_publication(edition: Edition, *, by, reason: str) -> Edition:
    """Withdraws the announcement: the edition is approved and proposed, as before it. Refuses without a reason."""
    require(by, "cancel_publication", edition)
    was, why = edition.publish_at, given(reason)
    move(edition, "cancel_publication", by=by, why=why, publish_at=None, told={"publish_at": None})
    jobs.owe("bake", f"bake:cancelled:{edition.pk}:{edition.lock}", by=by)
    tell(edition, "publication_cancelled", when=formats.instant_short(was, seconds=True), reason=why)
    return edition


@transaction.atomic
def release(edition_id: int, at: datetime) -> Edition | None:
    """Publishes the edition that was announced for `at`, on behalf of the schedule. Safe to run again; None where nothing holds any more.

    A release that comes late, because the portal was down at the second, says when it really was.
    """
    edition = Edition.objects.select_related("cycle").get(pk=edition_id)
    Cycle.objects.select_for_update().get(pk=edition.cycle_id)
    if edition.publish_at != at or edition.status not in (Edition.SCHEDULED, Edition.PUBLISHED):
        return None
    now = clock.now()
    if now < at:
        raise RuntimeError(f"release of edition {edition_id} was called {(at - now).total_seconds()} s before its second")
    if edition.status == Edition.SCHEDULED:
        put_out(edition, by=None, at=at if now - at <= PUNCTUAL else now)
    return edition


def announce(edition: Edition, verb: str, *, by, at: datetime, why: str = "") -> Edition:
    """The move, the duty for the second, the public calendar, the notices."""
    move(edition, verb, by=by, why=why, publish_at=at, told={"publish_at": at.isoformat()})
    jobs.owe("release", f"release:{edition.pk}:{at.isoformat()}", by=by, due_at=at, edition=edition.pk, at=at.isoformat())
    jobs.owe("bake", f"bake:scheduled:{edition.pk}:{edition.lock}", by=by)
    tell(edition, "publication_scheduled", when=formats.instant_short(at, seconds=True))
    return edition


def in_time(at: datetime) -> datetime:
    """The announced instant to the whole second. Refuses (`publish_at_past`, `publish_at_far`) one that cannot be meant."""
    at = at.replace(microsecond=0)
    if at <= clock.now():
        raise Refused(Problem("publish_at_past", "day"))
    if at - clock.now() > LONGEST_AHEAD:
        raise Refused(Problem("publish_at_far", "day"))
    return at


def given(reason: str) -> str:
    """The reason as it was typed. Refuses a blank one."""
    if not reason.strip():
        raise Refused(Problem("publication_reason_required", "reason"))
    return reason.strip()


def tell(edition: Edition, kind: str, **said) -> None:
    """A notice to the people of the Ministry who publish."""
    people = get_user_model().objects.filter(is_active=True, role__in=(Role.COORDINATOR, Role.APPROVER))
    notify(people, kind, link=LINK.format(edition.pk), year=edition.cycle.year, number=edition.number, **said)
