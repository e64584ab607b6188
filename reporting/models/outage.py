"""Hours in which the portal did not work, and until when reports count as on time because of them."""

from django.db import models
from django.db.models import F, Q

from reporting.models.stamps import stamp, stamped_together


class Outage(models.Model):
    """One outage: a coordinator enters it, an approver confirms it; only then it has effect, by the rule of `cycle.outages`.

    What the rule gives is kept with it: terms that end on a day from `first_day` to `last_day` count as kept until `counts_until`,
    inclusive. The legal date itself never moves (DOMAIN §5).
    """

    PROPOSED, CONFIRMED, DECLINED = "proposed", "confirmed", "declined"

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    what_kk = models.CharField(max_length=300)
    what_ru = models.CharField(max_length=300)
    first_day = models.DateField()
    last_day = models.DateField()
    counts_until = models.DateField()
    status = models.CharField(max_length=10, default=PROPOSED)
    lock = models.PositiveIntegerField(default=0)
    declined_reason = models.TextField(blank=True, max_length=2000)
    proposed_at, proposed_by = stamp("proposed", null=False)
    confirmed_at, confirmed_by = stamp("confirmed")
    declined_at, declined_by = stamp("declined")

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.CheckConstraint(name="outage_ends_after_start", condition=Q(ended_at__gt=F("began_at"))),
            models.CheckConstraint(name="outage_days_in_order", condition=Q(last_day__gte=F("first_day"), counts_until__gt=F("first_day"))),
            models.CheckConstraint(name="outage_is_told", condition=~Q(what_kk="") & ~Q(what_ru="")),
            models.CheckConstraint(name="outage_status_known", condition=Q(status__in=("proposed", "confirmed", "declined"))),
            models.CheckConstraint(name="outage_two_people", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by"))),
            models.CheckConstraint(
                name="outage_confirmed_by_someone",
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            *stamped_together("outage", "proposed", "confirmed", "declined"),
        ]

    def __str__(self):
        return f"{self.began_at.isoformat()} – {self.ended_at.isoformat()}"
