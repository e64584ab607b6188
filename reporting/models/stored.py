"""Files on the disk: what the virus check says of each, and the archives that bodies ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from reporting.models.record import Job
from reporting.models.stamps import stamp, stamped_together
from territories.models import ExecutiveBody


class StoredFile(models.Model):
    """One file under its SHA-256, however many documents use it. `state` is the scanner's last word; without one the file waits."""

    WAITING, CLEAN, INFECTED = "waiting", "clean", "infected"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, default=WAITING)
    threat = models.CharField(max_length=200, blank=True)  # what the scanner calls it
    checked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)  # in a row without an answer
    tried_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)  # why the last try gave no answer, in the scanner's words
    stored_at, stored_by = stamp("stored", null=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="stored_state_known", condition=Q(state__in=("waiting", "clean", "infected"))),
            models.CheckConstraint(name="stored_checked_has_time", condition=Q(state="waiting") | Q(checked_at__isnull=False)),
            *stamped_together("stored_file", "stored"),
        ]

    @property
    def standing(self) -> str:
        """Where the check stands, for people: clean, infected, waiting, away (no answer yet), unset (no scanner is set up)."""
        if self.state != self.WAITING:
            return self.state
        if not settings.CLAMD_ADDRESS:
            return "unset"
        return "away" if self.tries else "waiting"


class OfAFile:
    """A document that knows its file by `file_sha256` alone; its model also says who uploaded it (`uploaded_by_id`)."""

    @cached_property
    def stored(self) -> StoredFile:
        """What the virus check says of the file; a file that was never asked about waits."""
        return StoredFile.objects.filter(sha256=self.file_sha256).first() or StoredFile(sha256=self.file_sha256)

    @property
    def standing(self) -> str:
        """As `StoredFile.standing`."""
        return self.stored.standing


class Archive(models.Model):
    """Everything a body has ever filed, in one ZIP that is made when asked for and kept for some days."""

    public_id = models.UUIDField(unique=True, editable=False)
    body = models.ForeignKey(ExecutiveBody, on_delete=models.PROTECT, related_name="archives")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at, asked_by = stamp("asked", null=False)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    contents = models.JSONField(default=dict)  # how many versions and documents it holds, and how many files had to be left out

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="archive_made_is_whole", condition=Q(made_at__isnull=True) | (Q(expires_at__isnull=False) & ~Q(sha256=""))
            ),
            *stamped_together("archive", "asked"),
        ]
