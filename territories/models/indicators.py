"""Indicators, who answers for them and their yearly targets.

Source: press reports on the Concept name one indicator; the rest are built after comparable acts and are marked
`basis=analogue` (DOMAIN.md §1).
Direction and roll-up belong to the indicator and are fixed once it is loaded: another way of counting is another indicator.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.models.bodies import ExecutiveBody
from territories.models.language import InLanguage, among, named, three_texts
from territories.models.plan import PlanBasis


class Better(models.TextChoices):
    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class RollUp(models.TextChoices):
    SUM = "sum", _("Sum of the bodies")
    LATEST = "latest", _("Latest value")
    RATIO = "ratio", _("Ratio of two sums")
    NONE = "none", _("Not added up")


class TargetBasis(models.TextChoices):
    CONCEPT = "concept", _("Set by the Concept")
    ANALOGUE = "analogue", _("Built after comparable acts")
    SAMPLE = "sample", _("Sample for the demonstration")


class Indicator(models.Model):
    """A target indicator. For `roll_up=ratio` `ratio_of` names the two reported sums, divided by " / "."""

    Better, RollUp, Basis = Better, RollUp, PlanBasis

    code = models.CharField(max_length=32, unique=True)
    name_kk, name_ru, name_en = three_texts(300)
    unit_kk, unit_ru, unit_en = three_texts(60)
    better = models.CharField(max_length=4, choices=Better.choices)
    roll_up = models.CharField(max_length=8, choices=RollUp.choices)
    ratio_of_kk, ratio_of_ru, ratio_of_en = three_texts(300, blank=True)
    data_source_kk, data_source_ru, data_source_en = three_texts(200)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    basis = models.CharField(max_length=8, choices=PlanBasis.choices)
    order = models.PositiveSmallIntegerField()
    bodies = models.ManyToManyField(ExecutiveBody, through="IndicatorResponsible", related_name="indicators")

    name, unit, ratio_of, data_source = InLanguage("name"), InLanguage("unit"), InLanguage("ratio_of"), InLanguage("data_source")

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            named("name", "indicator"),
            among("better", Better, "indicator"),
            among("roll_up", RollUp, "indicator"),
            among("basis", PlanBasis, "indicator"),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True, baseline_value__isnull=True)
                | Q(baseline_year__isnull=False, baseline_value__isnull=False),
                name="indicator_baseline_whole",
            ),
            models.CheckConstraint(
                condition=(Q(roll_up="ratio") & ~Q(ratio_of_kk="")) | (~Q(roll_up="ratio") & Q(ratio_of_kk="")),
                name="indicator_ratio_names_its_sums",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_sample(self) -> bool:
        return self.basis == PlanBasis.ANALOGUE

    @property
    def ratio_parts(self) -> tuple[str, str] | None:
        """What is divided and by what, in the current language."""
        upper, divider, lower = self.ratio_of.partition(" / ")
        return (upper, lower) if divider else None


class IndicatorResponsible(models.Model):
    """A body that reports an indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="responsible")
    body = models.ForeignKey(ExecutiveBody, on_delete=models.PROTECT, related_name="indicator_parts")

    class Meta:
        ordering = ["indicator", "body__sort_key"]
        constraints = [models.UniqueConstraint(fields=["indicator", "body"], name="responsible_body_once")]

    def __str__(self):
        return f"{self.indicator_id}: {self.body_id}"


class IndicatorTarget(models.Model):
    """The value planned for a year. A sample target exists in the demonstration only."""

    Basis = TargetBasis

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    basis = models.CharField(max_length=8, choices=TargetBasis.choices)

    class Meta:
        ordering = ["indicator", "year"]
        constraints = [
            among("basis", TargetBasis, "target"),
            models.UniqueConstraint(fields=["indicator", "year"], name="target_year_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="target_year_in_reason"),
        ]

    def __str__(self):
        return f"{self.indicator_id}: {self.year}"

    @property
    def is_sample(self) -> bool:
        return self.basis != TargetBasis.CONCEPT
