"""The schedule: from the right day, once a day, until the approval."""

from datetime import date, timedelta

import pytest

from reporting import clock, jobs
from reporting.consolidation import rules, schedule
from reporting.models import Job, Notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "owed"), [(date(2027, 4, 1), 0), (date(2027, 4, 2), 1)])
def test_nightly_begins_the_day_after_the_reports_are_due(cycle2026, day, owed):
    with clock.at(clock.local(day, 0, 10)):
        assert len(schedule.consolidate_nightly()) == owed


def test_nightly_is_once_a_night_until_the_approval(proposed, season2026, madina):
    with clock.at(clock.local(date(2027, 4, 22), 1)):
        assert schedule.consolidate_nightly() == []
    rules.reject(proposed, by=madina, reason="Мысал")
    for hour in (0, 1, 5):
        with clock.at(clock.local(date(2027, 4, 22), hour, 10)):
            for job in schedule.consolidate_nightly():
                jobs.run(job.pk)
    assert Job.objects.filter(key__contains="night-2027-04-22").count() == 1
    with clock.at(clock.local(date(2027, 4, 23), 0, 10)):
        assert [job.key for job in schedule.consolidate_nightly()] == ["consolidate:2026:1:night-2027-04-23"]


@pytest.mark.parametrize(("day", "told"), [(date(2027, 4, 22), 0), (date(2027, 4, 23), 1), (date(2027, 4, 30), 1), (date(2027, 5, 3), 1)])
def test_coordinators_are_warned_from_seven_days_before(cycle2026, kairat, day, told):
    with clock.at(clock.local(day, 8, 20)):
        for _hour in range(3):
            for job in schedule.warn_coordinators():
                jobs.run(job.pk)
                schedule.warn(job, None)
    assert Notice.objects.filter(kind="summary_due_soon", person=kairat).count() == told


def test_nobody_is_warned_after_the_approval(approved, season2026):
    with clock.at(clock.local(date(2027, 4, 29))):
        assert schedule.warn_coordinators() == []


def test_warned_again_the_next_day(cycle2026, kairat):
    for offset in range(2):
        with clock.at(clock.local(date(2027, 4, 25) + timedelta(days=offset))):
            for job in schedule.warn_coordinators():
                jobs.run(job.pk)
    assert Notice.objects.filter(kind="summary_due_soon", person=kairat).count() == 2
