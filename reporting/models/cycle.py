"""The reporting year."""

from django.db import models
from django.db.models import F, Q

from reporting.models.stamps import stamp, stamped_together
from territories.models import PlanEdition


class RealYears(models.Manager):
    """Years that count. A training year is reached through `Cycle.every` and its own reports alone, so that no list meets it by chance."""

    def get_queryset(self):
        return super().get_queryset().filter(training=False)


class Cycle(models.Model):
    """One reporting year against one edition of the plan. Dates are facts computed once, when the year is opened.

    `due_on` is the legal date (1 April, inclusive); `due_at` the first instant after it in Almaty; `campaign_on` an internal
    date that only drives reminders and moves no deadline (DOMAIN §5).
    """

    year = models.PositiveSmallIntegerField()
    training = models.BooleanField(default=False)  # the year in which officers practise: left out of every list and total
    plan = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="cycles")
    due_on = models.DateField()
    due_at = models.DateTimeField()
    summary_due_on = models.DateField()
    campaign_on = models.DateField(null=True, blank=True)
    opened_at, opened_by = stamp("opened", null=False)
    # While it is set the schedule reminds nobody; reminders by hand still go
    reminders_paused_at, reminders_paused_by = stamp("reminders_paused")
    # From then on every body sees its line of the table of discipline and may comment; the public does not
    discipline_shown_at, discipline_shown_by = stamp("discipline_shown")

    objects, every = RealYears(), models.Manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(name="one_cycle_of_a_year_and_one_to_practise", fields=["year", "training"]),
            models.CheckConstraint(name="cycle_summary_after_reports", condition=Q(summary_due_on__gt=F("due_on"))),
            models.CheckConstraint(
                name="cycle_campaign_not_after_law", condition=Q(campaign_on__isnull=True) | Q(campaign_on__lte=F("due_on"))
            ),
            *stamped_together("cycle", "reminders_paused", "discipline_shown"),
        ]

    def __str__(self):
        return str(self.year)
