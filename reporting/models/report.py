"""A body's report for a year, its frozen versions and its receipts."""

import uuid

from django.conf import settings
from django.db import models

from reporting.models.cycle import Cycle
from reporting.models.stamps import stamp, stamped_together
from territories.models import ExecutiveBody


class Report(models.Model):
    """What one body files for one year. `version` is the one being worked on or read; frozen ones are `ReportVersion`.

    `lock` grows with every move of the status: `workflow.move` writes only where it is unchanged.
    `invited` bodies ("by agreement") are never counted as overdue. The first submission's time stays for ever.
    """

    DRAFT, SUBMITTED, IN_REVIEW, RETURNED, ACCEPTED = "draft", "submitted", "in_review", "returned", "accepted"
    STATUSES = (DRAFT, SUBMITTED, IN_REVIEW, RETURNED, ACCEPTED)
    EDITABLE = frozenset({DRAFT, RETURNED})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey(ExecutiveBody, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=12, default=DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    lock = models.PositiveIntegerField(default=0)
    invited = models.BooleanField(default=False)
    no_activity = models.BooleanField(default=False)
    no_activity_note = models.TextField(blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at, opened_by = stamp("opened", null=False)
    submitted_at, submitted_by = stamp("submitted")
    review_begun_at, review_begun_by = stamp("review_begun")
    returned_at, returned_by = stamp("returned")
    recalled_at, recalled_by = stamp("recalled")
    accepted_at, accepted_by = stamp("accepted")

    class Meta:
        ordering = ["cycle", "body__sort_key"]
        constraints = [
            models.UniqueConstraint(name="one_report_per_body_and_year", fields=["cycle", "body"]),
            models.CheckConstraint(
                name="report_status_known", condition=models.Q(status__in=("draft", "submitted", "in_review", "returned", "accepted"))
            ),
            *stamped_together("report", "submitted", "review_begun", "returned", "recalled", "accepted"),
        ]

    def __str__(self):
        return f"{self.body_id} {self.cycle_id} v{self.version}"


class ReportVersion(models.Model):
    """Version n as it was submitted: canonical bytes and their SHA-256. Never changed, never deleted."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()  # canonical JSON (filing.canonical): the very bytes the receipt's hash is of
    sha256 = models.CharField(max_length=64)
    submitted_at, submitted_by = stamp("submitted", null=False)
    recalled_at, recalled_by = stamp("recalled")
    review_begun_at, review_begun_by = stamp("review_begun")
    decided_at, decided_by = stamp("decided")
    outcome = models.CharField(max_length=12, blank=True)  # "", recalled, returned, accepted

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["report", "number"]),
            models.CheckConstraint(name="version_outcome_known", condition=models.Q(outcome__in=("", "recalled", "returned", "accepted"))),
            *stamped_together("version", "submitted", "recalled", "review_begun", "decided"),
        ]


class Receipt(models.Model):
    """Proof that a version was filed: one per version, its public id random (DOMAIN §7: a confirmation, not a signature)."""

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=32, unique=True)  # year-body-version, for a letter
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entered_by = models.JSONField(default=list)  # names as they stood then
    confirmed_by = models.CharField(max_length=200)
    confirmed_role = models.CharField(max_length=20)
    confirmed_for = models.CharField(max_length=200, blank=True)  # the signatory in whose place a deputy confirmed
    issued_at = models.DateTimeField()


class DisciplineComment(models.Model):
    """What a body's signatory says to its line of the table of discipline; none is erased."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="discipline_comments")
    text = models.TextField(max_length=2000)
    said_at, said_by = stamp("said", null=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="discipline_comment_says_something", condition=~models.Q(text="")),
            *stamped_together("discipline_comment", "said"),
        ]
