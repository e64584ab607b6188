"""Work that takes time. The `Job` row written with the business change is the duty; Celery only rings (DESIGN §4).

Losing every message of the broker costs delay, never work: `sweep` rings again what nobody has started and what has shown no sign of
life. A run holds a claim; a run whose claim was taken over (it was thought dead) stops at its next beat and can finish nothing.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from reporting import clock
from reporting.models import Job

log = structlog.get_logger(__name__)
KINDS: dict[str, Callable] = {}
AT_ONCE: set[str] = set()
TOLD: dict[str, Callable] = {}


class LostClaim(Exception):
    """Another run has taken the job over: this one must write nothing more."""


def kind(name: str, at_once: bool = False):
    """Registers the function behind a kind of job: `fn(job, progress) -> dict | None`, safe to run twice.

    `at_once`: it takes an instant and must happen at its second, so that beat does it itself.
    """

    def register(function):
        KINDS[name] = function
        if at_once:
            AT_ONCE.add(name)
        return function

    return register


def when_failed(*kinds: str):
    """Registers who is told that a job of these kinds has stopped for good: `fn(job)`, in the transaction that notes the end."""

    def register(function):
        TOLD.update(dict.fromkeys(kinds, function))
        return function

    return register


def owe(kind_name: str, key: str, *, by=None, due_at: datetime | None = None, **params) -> Job:
    """Writes the duty in the caller's transaction and rings after the commit. The same key is the same duty, however often it is owed.

    A duty with `due_at` is begun by nobody before that instant: beat rings it then (`run_due`).
    """
    told = {"kind": kind_name, "params": params, "created_at": clock.now(), "created_by": by, "due_at": due_at}
    job, created = Job.objects.get_or_create(key=key, defaults=told)
    if created and (due_at is None or due_at <= clock.now()):
        ring_after_commit(job.pk)
    return job


def owe_again(job: Job, *, ended: tuple = (Job.FAILED,)) -> Job:
    """Puts a failed job back to waiting, for the button "Try again"; `ended` names other ends after which the same duty is due anew."""
    anew = {"state": Job.WAITING, "attempts": 0, "reference": "", "beat_at": None, "finished_at": None}
    if Job.objects.filter(pk=job.pk, state__in=ended).update(**anew):
        ring_after_commit(job.pk)
    job.refresh_from_db()
    return job


def ring_after_commit(job_id: int) -> None:
    """Rings when the row is there to be read. A broker that does not answer is no failure: the sweep rings later."""

    def ring():
        try:
            run_job.delay(job_id)
        except Exception:
            log.warning("doorbell_failed", job=job_id, exc_info=True)

    transaction.on_commit(ring)


@shared_task(name="reporting.run_job")
def run_job(job_id: int) -> None:
    """The doorbell's task."""
    run(job_id)


@shared_task(name="reporting.sweep")
def sweep_jobs() -> None:
    """Beat's task."""
    sweep()


def stale() -> Q:
    """Jobs that nobody works on although they are owed: waiting, or running without a sign of life for `JOB_STALE_SECONDS`."""
    silent_since = clock.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    forgotten = Q(state=Job.WAITING, created_at__lt=clock.now() - timedelta(seconds=5)) & is_due()
    return forgotten | Q(state=Job.RUNNING, beat_at__lt=silent_since)


def is_due() -> Q:
    """Jobs whose instant has come, or that have none."""
    return Q(due_at=None) | Q(due_at__lte=clock.now())


def run_due(tried: set[int]) -> float | None:
    """For beat, at each look at the schedule: what is due in this very second. Gives the seconds to the next such job, if there is one.

    What must happen at its second (`at_once`) is done here, without broker and worker between; everything else is rung. `tried` are the
    jobs that this beat has begun already: a failed one is left to the sweep.
    """
    soon = Job.objects.filter(state=Job.WAITING, due_at__isnull=False).exclude(pk__in=tried).order_by("due_at")
    for job in soon.filter(due_at__lte=clock.now()):
        tried.add(job.pk)
        if job.kind in AT_ONCE:
            run(job.pk)
        else:
            run_job.delay(job.pk)
    following = soon.exclude(pk__in=tried).values_list("due_at", flat=True).first()
    return None if following is None else max(0.0, (following - clock.now()).total_seconds())


