"""Once each working day: how much waits for each person of the desk, by the same definition as the page."""

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, jobs
from reporting.models import Notice
from reporting.notices import notify
from reporting.review import queue
from reporting.roles import OF_THE_MINISTRY
from territories.models import is_day_off

HOUR = 9
KINDS = ("queue_digest", "queue_digest_wishes")  # the second where a body asks to have its report back


def owe_digests() -> int:
    """What the schedule asks each hour: owes today's letters from 09:00 in Almaty on working days. The same day's letter of one person
    is one duty. Returns how many are owed."""
    today = clock.today()
    if clock.now() < clock.local(today, HOUR) or is_day_off(today):
        return 0
    people = get_user_model().objects.filter(role__in=OF_THE_MINISTRY, is_active=True)
    for person in people:
        jobs.owe("queue_digest", f"queue_digest:{person.pk}:{today}", person=person.pk, day=today.isoformat())
    return len(people)


@jobs.kind("queue_digest")
def send_digest(job, progress) -> dict:
    """Writes the notice, once, unless nothing waits for the person or the day is over."""
    with transaction.atomic():
        person = get_user_model().objects.select_for_update().get(pk=job.params["person"])
        link = f"/work/review/?day={job.params['day']}"
        if job.params["day"] != clock.today().isoformat() or Notice.objects.filter(person=person, kind__in=KINDS, link=link).exists():
            return {"sent": False}
        told = queue.counts(person)
        if not told["todo"]:
            return {"sent": False}
        said = {tab: told[tab] for tab in ("todo", "waiting", "others")}
        kind, more = ("queue_digest_wishes", {"wishes": told["wishes"]}) if told["wishes"] else ("queue_digest", {})
        notify([person], kind, link=link, **said, **more)
    return {"sent": True}
