"""A spreadsheet that a body has uploaded: kept between the preview and "apply", then as the means to take it back once."""

import uuid

from django.db import models
from django.db.models import Q

from reporting.models.report import Report
from reporting.models.stamps import stamp, stamped_together


class SpreadsheetImport(models.Model):
    """One uploaded file. `content` is what was read (emptied once it is applied); `changes` is what was written, old and new."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="imports")
    report_version = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    uploaded_at, uploaded_by = stamp("uploaded", null=False)
    applied_at, applied_by = stamp("applied")
    undone_at, undone_by = stamp("undone")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            *stamped_together("import", "uploaded", "applied", "undone"),
            models.CheckConstraint(name="import_undone_after_applied", condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False)),
        ]
