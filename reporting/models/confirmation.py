"""How a report is agreed inside its body before it is submitted, and what is done about it afterwards by the body's own wish."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.report import Report, ReportVersion
from reporting.models.stamps import stamp, stamped_together
from territories.models import ExecutiveBody


class ConfirmationOrder(models.Model):
    """Whether a body wants its head of department to confirm a report before the signatory does. Without a row it does not."""

    body = models.OneToOneField(ExecutiveBody, on_delete=models.PROTECT, related_name="confirmation_order")
    head_confirms = models.BooleanField(default=False)
    changed_at, changed_by = stamp("changed", null=False)

    class Meta:
        constraints = [*stamped_together("order", "changed")]


class Confirmation(models.Model):
    """One step: somebody sent the report, a head or a signatory confirmed it or sent it back with remarks.

    `sha256` is of the canonical content that the step is about: a confirmation of other content confirms nothing. Names are kept as
    they stood; `decided_for` is the person in whose place a deputy decided.
    """

    HEAD, SIGNATORY = "head", "signatory"
    STEPS = (HEAD, SIGNATORY)
    WAITING, CONFIRMED, SENT_BACK, REPLACED = "waiting", "confirmed", "sent_back", "replaced"
    STATUSES = (WAITING, CONFIRMED, SENT_BACK, REPLACED)

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="confirmations")
    version = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default=WAITING)
    lock = models.PositiveIntegerField(default=0)
    remarks = models.TextField(blank=True, max_length=4000)
    asked_at, asked_by = stamp("asked", null=False)
    decided_at, decided_by = stamp("decided")
    decided_name = models.CharField(max_length=200, blank=True)
    decided_for = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_waiting_step_per_report", fields=["report"], condition=Q(status="waiting")),
            models.CheckConstraint(name="confirmation_step_known", condition=Q(step__in=("head", "signatory"))),
            models.CheckConstraint(
                name="confirmation_status_known", condition=Q(status__in=("waiting", "confirmed", "sent_back", "replaced"))
            ),
            models.CheckConstraint(name="confirmation_back_has_remarks", condition=~Q(status="sent_back") | ~Q(remarks="")),
            models.CheckConstraint(
                name="confirmation_decided_by_someone",
                condition=Q(status__in=("waiting", "replaced"), decided_at__isnull=True)
                | Q(status__in=("confirmed", "sent_back"), decided_at__isnull=False),
            ),
            *stamped_together("confirmation", "asked", "decided"),
        ]


class AmendmentCode(models.TextChoices):
    """Why an accepted report is amended: a closed list, so that amendments can be counted; the text beside it says what."""

    MISTAKE = "mistake", _("A mistake was found in the submitted data")
    NEW_DATA = "new_data", _("Final data replace preliminary ones")
    DOCUMENT = "document", _("A supporting document was issued or cancelled later")
    AUDIT = "audit", _("Conclusion of an audit or inspection")
    DECISION = "decision", _("Court decision or act of a higher body")
    MINISTRY = "ministry", _("Request of the Ministry")
    OTHER = "other", _("Another reason")


class Amendment(models.Model):
    """Why version n was opened after an acceptance. `accepted` is the version that it amends and that stays in force meanwhile."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amendments")
    accepted = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="amendments")
    version = models.PositiveSmallIntegerField()
    code = models.CharField(_("Kind of reason"), max_length=12, choices=AmendmentCode.choices)
    reason = models.TextField(_("Reason for the amendment"), max_length=2000)
    opened_at, opened_by = stamp("opened", null=False)
    closed_at, closed_by = stamp("closed")  # given up with nothing changed

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="amendment_code_known", condition=Q(code__in=AmendmentCode.values)),
            models.CheckConstraint(name="amendment_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(name="amendment_of_version_once", fields=["report", "version"], condition=Q(closed_at__isnull=True)),
            *stamped_together("amendment", "opened", "closed"),
        ]


class ReturnRequest(models.Model):
    """A body asks to have its report back after the review has begun. An ordinary return grants it; a refusal says why."""

    ASKED, GRANTED, REFUSED = "asked", "granted", "refused"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="return_requests")
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="return_requests")
    reason = models.TextField(max_length=2000)
    answer = models.TextField(blank=True, max_length=2000)
    status = models.CharField(max_length=10, default=ASKED)
    lock = models.PositiveIntegerField(default=0)
    asked_at, asked_by = stamp("asked", null=False)
    answered_at, answered_by = stamp("answered")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_open_return_request", fields=["report"], condition=Q(status="asked")),
            models.CheckConstraint(name="return_request_status_known", condition=Q(status__in=("asked", "granted", "refused"))),
            models.CheckConstraint(name="return_request_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="return_refusal_has_reason", condition=~Q(status="refused") | ~Q(answer="")),
            models.CheckConstraint(
                name="return_request_answered_by_someone",
                condition=Q(status="asked", answered_at__isnull=True) | ~Q(status="asked") & Q(answered_at__isnull=False),
            ),
            *stamped_together("return_request", "asked", "answered"),
        ]


class Signature(models.Model):
    """A detached electronic signature (CMS) of a frozen version, and what became of checking it.

    Only `valid` may be called a signature: before, the act is a confirmation. The service that checks says whose the key is.
    """

    CHECKING, VALID, INVALID, UNCHECKED = "checking", "valid", "invalid", "unchecked"

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="signatures")
    cms = models.BinaryField()
    cms_sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default=CHECKING)
    lock = models.PositiveIntegerField(default=0)
    signer = models.CharField(max_length=200, blank=True)
    signer_bin = models.CharField(max_length=12, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)  # by the time stamp inside, where there is one
    added_at, added_by = stamp("added", null=False)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="signature_file_once", fields=["version", "cms_sha256"]),
            models.CheckConstraint(name="signature_status_known", condition=Q(status__in=("checking", "valid", "invalid", "unchecked"))),
            models.CheckConstraint(name="signature_valid_names_signer", condition=~Q(status="valid") | ~Q(signer="")),
            *stamped_together("signature", "added"),
        ]
