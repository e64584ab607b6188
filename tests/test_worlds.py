"""The years that tests share: there when asked for, untouched by the test before, gone for who did not ask."""

from reporting.models import Cycle, Report
from tests import worlds


def test_who_asks_for_a_level_has_it_and_nothing_above(cycle2026):
    assert [name for name, _ in worlds.standing] in ([], ["cycle2026"])
    assert Report.objects.filter(cycle=cycle2026, status=Report.DRAFT).count() == cycle2026.reports.count() > 20


def test_a_test_leaves_nothing_in_it(cycle2026):
    worlds.stand(["cycle2026"])  # in the run a later test would be brought to the same level: nothing is made anew
    Cycle.objects.filter(pk=cycle2026.pk).update(reminders_paused_at=cycle2026.opened_at)


def test_nothing_was_left_by_the_test_before(cycle2026):
    assert cycle2026.reminders_paused_at is None
    assert [name for name, _ in worlds.standing] == ["cycle2026"]


def test_who_does_not_ask_has_an_empty_year(concept):
    assert worlds.standing == [] and not Cycle.objects.exists()


def test_a_level_that_is_taken_down_leaves_nothing(concept):
    worlds.stand(["cycle2026"])
    assert Cycle.objects.filter(year=2026).exists()
    worlds.stand([])
    assert not Cycle.objects.exists()
