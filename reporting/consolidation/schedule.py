"""What the schedule does for the summary: a calculation every night, a warning as its date nears. Looked at often, done once a day."""

import contextlib
from datetime import timedelta

from django.db import transaction

from reporting import clock, jobs
from reporting.consolidation import rules
from reporting.dates import date_short
from reporting.models import Cycle, Job, Notice, Summary
from reporting.notices import notify
from reporting.problems import Refused

WARNING_DAYS = 7
WARNING = "summary_warning"


def consolidate_nightly() -> list[Job]:
    """By the schedule: one calculation a night for each year, from the day after the reports are due until the approval."""
    today = clock.today()
    cycles = Cycle.objects.filter(due_on__lt=today).select_related("plan").order_by("year")
    return [job for cycle in cycles if (job := calculate_tonight(cycle, today.isoformat())) is not None]


def calculate_tonight(cycle: Cycle, night: str) -> Job | None:
    """The night's calculation of one year, where its summary is still open."""
    found = rules.latest(cycle)
    if found and found.status != Summary.DRAFT:
        return None
    with contextlib.suppress(Refused):  # proposed between the look and the duty: then there is nothing to calculate
        return rules.consolidate(cycle, night=night)
    return None


def warn_coordinators() -> list[Job]:
    """By the schedule: from seven days before the last working date until the approval, one notice a day to every coordinator.

    The law says "by 1 May", a public holiday: the last day of work is the day before (DOMAIN §1).
    """
    today = clock.today()
    cycles = Cycle.objects.filter(summary_due_on__lte=today + timedelta(days=WARNING_DAYS + 1)).order_by("year")
    approved = set(Summary.objects.filter(status=Summary.APPROVED).values_list("cycle_id", flat=True))
    waiting = [cycle for cycle in cycles if cycle.pk not in approved]
    return [jobs.owe(WARNING, f"{WARNING}:{cycle.year}:{today.isoformat()}", cycle=cycle.pk, day=today.isoformat()) for cycle in waiting]


@jobs.kind(WARNING)
@transaction.atomic
def warn(job, progress) -> dict:
    """Sends the day's warning to coordinators who have not had it yet: run twice, it tells nobody twice."""
    cycle = Cycle.objects.get(pk=job.params["cycle"])
    told = Notice.objects.filter(kind="summary_due_soon", params__year=cycle.year, params__day=job.params["day"])
    people = rules.coordinators().exclude(pk__in=told.values("person"))
    count = len(people)
    due = date_short(cycle.summary_due_on - timedelta(days=1))
    notify(people, "summary_due_soon", link=f"/work/summary/{cycle.year}/", year=cycle.year, due=due, day=job.params["day"])
    return {"told": count}
