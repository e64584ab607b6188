"""Who stands in for whom: days inclusive, one body, never passed on."""

from datetime import date, timedelta

import pytest

from portal.users import deputies, rules
from portal.users.models import Substitution, User
from reporting import clock, history
from reporting.models import Notice
from reporting.problems import Refused
from reporting.roles import Role

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2027, 3, 20), date(2027, 3, 25)


def appoint(person, deputy, *, by=None, starts_on=FIRST, ends_on=LAST):
    """A substitution in March 2027."""
    return deputies.appoint_deputy(person, by=by or person, deputy=deputy, starts_on=starts_on, ends_on=ends_on, basis="№ 7, 10.03.2027")


def codes(*args, **kwargs):
    """The codes of the refusal."""
    with pytest.raises(Refused) as refused:
        appoint(*args, **kwargs)
    return [problem.code for problem in refused.value.problems]


def fresh(person):
    """The person as the next request would read them."""
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("day", "stands_in"), [(FIRST - timedelta(days=1), False), (FIRST, True), (LAST, True), (LAST + timedelta(days=1), False)]
)
def test_a_stand_in_acts_from_the_first_day_to_the_last(bolat, aigul, in_march, day, stands_in):
    appoint(bolat, aigul)
    expected = {("officer", aigul.body_id)} | ({("signatory", aigul.body_id)} if stands_in else set())
    with clock.at(clock.local(day)):
        assert fresh(aigul).standings() == expected
    assert fresh(aigul).standings(on=day) == expected
    assert fresh(bolat).standings(on=day) == {("signatory", bolat.body_id)}


def test_the_day_is_that_of_almaty(bolat, aigul, in_march):
    appoint(bolat, aigul)
    with clock.at(clock.end_of(FIRST - timedelta(days=1)) - timedelta(microseconds=1)):
        assert len(fresh(aigul).standings()) == 1
    with clock.at(clock.end_of(FIRST - timedelta(days=1))):
        assert len(fresh(aigul).standings()) == 2


def test_standings_ask_the_database_once(bolat, aigul, in_march, django_assert_num_queries):
    appoint(bolat, aigul, starts_on=date(2027, 3, 15))
    person = fresh(aigul)
    with django_assert_num_queries(1):
        assert person.standings() == person.standings()


def test_a_duty_is_never_passed_on(bolat, aigul, beibit, in_march):
    appoint(bolat, aigul)
    appoint(aigul, beibit, by=_administrator())
    assert fresh(beibit).standings(on=FIRST) == {("department_head", bolat.body_id), ("officer", bolat.body_id)}


def _administrator():
    return User.objects.create_user("admin@example.kz", "Әкімші", Role.ADMINISTRATOR)


@pytest.mark.parametrize("who", ["beibit", "aigul", "dana", "erlan", "gulnar", "kairat", "madina", "oraz", "nurlan"])
def test_nobody_but_the_person_and_the_administrator_appoints(cast, in_march, who):
    assert codes(cast["bolat"], cast["aigul"], by=cast[who]) == ["not_allowed"]
    assert not Substitution.objects.exists()


def test_a_head_of_department_appoints_their_own_only(cast, in_march):
    assert appoint(cast["beibit"], cast["aigul"])
    assert codes(cast["bolat"], cast["beibit"], by=cast["beibit"]) == ["not_allowed"]


def test_a_stand_in_appoints_nobody_in_the_signatorys_place(cast, in_march):
    appoint(cast["bolat"], cast["aigul"], starts_on=date(2027, 3, 15))
    aigul = fresh(cast["aigul"])
    assert ("signatory", aigul.body_id) in aigul.standings()
    assert codes(cast["bolat"], cast["beibit"], by=aigul, starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 2)) == ["not_allowed"]
    assert codes(aigul, cast["beibit"], by=aigul) == ["not_allowed"]


