"""The reporting year."""

from django.db import models
from django.db.models import F, Q

from reporting.models.stamps import stamp, stamped_together
from territories.models import PlanEdition


class Cycle(models.Model):
    """One reporting year against one edition of the plan. Dates are facts computed once, when the year is opened.

    `due_on` is the legal date (1 April, inclusive); `due_at` the first instant after it in Almaty; `campaign_on` an internal
    date that only drives reminders and moves no deadline (DOMAIN §5).
    """

    year = models.PositiveSmallIntegerField(unique=True)
    plan = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="cycles")
    due_on = models.DateField()
    due_at = models.DateTimeField()
    summary_due_on = models.DateField()
    campaign_on = models.DateField(null=True, blank=True)
    opened_at, opened_by = stamp("opened", null=False)
    # While it is set the schedule reminds nobody; reminders by hand still go
    reminders_paused_at, reminders_paused_by = stamp("reminders_paused")

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(name="cycle_summary_after_reports", condition=Q(summary_due_on__gt=F("due_on"))),
            models.CheckConstraint(
                name="cycle_campaign_not_after_law", condition=Q(campaign_on__isnull=True) | Q(campaign_on__lte=F("due_on"))
            ),
            *stamped_together("cycle", "reminders_paused"),
        ]

    def __str__(self):
        return str(self.year)
