"""Dates of the year: instants of Almaty, never moved; on time and late by the arrival."""

from datetime import UTC, date, datetime

import pytest

from reporting import clock
from reporting.cycle import deadlines, rules
from reporting.models import Cycle, Report
from territories.models import DayOff


def test_1_april_ends_at_the_first_instant_of_2_april_in_almaty(cycle2026):
    assert cycle2026.due_on == date(2027, 4, 1)
    assert cycle2026.due_at == datetime(2027, 4, 1, 19, 0, tzinfo=UTC)
    assert cycle2026.summary_due_on == date(2027, 5, 1)


def test_a_day_off_is_told_and_never_moves_the_date(concept, kairat):
    with clock.at(clock.local(date(2028, 1, 10))):
        cycle = rules.open_year(2027, by=kairat)
    assert cycle.due_on == date(2028, 4, 1)  # a Saturday
    assert cycle.due_at == datetime(2028, 4, 1, 19, 0, tzinfo=UTC)
    assert deadlines.due_is_day_off(cycle)


def test_a_working_day_is_not_flagged_until_the_government_says_so(cycle2026):
    assert not deadlines.due_is_day_off(cycle2026)  # a Thursday
    DayOff.objects.create(date=cycle2026.due_on, working=False, basis="Үкімет қаулысы (мысал)")
    assert deadlines.due_is_day_off(cycle2026)
    assert Cycle.objects.get().due_on == date(2027, 4, 1)


def test_the_schedule_opens_on_10_january():
    assert deadlines.opens_on(2026) == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("arrived", "said"),
    [
        (datetime(2027, 4, 1, 18, 59, 59, 999999, tzinfo=UTC), ("on_time", 0)),
        (datetime(2027, 4, 1, 19, 0, tzinfo=UTC), ("late", 1)),
        (datetime(2027, 4, 2, 18, 59, 59, tzinfo=UTC), ("late", 1)),
        (datetime(2027, 4, 2, 19, 0, tzinfo=UTC), ("late", 2)),
    ],
)
def test_on_time_is_judged_by_the_arrival_to_the_instant(cycle2026, arrived, said):
    report = Report(cycle=cycle2026, status="submitted", first_submitted_at=arrived)
    told = deadlines.timeliness(report)
    assert (told.kind, told.days) == said


def test_a_returned_report_keeps_its_first_time(cycle2026):
    report = Report(cycle=cycle2026, status="returned", first_submitted_at=cycle2026.due_at - deadlines_second(), version=2)
    assert deadlines.timeliness(report, now=clock.local(date(2027, 4, 20))).kind == "on_time"


def deadlines_second():
    """One second, the last before the term ends."""
    return datetime(2027, 1, 1, 0, 0, 1) - datetime(2027, 1, 1)


def test_what_is_not_filed_runs_and_then_is_overdue(cycle2026):
    report = Report(cycle=cycle2026, status="draft")
    running = deadlines.timeliness(report, now=clock.local(date(2027, 3, 30)))
    overdue = deadlines.timeliness(report, now=clock.local(date(2027, 4, 4)))
    assert (running.kind, running.days, running.is_overdue) == ("running", 2, False)
    assert (overdue.kind, overdue.days, overdue.is_overdue) == ("not_filed", 3, True)


def test_a_recalled_report_is_not_filed(cycle2026):
    report = Report(cycle=cycle2026, status="draft", first_submitted_at=clock.local(date(2027, 3, 1)))
    assert deadlines.timeliness(report, now=clock.local(date(2027, 4, 4))).is_overdue


def test_an_invited_body_is_never_overdue(cycle2026):
    report = Report(cycle=cycle2026, status="draft", invited=True)
    told = deadlines.timeliness(report, now=clock.local(date(2027, 9, 1)))
    assert (told.kind, told.is_overdue) == ("invited", False)