def sweep() -> int:
    """Rings every stale job again; returns how many."""
    ids = list(Job.objects.filter(stale()).values_list("pk", flat=True))
    for job_id in ids:
        run_job.delay(job_id)
    return len(ids)


class Progress:
    """What a running job tells: the named step, how much of it is done, and that it is alive."""

    def __init__(self, job: Job, beside: Callable[[], None] | None = None):
        self.job, self.beside = job, beside

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Writes the step and the heartbeat; raises `LostClaim` when another run has taken over."""
        now = clock.now()
        steps = [s for s in self.job.steps if s["name"] != step] + [{"name": step, "done": done, "total": total, "at": now.isoformat()}]
        changed = Job.objects.filter(pk=self.job.pk, state=Job.RUNNING, claim=self.job.claim).update(
            step=step, done=done, total=total, steps=steps, beat_at=now
        )
        if not changed:
            raise LostClaim(self.job.key)
        self.job.steps = steps
        if self.beside:
            self.beside()


def claim(job_id: int) -> Job | None:
    """Takes a waiting or silent job for this run by one conditional UPDATE; None when there is nothing to take."""
    token = secrets.token_hex(8)
    silent_since = clock.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    takeable = (Q(state=Job.WAITING) & is_due()) | Q(state=Job.RUNNING, beat_at__lt=silent_since)
    taken = (
        Job.objects.filter(takeable, pk=job_id)
        .filter(attempts__lt=settings.JOB_ATTEMPTS)
        .update(state=Job.RUNNING, claim=token, attempts=F("attempts") + 1, beat_at=clock.now(), steps=[], step="", done=0, total=0)
    )
    if not taken:
        quarantine(job_id, takeable)
        return None
    return Job.objects.get(pk=job_id)


def quarantine(job_id: int, takeable: Q) -> None:
    """A job that killed its worker too often is stopped for a person to look at, instead of killing workers for ever."""
    give_up(Job.objects.filter(takeable, pk=job_id, attempts__gte=settings.JOB_ATTEMPTS), secrets.token_hex(4).upper())


def tell_nobody(job: Job) -> None:
    """Of most kinds the log knows, and the page of whoever waits."""


@transaction.atomic
def give_up(left: QuerySet, reference: str) -> None:
    """Ends a job that will not be tried again by itself, and tells whoever is to know; only one of two who meet it does so."""
    job = left.first()
    if job is None or not left.update(state=Job.FAILED, finished_at=clock.now(), reference=reference):
        return
    job.reference = reference
    try:
        with transaction.atomic():
            TOLD.get(job.kind, tell_nobody)(job)
    except Exception:  # the job has ended, whether or not it can be told
        log.exception("nobody_told", job=job.key, reference=reference)


def run(job_id: int, beside: Callable[[], None] | None = None) -> None:
    """Runs a job that can be taken; a failure is kept with a reference that the support desk can search in the logs.

    `beside` is called at every sign of life: a job that waits for this one, and runs it itself, lives by it too.
    """
    job = claim(job_id)
    if job is None:
        return
    try:
        result = KINDS[job.kind](job, Progress(job, beside)) or {}
    except LostClaim:
        log.warning("job_taken_over", job=job.key)
    except Exception:
        reference = secrets.token_hex(4).upper()
        log.exception("job_failed", job=job.key, reference=reference)
        ours = Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.RUNNING)
        if job.attempts >= settings.JOB_ATTEMPTS:
            give_up(ours, reference)
        else:
            ours.update(state=Job.WAITING, reference=reference)
    else:
        Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.RUNNING).update(
            state=Job.DONE, result=result, beat_at=clock.now(), finished_at=clock.now()
        )
