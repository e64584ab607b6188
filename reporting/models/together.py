"""Rows accepted together: one reviewer chooses them, another person consents."""

from django.db import models
from django.db.models import F, Q

from reporting.models.report import Report, ReportVersion
from reporting.models.stamps import stamp, stamped_together


class BulkAcceptance(models.Model):
    """Chosen rows of one version, waiting for a second person. `rows` holds `[kind, id, stamp of the decision as it was seen]`.

    Nothing is decided before the second person confirms; a row decided meanwhile stops the whole, so nothing is overwritten.
    """

    PROPOSED, CONFIRMED, DECLINED = "proposed", "confirmed", "declined"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="bulk_acceptances")
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="bulk_acceptances")
    status = models.CharField(max_length=10, default=PROPOSED)
    lock = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)
    note = models.TextField(max_length=2000)
    declined_reason = models.TextField(blank=True, max_length=2000)
    proposed_at, proposed_by = stamp("proposed", null=False)
    confirmed_at, confirmed_by = stamp("confirmed")
    declined_at, declined_by = stamp("declined")

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_open_bulk_per_report", fields=["report"], condition=Q(status="proposed")),
            models.CheckConstraint(name="bulk_status_known", condition=Q(status__in=("proposed", "confirmed", "declined"))),
            models.CheckConstraint(name="bulk_has_note", condition=~Q(note="")),
            models.CheckConstraint(name="bulk_two_people", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by"))),
            models.CheckConstraint(
                name="bulk_confirmed_by_someone",
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            *stamped_together("bulk", "proposed", "confirmed", "declined"),
        ]
