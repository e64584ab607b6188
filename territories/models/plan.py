"""The action plan: its editions, their sections and rows, and the bodies each row names.

Form of a row (five columns): annex of the Investment Policy Concept, Government resolution of 15 July 2022 (DOMAIN.md §3).
A row keeps its identity, the `ActionItem`, through renumbering and rewording; a report is read against the edition in force for its year.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territories.models.bodies import ExecutiveBody
from territories.models.language import InLanguage, among, named, three_texts


class PlanBasis(models.TextChoices):
    CONCEPT = "concept", _("Approved plan")
    ANALOGUE = "analogue", _("Sample plan")


class DeadlineKind(models.TextChoices):
    ONCE = "once", _("Once")
    PERIOD = "period", _("Over a period")
    ANNUAL = "annual", _("Every year")


class Part(models.TextChoices):
    LEAD = "lead", _("Lead executor")
    CO = "co", _("Co-executor")


class PlanEdition(models.Model):
    """The plan as one act fixed it. Its rows never change once loaded: a later act is a new edition."""

    Basis = PlanBasis

    code = models.CharField(max_length=16, unique=True)
    title_kk, title_ru, title_en = three_texts(300)
    act_kk, act_ru, act_en = three_texts(300)
    in_force_from = models.DateField()
    basis = models.CharField(max_length=8, choices=PlanBasis.choices)

    title, act = InLanguage("title"), InLanguage("act")

    class Meta:
        ordering = ["in_force_from", "basis"]
        constraints = [
            named("title", "edition"),
            among("basis", PlanBasis, "edition"),
            models.UniqueConstraint(fields=["basis", "in_force_from"], name="edition_alone_on_its_day"),
        ]

    def __str__(self):
        return self.code

    @classmethod
    def in_force_on(cls, day: date) -> "PlanEdition | None":
        """The latest edition that had entered into force by the day. Once the approved plan is loaded, no sample is in force."""
        in_force = cls.objects.filter(in_force_from__lte=day).order_by("in_force_from")
        return in_force.filter(basis=PlanBasis.CONCEPT).last() or in_force.last()

    @property
    def is_sample(self) -> bool:
        return self.basis == PlanBasis.ANALOGUE


class PlanSection(models.Model):
    """A direction of the plan: the merged header row over its measures."""

    edition = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title_kk, title_ru, title_en = three_texts(300)

    title = InLanguage("title")

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            named("title", "section"),
            models.UniqueConstraint(fields=["edition", "number"], name="section_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="section_number_from_one"),
        ]

    def __str__(self):
        return self.title


class ActionItem(models.Model):
    """The identity of a measure, which outlives editions, numbers and wordings."""

    code = models.CharField(max_length=16, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class PlanRowSet(models.QuerySet):
    def due_in(self, year: int) -> "PlanRowSet":
        """Rows whose term begins by 31 December of the year (DOMAIN.md §4)."""
        return self.filter(deadline_from__lte=date(year, 12, 31))

    def later_than(self, year: int) -> "PlanRowSet":
        """Rows whose term begins after the year: not yet due, no answer needed."""
        return self.filter(deadline_from__gt=date(year, 12, 31))


class PlanRow(models.Model):
    """A measure as one edition words it. `deadline_text` is verbatim; kind and dates beside it are our reading of it."""

    Basis, DeadlineKind = PlanBasis, DeadlineKind

    edition = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="rows")
    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="rows")
    section = models.ForeignKey(PlanSection, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveSmallIntegerField()
    title_kk, title_ru, title_en = three_texts(1000)
    completion_form_kk, completion_form_ru, completion_form_en = three_texts(300)
    deadline_text_kk, deadline_text_ru, deadline_text_en = three_texts(200)
    deadline_kind = models.CharField(max_length=8, choices=DeadlineKind.choices)
    deadline_from = models.DateField()
    deadline_to = models.DateField()
    funding_kk, funding_ru, funding_en = three_texts(300)
    basis = models.CharField(max_length=8, choices=PlanBasis.choices)
    bodies = models.ManyToManyField(ExecutiveBody, through="Executor", related_name="plan_rows")

    title, completion_form = InLanguage("title"), InLanguage("completion_form")
    deadline_text, funding = InLanguage("deadline_text"), InLanguage("funding")
    objects = PlanRowSet.as_manager()

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            named("title", "row"),
            among("deadline_kind", DeadlineKind, "row"),
            among("basis", PlanBasis, "row"),
            models.UniqueConstraint(fields=["edition", "number"], name="row_number_once"),
            models.UniqueConstraint(fields=["edition", "item"], name="row_item_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="row_number_from_one"),
            models.CheckConstraint(condition=Q(deadline_to__gte=F("deadline_from")), name="row_deadline_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    @property
    def is_sample(self) -> bool:
        """Built by us after comparable acts: every page and document that shows the row says "sample plan"."""
        return self.basis == PlanBasis.ANALOGUE


class Executor(models.Model):
    """A body's part in a row. The first body named leads (Administrative Code art. 46(3)).

    Of a group named first each member leads its own part. A body "by agreement" is invited and never counted as overdue.
    """

    Part = Part

    row = models.ForeignKey(PlanRow, on_delete=models.CASCADE, related_name="executors")
    body = models.ForeignKey(ExecutiveBody, on_delete=models.PROTECT, related_name="plan_parts")
    part = models.CharField(max_length=4, choices=Part.choices)
    by_agreement = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    from_group = models.BooleanField(default=False)

    class Meta:
        ordering = ["row", "order"]
        constraints = [
            among("part", Part, "executor"),
            models.UniqueConstraint(fields=["row", "body"], name="executor_body_once"),
            models.UniqueConstraint(fields=["row", "order"], name="executor_order_once"),
            models.CheckConstraint(condition=Q(part="co") | Q(by_agreement=False), name="executor_by_agreement_never_leads"),
        ]

    def __str__(self):
        return f"{self.row_id}: {self.body_id} {self.part}"
