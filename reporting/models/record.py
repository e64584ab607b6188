"""What happened (Event, append-only, chained) and what is owed (Job)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One act: who, in what role, when, on what, old → new, why. Each carries the hash of the one before in its thread, so that an
    edit, a removal or a reordering shows. A thread is one report, summary, edition, person … (`history.thread_of`)."""

    thread = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)  # under which it was done: the own one, or that of the person stood in for
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    body_code = models.CharField(max_length=20, blank=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["thread", "number"]
        indexes = [models.Index(name="event_thing", fields=["thing"]), models.Index(name="event_at", fields=["at"])]
        constraints = [models.UniqueConstraint(name="event_number_once", fields=["thread", "number"])]


class Job(models.Model):
    """A duty. It is written in the transaction that owes it; Celery only rings. `key` makes owing the same thing twice one duty."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=list)  # [{name, done, total, at}] in order, for the progress page
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)  # whose run it is now: a run that lost its claim writes nothing more
    result = models.JSONField(default=dict)
    reference = models.CharField(max_length=16, blank=True)  # of a failure, to tell the support desk
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)  # nobody begins before this instant; empty: at once
    beat_at = models.DateTimeField(null=True, blank=True)  # last sign of life
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(name="job_state", fields=["state", "beat_at"])]
        constraints = [models.CheckConstraint(name="job_state_known", condition=Q(state__in=("waiting", "running", "done", "failed")))]
