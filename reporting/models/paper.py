"""A report that came on paper: its letter, its scan, and who entered it into the portal."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.report import Report, ReportVersion
from reporting.models.stamps import stamp, stamped_together
from reporting.models.stored import OfAFile


class PaperReport(OfAFile, models.Model):
    """The letter with which a body filed on paper. Timeliness is judged by the day the letter arrived, not by the day of entry.

    From `registered` on its person enters the rows; `entered` when the version made of it is frozen; `cancelled` gives the report back
    to the body. Whoever registered or entered it may not review or accept the report.
    """

    REGISTERED, ENTERED, CANCELLED = "registered", "entered", "cancelled"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="papers")
    version = models.OneToOneField(ReportVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="paper")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, default=REGISTERED)
    lock = models.PositiveIntegerField(default=0)
    letter_number = models.CharField(_("Number of the letter"), max_length=60)
    letter_date = models.DateField(_("Date of the letter"))
    arrived_on = models.DateField(_("Arrived at the Ministry"))
    signed_by = models.CharField(_("Signed by (name, position)"), max_length=200)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveIntegerField()
    file_type = models.CharField(max_length=100)
    cancelled_reason = models.TextField(blank=True, max_length=2000)
    registered_at, registered_by = stamp("registered", null=False)
    entered_at, entered_by = stamp("entered")
    cancelled_at, cancelled_by = stamp("cancelled")

    class Meta:
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_open_paper_per_report", fields=["report"], condition=Q(status="registered")),
            models.CheckConstraint(name="paper_status_known", condition=Q(status__in=("registered", "entered", "cancelled"))),
            models.CheckConstraint(name="paper_arrived_after_it_was_written", condition=Q(arrived_on__gte=F("letter_date"))),
            models.CheckConstraint(name="paper_has_scan", condition=~Q(file_sha256="")),
            models.CheckConstraint(
                name="paper_entered_is_a_version",
                condition=Q(status="entered", version__isnull=False) | ~Q(status="entered") & Q(version__isnull=True),
            ),
            *stamped_together("paper", "registered", "entered", "cancelled"),
        ]  # fmt: skip

    @property
    def uploaded_by_id(self) -> int:
        """Who had the scan in their hands."""
        return self.registered_by_id
