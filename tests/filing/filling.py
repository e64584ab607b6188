"""Filling in reports for tests: plain functions that use the same verbs as people."""

from datetime import date
from decimal import Decimal

from reporting import clock
from reporting.filing import rules
from reporting.models import Report

PROGRESS = "Зертхананың бірінші кезегі пайдалануға берілді, жабдықтың 9 бірлігі сатып алынды."


def report_of(body: str, year: int = 2026) -> Report:
    return Report.objects.select_related("cycle__plan", "body").get(body__code=body, cycle__year=year, cycle__training=False)


def given(**values) -> dict:
    """A row in work, complete."""
    return {"answer": "given", "status": "in_progress", "progress_kk": PROGRESS, "complete": True, **values}


def save(entry, by, base_version=None, **values):
    """Saves values at the version the row has now (or another)."""
    entry.refresh_from_db(fields=["version"])
    return rules.save_entry(entry, by=by, base_version=base_version or entry.version, values=values)


def fill(report: Report, by) -> Report:
    """Every row of the report filled in so that it may be submitted."""
    for row in report.rows.filter(needs_answer=True, open=True).select_related("row"):
        late = {"reasons_kk": "Жабдықты жеткізу кешікті."} if row.row.deadline_to <= date(report.cycle.year, 12, 31) else {}
        save(row, by, **given(**late))
    for value in report.indicators.filter(open=True).select_related("indicator"):
        is_ratio = value.indicator.roll_up == "ratio"
        fact = {"numerator": Decimal("3"), "denominator": Decimal("4")} if is_ratio else {"actual": Decimal("12")}
        save(
            value, by, answer="given", data_source="Әкімшілік деректер", data_date=date(2026, 12, 31),
            reasons_kk="Жобалар кеш басталды.", complete=True, **fact,
        )  # fmt: skip
    return report_of(report.body.code, report.cycle.year)


def submit(report: Report, by, *, arrived_at=None, declared=True):
    return rules.submit(report, by=by, arrived_at=arrived_at or clock.now(), declared=declared)


def codes(refused) -> set[str]:
    """Codes of a refusal caught by `pytest.raises`."""
    return {problem.code for problem in refused.value.problems}
