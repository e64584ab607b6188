"""An approved edition on its way: to the planning body by a letter, and to the Ministry's own official site."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.stamps import stamp, stamped_together
from reporting.models.stored import OfAFile
from reporting.models.summary import Edition


class Channel(models.TextChoices):
    """How the package goes. By hand is as good as by the portal: its proof is the stamped copy, kept as a scan."""

    PORTAL = "portal", _("Through the portal")
    HAND = "hand", _("By hand, on paper or a disk")


class Transmission(models.Model):
    """An edition on its way to the planning body. Acknowledgement is a fact, never a gate (DESIGN §4).

    `package_sha256` is of the ZIP that goes: a letter sent again after a return carries the very same bytes. `previous` is the letter
    that was returned. `silence_told_at`: when the coordinators were last told that nothing is heard.
    """

    PREPARED, SENT, REGISTERED, ACKNOWLEDGED, RETURNED = "prepared", "sent", "registered", "acknowledged", "returned"
    UNANSWERED = (SENT, REGISTERED)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="transmissions")
    previous = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next")
    status = models.CharField(max_length=14, default=PREPARED)
    lock = models.PositiveIntegerField(default=0)
    channel = models.CharField(_("How it goes"), max_length=6, choices=Channel.choices, default=Channel.PORTAL)
    package_sha256 = models.CharField(max_length=64, blank=True)
    letter_number = models.CharField(max_length=60)
    letter_date = models.DateField()
    incoming_number = models.CharField(max_length=60, blank=True)
    incoming_date = models.DateField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    prepared_at, prepared_by = stamp("prepared", null=False)
    sent_at, sent_by = stamp("sent")
    registered_at, registered_by = stamp("registered")
    acknowledged_at, acknowledged_by = stamp("acknowledged")
    returned_at, returned_by = stamp("returned")
    silence_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="transmission_status_known",
                condition=Q(status__in=("prepared", "sent", "registered", "acknowledged", "returned")),
            ),
            models.CheckConstraint(name="transmission_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="transmission_two_people", condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("prepared_by"))),
            models.CheckConstraint(name="transmission_return_has_reason", condition=~Q(status="returned") | ~Q(return_reason="")),
            *stamped_together("transmission", "prepared", "sent", "registered", "acknowledged", "returned"),
        ]

    @property
    def by_hand(self) -> bool:
        """Whether the package goes on paper or a disk, so that the Ministry itself enters what the planning body answers."""
        return self.channel == Channel.HAND


class TransmissionScan(OfAFile, models.Model):
    """A scan of what came back on paper: the stamped copy, the letter of acknowledgement or of return. Never changed, never erased."""

    transmission = models.ForeignKey(Transmission, on_delete=models.PROTECT, related_name="scans")
    public_id = models.UUIDField(unique=True, editable=False)
    verb = models.CharField(max_length=12)  # what it proves: register, acknowledge, return
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    file_type = models.CharField(max_length=100)
    added_at, added_by = stamp("added", null=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="scan_verb_known", condition=Q(verb__in=("register", "acknowledge", "return"))),
            *stamped_together("scan", "added"),
        ]

    @property
    def uploaded_by_id(self) -> int:
        """Who had the scan in their hands."""
        return self.added_by_id


class OfficialPosting(models.Model):
    """Where and when an edition was placed on the Ministry's official site, as its coordinator recorded. A wrong record is followed by
    a right one; none is erased."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="postings")
    address = models.URLField(max_length=500)
    posted_on = models.DateField()
    recorded_at, recorded_by = stamp("recorded", null=False)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(name="posting_on_https", condition=Q(address__startswith="https://")),
            *stamped_together("posting", "recorded"),
        ]
