"""The year that tests open by kept rows is the year that the portal opens."""

import pytest
from django.db import transaction

from reporting import clock
from reporting.cycle import contents
from reporting.cycle import rules as cycle_rules
from reporting.models import Report
from territories.models import ExecutiveBody, Executor
from tests import opened

OWN_KEYS = {"id", "public_id", "cycle_id", "report_id"}


def everything() -> list[list[dict]]:
    """Every row that an opening makes, without the keys it gave them; the report by its body."""
    bodies = dict(Report.objects.values_list("pk", "body_id"))
    found = [[{**row, "body": bodies.get(row.get("report_id"))} for row in model.objects.order_by("pk").values()] for model in opened.MADE]
    return [[{name: value for name, value in row.items() if name not in OWN_KEYS} for row in rows] for rows in found]


def open_with(monkeypatch, make, by, at) -> list[list[dict]]:
    """What an opening by this function makes; it is taken back."""
    monkeypatch.setattr(cycle_rules, "make_reports", make)
    with transaction.atomic(), clock.at(at):
        cycle_rules.open_year(2026, by=by)
        made = everything()
        transaction.set_rollback(True)
    return made


def counted(monkeypatch) -> list:
    """A list that grows with each opening that is worked out."""
    calls, make = [], contents.make_reports
    monkeypatch.setattr(contents, "make_reports", lambda cycle, by: calls.append(cycle.year) or make(cycle, by=by))
    return calls


def test_kept_rows_are_those_of_the_portal(monkeypatch, kairat, opening):
    open_with(monkeypatch, opened.make_reports, kairat, opening)
    made = open_with(monkeypatch, contents.make_reports, kairat, opening)
    calls = counted(monkeypatch)
    assert open_with(monkeypatch, opened.make_reports, kairat, opening) == made
    assert calls == [] and [len(rows) > 10 for rows in made] == [True, True, True]


@pytest.mark.parametrize("change", [
    lambda: Executor.objects.filter(body__code="AK-ABA").order_by("pk").last().delete(),
    lambda: ExecutiveBody.objects.filter(code="AK-ABA").update(training=True),
], ids=["executor", "body"])  # fmt: skip
def test_another_plan_is_worked_out_anew(monkeypatch, kairat, opening, change):
    open_with(monkeypatch, opened.make_reports, kairat, opening)
    change()
    calls = counted(monkeypatch)
    open_with(monkeypatch, opened.make_reports, kairat, opening)
    assert calls == [2026]
