"""Publishing an edition. A published edition never changes: a correction is the next edition, and the old one stays readable."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, jobs
from reporting.history import record
from reporting.models import Cycle, Edition
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from reporting.workflow import move

LINK = "/work/publication/{}/"


@transaction.atomic
def propose_publication(edition: Edition, *, by) -> Edition:
    """A coordinator proposes an approved edition for publication. Refuses one that is published, replaced or proposed already."""
    require(by, "propose_publication", edition)
    now = clock.now()
    found = Edition.objects.filter(pk=edition.pk, status=Edition.APPROVED, publication_proposed_at=None, lock=edition.lock).update(
        publication_proposed_at=now, publication_proposed_by=by, lock=edition.lock + 1
    )
    if not found:
        raise Refused(Problem("moved_on"))
    edition.publication_proposed_at, edition.publication_proposed_by, edition.lock = now, by, edition.lock + 1
    record("propose_publication", edition, by=by)
    approvers = get_user_model().objects.filter(role=Role.APPROVER, is_active=True)
    notify(approvers, "publication_proposed", link=LINK.format(edition.pk), year=edition.cycle.year, number=edition.number)
    return edition


@transaction.atomic
def publish(edition: Edition, *, by) -> Edition:
    """Publishes what a coordinator proposed, now: the edition before it is superseded, and the pages are owed (`bake`).

    Refuses the person who proposed it, an edition that was not proposed or that is announced for another time, and one older than the
    edition published now.
    """
    require(by, "publish", edition)
    if edition.status == Edition.SCHEDULED:
        raise Refused(Problem("is_scheduled"))
    put_out(ready(edition, by=by), by=by, at=clock.now())
    jobs.owe("bake", f"bake:edition:{edition.pk}", by=by)
    return edition


def ready(edition: Edition, *, by) -> Edition:
    """The edition, if another person proposed it and no newer one is published; for `publish` and for the announcement of it."""
    Cycle.objects.select_for_update().get(pk=edition.cycle_id)  # two editions of a year are published one after the other
    if edition.publication_proposed_at is None:
        raise Refused(Problem("not_proposed"))
    if edition.publication_proposed_by_id == by.pk:
        raise Refused(Problem("same_person"))
    newer = Edition.objects.filter(cycle=edition.cycle_id, status=Edition.PUBLISHED, number__gt=edition.number).first()
    if newer:
        raise Refused(Problem("newer_is_published", params={"number": newer.number}))
    return edition


def put_out(edition: Edition, *, by, at: datetime) -> None:
    """Supersedes the edition published now, publishes this one and tells people. `by` is None when the schedule does it."""
    for current in Edition.objects.filter(cycle=edition.cycle_id, status=Edition.PUBLISHED):
        move(current, "supersede", by=by, superseded_at=at)
    move(edition, "publish", by=by, at=at)
    people, said = get_user_model().objects.filter(is_active=True), {"year": edition.cycle.year, "number": edition.number}
    notify(people.filter(role__in=(Role.COORDINATOR, Role.APPROVER)), "edition_published", link=LINK.format(edition.pk), **said)
    # The planning body has no business in the Ministry's pages: it reads what everybody reads
    notify(people.filter(role=Role.OBSERVER), "edition_published", link=f"/{edition.cycle.year}/", **said)
