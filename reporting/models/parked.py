"""Text that reached the server when it could not be saved: the session had ended, the form's token had changed, the row was locked."""

import uuid

from django.conf import settings
from django.db import models

from reporting.models.report import Report


class ParkedText(models.Model):
    """What one person typed on one page, encrypted; shown to nobody else, kept for days and then erased.

    `place` is the row within its report, `item:12`, `indicator:3`; of any other page its address without the language, and no report.
    `revision` grows with every change: two tabs that show the same text never write over each other.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True)
    place = models.CharField(max_length=200)
    sealed = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    parked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="parked_by_person_and_place", fields=["person", "report", "place"])]
