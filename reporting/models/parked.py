"""Text that reached the server when it could not be saved: the session had ended, the form's token had changed, the row was locked."""

import uuid

from django.conf import settings
from django.db import models

from reporting.models.report import Report


class ParkedText(models.Model):
    """What one person typed on one page, encrypted; shown to nobody else, kept for days and then erased.

    `place` is the page within the report: `item:12`, `indicator:3`, `no_activity`, `recall`, `amend`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=40)
    sealed = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="parked_by_person_and_place", fields=["person", "report", "place"])]
