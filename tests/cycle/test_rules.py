"""Opening the year: once, by whom, when; and the internal date."""

from datetime import date

import pytest

from reporting import clock, history
from reporting.cycle import rules, tasks
from reporting.models import Cycle, Event, IndicatorValue, ItemProgress, Notice, Report
from reporting.problems import Refused
from territories.models import ConceptRecord, PlanEdition


def refused(act) -> list[str]:
    """The codes with which a verb refuses."""
    with pytest.raises(Refused) as no:
        act()
    return [problem.code for problem in no.value.problems]


def everything() -> tuple:
    """All that a year is made of, to see that nothing has changed."""
    models = (Cycle, Report, ItemProgress, IndicatorValue, Event, Notice)
    return tuple(tuple(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models)


def test_opening_twice_changes_nothing(cycle2026, kairat):
    before = everything()
    with clock.at(clock.local(date(2027, 2, 1))):
        assert rules.open_year(2026, by=kairat) == cycle2026
        assert rules.open_year(2026) == cycle2026
    assert everything() == before


def test_of_two_who_open_at_once_one_does(concept, kairat, opening, monkeypatch):
    """The other's year appears between the look and the write: the second is given it, and adds nothing."""
    look = rules.plan_to_open

    def while_another_opens(year):
        monkeypatch.setattr(rules, "plan_to_open", look)
        rules.open_year(year)
        return look(year)

    monkeypatch.setattr(rules, "plan_to_open", while_another_opens)
    with clock.at(opening):
        cycle = rules.open_year(2026, by=kairat)
    assert cycle == Cycle.objects.get() and cycle.opened_by is None
    assert Event.objects.filter(verb="open").count() == 1
    assert Report.objects.count() == 29


def test_the_people_of_the_bodies_are_told_and_nobody_else(aigul, bolat, dana, gulnar, nurlan, kairat, opening):
    with clock.at(opening):
        rules.open_year(2026, by=kairat)
    assert {notice.person for notice in Notice.objects.filter(kind="year_opened")} == {aigul, bolat, dana}


def test_the_trail_tells_who_opened_it(cycle2026, kairat):
    event = history.trail(cycle2026).get()
    assert (event.verb, event.actor, event.new) == ("open", kairat, {"year": 2026, "plan": "2026", "reports": 29})


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "madina", "nurlan", "oraz", "saule"])
def test_only_the_coordinator_opens(cast, opening, name):
    with clock.at(opening):
        assert refused(lambda: rules.open_year(2026, by=cast[name])) == ["not_allowed"]
    assert not Cycle.objects.exists()


@pytest.mark.parametrize(
    ("year", "day", "code"),
    [
        (2025, date(2027, 1, 11), "year_not_of_concept"),
        (2036, date(2037, 1, 11), "year_not_of_concept"),
        (2026, date(2026, 12, 31), "year_not_over"),
    ],
)
def test_a_year_that_cannot_be_opened_is_refused_and_named(kairat, year, day, code):
    with clock.at(clock.local(day, 23, 59)):
        assert refused(lambda: rules.open_year(year, by=kairat)) == [code]
    assert not Cycle.objects.exists()


def test_a_year_opens_from_the_first_instant_after_it(kairat):
    with clock.at(clock.end_of(date(2026, 12, 31))):
        assert rules.open_year(2026, by=kairat).year == 2026


def test_without_a_plan_in_force_no_year_opens(kairat, opening):
    PlanEdition.objects.update(in_force_from=date(2027, 1, 5))
    with clock.at(opening):
        assert refused(lambda: rules.open_year(2026, by=kairat)) == ["no_plan"]
    assert not Cycle.objects.exists()


def test_the_edition_in_force_on_the_last_day_of_the_year_counts(kairat, opening):
    later = PlanEdition.objects.get()
    later.pk, later.code, later.in_force_from = None, "2026-2", date(2027, 1, 1)
    later.save(force_insert=True)
    with clock.at(opening):
        assert rules.open_year(2026, by=kairat).plan.code == "2026"


# The schedule


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2027, 1, 9), []), (date(2027, 1, 10), [2026]), (date(2028, 1, 10), [2026, 2027]), (date(2040, 1, 1), list(range(2026, 2036)))],
)
def test_the_schedule_opens_every_year_whose_day_has_come(concept, day, years):
    with clock.at(clock.local(day, 0, 5)):
        assert rules.open_due_years() == years
        before = everything()
        assert rules.open_due_years() == []
    assert everything() == before
    assert set(Cycle.objects.values_list("opened_by", flat=True)) <= {None}


def test_the_schedule_does_nothing_before_the_concept_is_loaded(db):
    ConceptRecord.objects.all().delete()
    with clock.at(clock.local(date(2028, 1, 10))):
        assert rules.open_due_years() == []


def test_a_year_without_a_plan_holds_up_no_other(concept):
    PlanEdition.objects.update(in_force_from=date(2027, 6, 1))
    with clock.at(clock.local(date(2028, 1, 10))):
        assert rules.open_due_years() == [2027]


def test_the_task_has_the_name_that_beat_sends(concept, settings, opening):
    assert settings.CELERY_BEAT_SCHEDULE["open-years"]["task"] == tasks.open_due_years.name
    with clock.at(opening):
        tasks.open_due_years()
    assert Cycle.objects.get().year == 2026


# The internal date


def test_the_internal_date_moves_no_deadline(cycle2026, kairat):
    rules.set_campaign_date(cycle2026, by=kairat, day=date(2027, 3, 20))
    cycle = Cycle.objects.get()
    assert (cycle.campaign_on, cycle.due_on, cycle.due_at) == (date(2027, 3, 20), cycle2026.due_on, cycle2026.due_at)
    event = history.trail(cycle).first()
    assert (event.verb, event.old, event.new) == ("set_campaign_date", {"campaign_on": None}, {"campaign_on": "2027-03-20"})


def test_the_internal_date_can_be_taken_away(cycle2026, kairat):
    rules.set_campaign_date(cycle2026, by=kairat, day=date(2027, 3, 20))
    rules.set_campaign_date(cycle2026, by=kairat, day=None)
    assert Cycle.objects.get().campaign_on is None


@pytest.mark.parametrize(("day", "code"), [(date(2027, 4, 2), "campaign_after_law"), (date(2027, 1, 10), "campaign_before_opening")])
def test_the_internal_date_stays_within_the_campaign(cycle2026, kairat, day, code):
    assert refused(lambda: rules.set_campaign_date(cycle2026, by=kairat, day=day)) == [code]
    assert Cycle.objects.get().campaign_on is None


def test_the_internal_date_of_another_is_not_written_over(cycle2026, kairat):
    stale = Cycle.objects.get()
    rules.set_campaign_date(cycle2026, by=kairat, day=date(2027, 3, 20))
    assert refused(lambda: rules.set_campaign_date(stale, by=kairat, day=date(2027, 3, 25))) == ["moved_on"]
    assert Cycle.objects.get().campaign_on == date(2027, 3, 20)


def test_only_the_coordinator_sets_the_internal_date(cycle2026, gulnar):
    assert refused(lambda: rules.set_campaign_date(cycle2026, by=gulnar, day=date(2027, 3, 20))) == ["not_allowed"]