def test_the_administrator_appoints_for_anyone_but_borrows_nothing(cast, in_march):
    assert appoint(cast["gulnar"], cast["kairat"], by=cast["saule"])
    User.objects.filter(pk=cast["saule"].pk).update(body=cast["gulnar"].body)
    saule = fresh(cast["saule"])
    assert codes(cast["madina"], saule, by=saule) == ["role_never_lent"]
    assert codes(saule, cast["madina"], by=saule) == ["role_never_lent"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"deputy": "dana"}, ["deputy_of_another_body"]),
        ({"deputy": "bolat"}, ["deputy_is_self"]),
        ({"starts_on": date(2027, 3, 14)}, ["deputy_from_past"]),
        ({"ends_on": date(2027, 3, 19)}, ["deputy_ends_before"]),
        ({"deputy": "dana", "ends_on": date(2027, 3, 19)}, ["deputy_of_another_body", "deputy_ends_before"]),
    ],
)
def test_impossible_substitutions_are_refused_with_every_reason(cast, in_march, change, expected):
    deputy = cast[change.pop("deputy", "aigul")]
    assert codes(cast["bolat"], deputy, **change) == expected
    assert not Substitution.objects.exists()


def test_a_closed_account_stands_in_for_nobody(cast, in_march):
    rules.deactivate(cast["aigul"], by=cast["saule"], why="№ 1")
    assert codes(cast["bolat"], fresh(cast["aigul"])) == ["access_closed"]


def test_days_are_given_once(bolat, aigul, beibit, in_march):
    appoint(bolat, aigul)
    assert codes(bolat, beibit, starts_on=LAST, ends_on=LAST + timedelta(days=3)) == ["deputy_days_taken"]
    assert appoint(bolat, beibit, starts_on=LAST + timedelta(days=1), ends_on=LAST + timedelta(days=3))


def test_a_cancelled_substitution_ends_at_once_and_is_told(bolat, aigul, in_march):
    row = appoint(bolat, aigul, starts_on=date(2027, 3, 15))
    assert len(fresh(aigul).standings()) == 2
    deputies.cancel_deputy(row, by=bolat)
    assert len(fresh(aigul).standings()) == 1
    assert [event.verb for event in history.trail(bolat)] == ["cancel_deputy", "appoint_deputy"]
    assert list(Notice.objects.filter(person=aigul).order_by("pk").values_list("kind", flat=True)) == [
        "deputy_appointed",
        "deputy_cancelled",
    ]
    with pytest.raises(Refused):
        deputies.cancel_deputy(row, by=bolat)


@pytest.mark.parametrize("who", ["aigul", "beibit", "erlan", "kairat", "oraz"])
def test_others_cancel_nothing(cast, in_march, who):
    row = appoint(cast["bolat"], cast["aigul"])
    with pytest.raises(Refused):
        deputies.cancel_deputy(row, by=cast[who])
    row.refresh_from_db()
    assert row.cancelled_at is None


@pytest.mark.parametrize("whose", ["bolat", "aigul"])
def test_a_new_role_ends_what_was_agreed_for_the_former(cast, in_march, whose):
    row = appoint(cast["bolat"], cast["aigul"], starts_on=date(2027, 3, 15))
    rules.change_role(cast[whose], by=cast["saule"], role=Role.DEPARTMENT_HEAD, body=cast[whose].body)
    row.refresh_from_db()
    assert row.cancelled_by == cast["saule"]
    assert len(fresh(cast["aigul"]).standings()) == 1


def test_a_person_moved_past_the_rules_lends_nothing(bolat, aigul, erlan, in_march):
    appoint(bolat, aigul, starts_on=date(2027, 3, 15))
    User.objects.filter(pk=bolat.pk).update(body=erlan.body)
    assert len(fresh(aigul).standings()) == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_row_written_past_the_rules_lends_no_administrator(bolat, aigul, in_march, role):
    appoint(bolat, aigul, starts_on=date(2027, 3, 15))
    User.objects.filter(pk=bolat.pk).update(role=role)
    assert len(fresh(aigul).standings()) == 1
