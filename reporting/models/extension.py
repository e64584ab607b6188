"""A longer term for one report, and the reminders of the year: rows beside the legal date, which they never overwrite (DOMAIN §5)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.cycle import Cycle
from reporting.models.report import Report
from reporting.models.stamps import stamp, stamped_together


class Extension(models.Model):
    """A request for a longer term and the Ministry's answer: who asked, who proposed, who confirmed, why, until which day.

    `stood_until` is the last day that stood when it was asked, so that "later than before" can be held by the database. A report may
    have several in a row, one of them open at a time.
    """

    ASKED, PROPOSED, GRANTED, REFUSED = "asked", "proposed", "granted", "refused"
    STATUSES = (ASKED, PROPOSED, GRANTED, REFUSED)
    OPEN = (ASKED, PROPOSED)

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="extensions")
    status = models.CharField(max_length=10, default=ASKED)
    lock = models.PositiveIntegerField(default=0)
    stood_until = models.DateField()
    asked_until = models.DateField(_("Requested new date"))
    reason = models.TextField(_("Reason for the request"), max_length=4000)
    answer_granted = models.BooleanField(_("Answer of the Ministry"), null=True, blank=True)
    answer_until = models.DateField(_("New date"), null=True, blank=True)
    answer_reason = models.TextField(_("Reason of the answer"), blank=True, max_length=4000)
    handed_back_reason = models.TextField(blank=True, max_length=4000)
    asked_at, asked_by = stamp("asked", null=False)
    proposed_at, proposed_by = stamp("proposed")
    handed_back_at, handed_back_by = stamp("handed_back")
    confirmed_at, confirmed_by = stamp("confirmed")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_extension_per_report", fields=["report"], condition=Q(status__in=("asked", "proposed"))
            ),
            models.CheckConstraint(name="extension_status_known", condition=Q(status__in=("asked", "proposed", "granted", "refused"))),
            models.CheckConstraint(name="extension_reason_given", condition=~Q(reason="")),
            models.CheckConstraint(name="extension_asked_for_later", condition=Q(asked_until__gt=F("stood_until"))),
            models.CheckConstraint(
                name="extension_answered_later", condition=Q(answer_until__isnull=True) | Q(answer_until__gt=F("stood_until"))
            ),
            models.CheckConstraint(
                name="extension_answer_whole",
                condition=Q(status="asked")
                | Q(answer_granted__isnull=False, proposed_by__isnull=False)
                & ~Q(answer_reason="")
                & (Q(answer_granted=True, answer_until__isnull=False) | Q(answer_granted=False, answer_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="extension_outcome_is_the_answer",
                condition=Q(status__in=("asked", "proposed"))
                | Q(status="granted", answer_granted=True)
                | Q(status="refused", answer_granted=False),
            ),
            models.CheckConstraint(
                name="extension_decided_when_confirmed",
                condition=Q(status__in=("asked", "proposed"), confirmed_at__isnull=True)
                | Q(status__in=("granted", "refused"), confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_two_people", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="extension_not_answered_by_asker",
                condition=(Q(proposed_by__isnull=True) | ~Q(proposed_by=F("asked_by")))
                & (Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by"))),
            ),
            *stamped_together("extension", "asked", "proposed", "handed_back", "confirmed"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.report_id} {self.asked_until} {self.status}"


class Reminder(models.Model):
    """One reminder to one body on one day, sent by the schedule or by hand; without a report it is that day's digest to the Ministry.

    The row is the claim: whoever writes it sends, everybody else finds it written. `days` are those left, negative when late.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reminders")
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField()
    days = models.SmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    sent_at, sent_by = stamp("sent", null=False)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_reminder_per_report_and_day", fields=["report", "day"], condition=Q(report__isnull=False)),
            models.UniqueConstraint(name="one_digest_per_cycle_and_day", fields=["cycle", "day"], condition=Q(report__isnull=True)),
            *stamped_together("reminder", "sent"),
        ]

    @property
    def days_overdue(self) -> int:
        """How late the body was on that day."""
        return max(-self.days, 0)
