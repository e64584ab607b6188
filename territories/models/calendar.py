"""Working days. Dates of duties are never moved: a day off is only said, and reminders are sent on working days.

Source: the `holidays` package for Kazakhstan (public holidays, and the Government's transfers up to 2025); later transfers are rows of
`DayOff`, loaded from days_off.csv, and win over it.
"""

from datetime import date, timedelta

import holidays
from django.db import models

KAZAKHSTAN = holidays.country_holidays("KZ")
LONGEST_BREAK = 30  # days looked back for a working one; no run of days off in Kazakhstan comes near it


class DayOff(models.Model):
    """A day that differs from the general calendar: working=False is a day off, working=True a working weekend."""

    date = models.DateField(unique=True)
    working = models.BooleanField()
    basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["date"]
        verbose_name_plural = "days off"
        constraints = [models.CheckConstraint(condition=~models.Q(basis=""), name="dayoff_has_basis")]

    def __str__(self):
        return self.date.isoformat()


def is_day_off(day: date) -> bool:
    """True on weekends, public holidays and days transferred by the Government."""
    own = DayOff.objects.filter(date=day).values_list("working", flat=True).first()
    return not (KAZAKHSTAN.is_working_day(day) if own is None else own)


def days_off(first: date, last: date) -> frozenset[date]:
    """The days off from one day to another, both included, in one query."""
    own = dict(DayOff.objects.filter(date__gte=first, date__lte=last).values_list("date", "working"))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if not own.get(day, KAZAKHSTAN.is_working_day(day)))


def working_day_before(day: date) -> date:
    """The last working day before a day, for reminders that must be read before a term ends."""
    earliest = day - timedelta(days=LONGEST_BREAK)
    own = dict(DayOff.objects.filter(date__gte=earliest, date__lt=day).values_list("date", "working"))
    days = (day - timedelta(days=back) for back in range(1, LONGEST_BREAK + 1))
    return next(one for one in days if own.get(one, KAZAKHSTAN.is_working_day(one)))
