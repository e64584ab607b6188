"""Who: the executive bodies and how a plan names them.

Sources: the structure of the Government and of local executive bodies (bodies.csv). Bodies are merged, split and renamed often, so each has
dates of validity and a successor, and an old report keeps the old body (DOMAIN.md §2).
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territories.models.geography import Region
from territories.models.language import InLanguage, among, named, three_texts


class BodyLevel(models.TextChoices):
    CENTRAL = "central", _("Central executive body")
    LOCAL = "local", _("Local executive body")


class BodyKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    AKIMAT = "akimat", _("Akimat")
    COMPANY = "company", _("Company")


GROUPS = {"AK-*": BodyKind.AKIMAT}  # «акиматы областей, гг. Астаны, Алматы и Шымкента»


class BodySet(models.QuerySet):
    def valid_on(self, day: date) -> "BodySet":
        """Bodies that existed on the day, its first and last day included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class ExecutiveBody(models.Model):
    """A ministry, an agency, an akimat or a company that a plan may name as executor."""

    Level, Kind = BodyLevel, BodyKind

    code = models.CharField(max_length=16, unique=True)
    level = models.CharField(max_length=8, choices=BodyLevel.choices)
    kind = models.CharField(max_length=8, choices=BodyKind.choices)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies")
    name_kk, name_ru, name_en = three_texts(300)
    short_kk, short_ru, short_en = three_texts(100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    sort_key = models.CharField(max_length=240)
    search_text = models.TextField()
    training = models.BooleanField(default=False)  # for seminars: it practises, and no plan or total knows it

    name, short = InLanguage("name"), InLanguage("short")
    objects = BodySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name_plural = "executive bodies"
        constraints = [
            named("name", "body"),
            among("level", BodyLevel, "body"),
            among("kind", BodyKind, "body"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="body_ends_after_start"),
            models.CheckConstraint(condition=Q(successor__isnull=True) | Q(valid_to__isnull=False), name="body_with_successor_has_ended"),
            models.CheckConstraint(
                condition=Q(kind="company")
                | Q(kind="akimat", level="local", region__isnull=False)
                | Q(kind__in=["ministry", "agency"], level="central", region__isnull=True),
                name="body_kind_fits_level",
            ),
        ]

    def __str__(self):
        return self.short

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def answering_on(self, day: date) -> "ExecutiveBody | None":
        """The body that answers for this one on the day: itself, or the successor that has taken over; none where nobody has."""
        body = self
        while body is not None and not body.is_valid_on(day):
            body = body.successor
        return body


def expand(token: str, on: date) -> list[ExecutiveBody]:
    """The bodies a plan means by a token: one body by its code, or every body of a group that existed on the day, in Kazakh order."""
    if token in GROUPS:
        return list(ExecutiveBody.objects.valid_on(on).filter(kind=GROUPS[token]))
    return list(ExecutiveBody.objects.filter(code=token))
