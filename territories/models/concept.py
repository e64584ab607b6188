"""What the Concept says of itself: titles, act, years, the days reports are due. Kept as data, so that a correction needs no code.

Source: Government resolution of 24 December 2025 as reported in the press (DOMAIN.md §1).
What is not known has `basis=unknown` and no text.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.models.bodies import ExecutiveBody
from territories.models.language import LANGUAGES, among, in_language, three_texts


class ConceptBasis(models.TextChoices):
    CONCEPT = "concept", _("Known of the Concept")
    OURS = "ours", _("Wording of the portal")
    UNKNOWN = "unknown", _("Not known")


class ConceptRecord(models.Model):
    """One fact about the Concept, in three languages; a day of the year is written MM-DD, a body by its code."""

    Basis = ConceptBasis

    field = models.CharField(max_length=40, unique=True)
    kk, ru, en = three_texts(300, blank=True)
    basis = models.CharField(max_length=8, choices=ConceptBasis.choices)

    class Meta:
        ordering = ["field"]
        constraints = [
            among("basis", ConceptBasis, "concept"),
            models.CheckConstraint(condition=Q(basis="unknown", kk="") | (~Q(basis="unknown") & ~Q(kk="")), name="concept_known_has_text"),
        ]

    def __str__(self):
        return self.field

    @property
    def text(self) -> str:
        return in_language({language: getattr(self, language) for language in LANGUAGES})


def text(field: str) -> str:
    """The fact in the current language; empty where it is not known."""
    return ConceptRecord.objects.get(field=field).text


def day(field: str) -> date:
    """A fact that is a date: the day of the act."""
    return date.fromisoformat(ConceptRecord.objects.get(field=field).kk)


def month_day(field: str) -> tuple[int, int]:
    """A fact that is a day of every year: `month_day("reports_due")` is (4, 1)."""
    month, day_of_month = ConceptRecord.objects.get(field=field).kk.split("-")
    return int(month), int(day_of_month)


def years() -> range:
    """The reporting years of the Concept, the last one included."""
    found = dict(ConceptRecord.objects.filter(field__in=["first_year", "last_year"]).values_list("field", "kk"))
    return range(int(found["first_year"]), int(found["last_year"]) + 1)


def overseer() -> ExecutiveBody:
    """The ministry that gathers the reports and controls the Concept."""
    return ExecutiveBody.objects.get(code__in=ConceptRecord.objects.filter(field="overseer").values("kk"))


def planning_body() -> ExecutiveBody:
    """The authorised body for state planning, to which the consolidated information goes."""
    return ExecutiveBody.objects.get(code__in=ConceptRecord.objects.filter(field="planning_body").values("kk"))
