"""On time to the microsecond, by the arrival of the request."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reporting import clock
from reporting.filing.timeliness import Timeliness, timeliness
from reporting.models import Report
from tests.filing.filling import fill, report_of, submit

MIDNIGHT = datetime(2027, 4, 1, 19, tzinfo=UTC)  # 2 April 2027, 00:00 in Almaty (UTC+5)
TICK = timedelta(microseconds=1)


@pytest.fixture
def report(cycle2026):
    return report_of("AK-ABA")


def filed(report, at, status="submitted"):
    report.first_submitted_at, report.status = at, status
    return timeliness(report)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (MIDNIGHT - TICK, Timeliness("on_time")),
        (MIDNIGHT, Timeliness("late", 1)),
        (MIDNIGHT + TICK, Timeliness("late", 1)),
        (MIDNIGHT + timedelta(days=1) - TICK, Timeliness("late", 1)),
        (MIDNIGHT + timedelta(days=1), Timeliness("late", 2)),
    ],
)
def test_the_boundary(report, at, expected):
    assert filed(report, at) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (clock.local(date(2027, 3, 25)), Timeliness("running", 7)),
        (MIDNIGHT - TICK, Timeliness("running", 0)),
        (MIDNIGHT, Timeliness("not_filed", 1)),
        (MIDNIGHT + timedelta(days=9), Timeliness("not_filed", 10)),
    ],
)
def test_what_is_not_filed(report, now, expected):
    with clock.at(now):
        assert timeliness(report) == expected


def test_invited_bodies_are_never_late(report):
    report.invited = True
    assert filed(report, MIDNIGHT + timedelta(days=50)) == Timeliness("invited")
    with clock.at(MIDNIGHT + timedelta(days=50)):
        assert filed(report, None, Report.DRAFT) == Timeliness("invited")


def test_a_recalled_report_is_not_filed(report):
    with clock.at(MIDNIGHT + timedelta(days=2)):
        assert filed(report, MIDNIGHT - TICK, Report.DRAFT) == Timeliness("not_filed", 3)


def test_a_returned_report_keeps_its_first_time(report):
    assert filed(report, MIDNIGHT - TICK, Report.RETURNED) == Timeliness("on_time")


def test_arrival_counts_and_not_the_end_of_processing(report, aigul, bolat, in_march):
    fill(report, aigul)
    with clock.at(MIDNIGHT + timedelta(seconds=40)):
        receipt = submit(report_of("AK-ABA"), bolat, arrived_at=MIDNIGHT - TICK)
        assert timeliness(report_of("AK-ABA")) == Timeliness("on_time")
    assert receipt.version.submitted_at == MIDNIGHT - TICK and receipt.issued_at > MIDNIGHT
