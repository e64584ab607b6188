"""The training year: officers practise on a report of their own body that counts nowhere (issue 4, line 11).

The training year is a twin of the latest open one. Its reports are made when somebody first asks for one, hold the rows of the body's
real report and nothing of what was typed there, and can be filled in, checked, submitted and recalled. The Ministry never sees them.
"""

from django.db import transaction

from reporting import clock, history
from reporting.models import Cycle, IndicatorValue, ItemProgress, Report
from reporting.permissions import require
from reporting.problems import Problem, Refused
from territories.models import ExecutiveBody


@transaction.atomic
def practise(body: ExecutiveBody, *, by) -> Report:
    """The body's training report of the latest open year; made at the first time. Refuses while no year is open."""
    require(by, "practise", body)
    real = Cycle.objects.order_by("-year").first()
    if real is None:
        raise Refused(Problem("training_no_year"))
    twin, _new = Cycle.every.get_or_create(year=real.year, training=True, defaults={
        "plan": real.plan, "due_on": real.due_on, "due_at": real.due_at, "summary_due_on": real.summary_due_on,
        "opened_at": clock.now(), "opened_by": by,
    })  # fmt: skip
    report, is_new = Report.objects.get_or_create(cycle=twin, body=body, defaults={"opened_at": clock.now(), "opened_by": by})
    if is_new:
        copy_rows(model_of(real, body), report)
        history.record("practise", report, by=by, new={"year": real.year})
    return report


def model_of(real: Cycle, body: ExecutiveBody) -> Report | None:
    """Whose rows are practised on: the body's own, or, of a body that reports nothing (one made for seminars), an akimat's."""
    reports = Report.objects.filter(cycle=real).order_by("body__sort_key", "pk")
    return reports.filter(body=body).first() or reports.filter(body__kind=ExecutiveBody.Kind.AKIMAT).first() or reports.first()


def copy_rows(model: Report | None, report: Report) -> None:
    """The same rows and indicators, empty."""
    if model is None:
        return
    rows = model.rows.values("row", "item", "part", "by_agreement", "needs_answer")
    ItemProgress.objects.bulk_create(
        ItemProgress(
            report=report, row_id=one["row"], item_id=one["item"], part=one["part"], by_agreement=one["by_agreement"],
            needs_answer=one["needs_answer"],
        )
        for one in rows
    )  # fmt: skip
    values = model.indicators.values("indicator", "target")
    IndicatorValue.objects.bulk_create(IndicatorValue(report=report, indicator_id=one["indicator"], target=one["target"]) for one in values)
