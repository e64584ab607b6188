"""What one row is compared with: the same item in the reports of its other executors, and in the body's report of the year before."""

import json
from dataclasses import dataclass, field

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextField, Value, When

from reporting.filing.answers import places_of
from reporting.models import Decision, IndicatorValue, ItemProgress, Part, Report, ReportVersion

MOST = 60  # other executors on one page; the lineage of the item lists them all
ITEM, INDICATOR = ("row", "item"), ("indicator", "indicator")  # by what the same row is known in this year, and in another


@dataclass
class Beside:
    """The row of a page, and the rows beside it."""

    report: Report
    model: type
    pk: int
    others: list[tuple[Report, str, dict | None]] = field(default_factory=list)  # report, part, answer or None where nothing was filed
    last: dict | None = None  # the answer of the year before
    last_accepted: dict = field(default_factory=dict)  # the accepted row of the year before, as the checks want it
    places: dict[str, str] = field(default_factory=dict)  # names of the territories that the rows concern now, by code
    cut: bool = False

    def taken_in(self, rows: QuerySet) -> QuerySet:
        """Rows of the report; where they are of the page's kind, those beside it too, each with the text of its filed version."""
        own = Q(report=self.report.pk)
        if rows.model is not self.model:
            return rows.filter(own)
        this, ever = ITEM if self.model is ItemProgress else INDICATOR
        page = self.model.objects.filter(pk=self.pk, report=self.report.pk)
        same = self.model.objects.filter(report__cycle=self.report.cycle_id, **{f"{this}__in": page.values(this)}).exclude(pk=self.pk)
        nearest = same.order_by(*(["-part"] if self.model is ItemProgress else []), "report__body__sort_key", "pk")
        body = self.report.body_id
        before = Q(report__body=body) | Q(report__body__successor=body)
        year = Q(report__cycle__year=self.report.cycle.year - 1, report__cycle__training=False)
        last = before & year & Q(**{f"{ever}__in": page.values(ever)})
        return rows.filter(own | Q(pk__in=nearest.values("pk")[:MOST]) | last).select_related(
            "report__body", "report__cycle", *rows.query.select_related
        ).annotate(content=self.filed_text())  # fmt: skip

    def filed_text(self) -> Case:
        """The canonical content of the version that counts: this year's last one filed, last year's accepted one before any other."""
        versions = ReportVersion.objects.filter(report=OuterRef("report")).exclude(outcome="recalled")
        best = versions.order_by(Case(When(outcome="accepted", then=Value(0)), default=Value(1)), "-number")
        return Case(
            When(report=self.report.pk, then=Value("")),
            When(report__cycle=self.report.cycle_id, then=Subquery(versions.order_by("-number").values("content")[:1])),
            default=Subquery(best.values("content")[:1]), output_field=TextField(),
        )  # fmt: skip

    def keep(self, rows: list) -> None:
        """Tells the rows beside apart from those of the report."""
        beside = [row for row in rows if isinstance(row, self.model) and row.report_id != self.report.pk]
        found = [(row, answer_about(row, row.content) if row.content else None) for row in beside]
        now = [(row, answer) for row, answer in found if row.report.cycle_id == self.report.cycle_id]
        order = sorted(now, key=lambda one: (getattr(one[0], "part", "") == Part.CO, one[0].report.body.sort_key))
        self.others = [(row.report, getattr(row, "part", ""), answer) for row, answer in order]
        self.cut = len(now) == MOST
        self.places = places_of(rows)
        for row, answer in found:
            if row.report.cycle_id != self.report.cycle_id and answer is not None:
                self.last = answer if self.last is None or row.report.body_id == self.report.body_id else self.last
                if row.decision == Decision.ACCEPTED and row.report.body_id == self.report.body_id:
                    self.last_accepted[self.model, row.item_id if self.model is ItemProgress else row.indicator_id] = row


def answer_about(entry: ItemProgress | IndicatorValue, content: str) -> dict | None:
    """The answer about the same item or indicator in another report."""
    part, key, code = (
        ("items", "item", entry.item.code) if isinstance(entry, ItemProgress) else ("indicators", "indicator", entry.indicator.code)
    )
    return next((answer for answer in json.loads(content)[part] if answer[key] == code), None)
