"""Rules of people, without HTTP: what is done, what is refused, what is recorded, who may."""

import pytest
from django.db import IntegrityError, transaction

from portal.users import passwords, rules
from portal.users.models import User
from reporting import history
from reporting.models import Notice
from reporting.problems import Refused
from reporting.roles import Role
from territories.models import ExecutiveBody

pytestmark = pytest.mark.django_db
NEW = {"email": "New.Person@Example.kz", "full_name": "Жаңабаев  Жаңа\n", "role": Role.OFFICER}


def codes(call, *args, **kwargs):
    """The codes of the refusal that a call ends with."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return [problem.code for problem in refused.value.problems]


def body(code):
    """A body of the Concept."""
    return ExecutiveBody.objects.get(code=code)


# Adding


def test_a_person_is_added_with_a_folded_address_and_no_password(saule):
    made = rules.create_person(by=saule, body=body("AK-ABA"), **NEW)
    assert (made.email, made.full_name, made.has_usable_password()) == ("new.person@example.kz", "Жаңабаев Жаңа", False)
    event = history.trail(made)[0]
    assert (event.verb, event.actor, event.new["role"], event.new["body"]["ru"]) == (
        "create_person", saule, "officer", made.body.name_ru,
    )  # fmt: skip
    assert Notice.objects.get(person=made).kind == "person_created"


def test_an_address_is_taken_in_any_letter_case(saule, aigul):
    assert codes(rules.create_person, by=saule, body=body("AK-ABA"), **NEW | {"email": "AIGUL@example.kz"}) == ["email_taken"]
    assert User.objects.filter(email__iexact="aigul@example.kz").count() == 1


def test_an_officer_needs_a_body_and_a_ministry_role_gets_its_own(saule):
    assert codes(rules.create_person, by=saule, **NEW) == ["role_needs_body"]
    reviewer = rules.create_person(by=saule, body=body("AK-ABA"), **NEW | {"role": Role.REVIEWER})
    assert reviewer.body.code == "MNVO"
    observer = rules.create_person(by=saule, **NEW | {"role": Role.OBSERVER, "email": "o@example.kz"})
    assert observer.body.code == "MNE"
    auditor = rules.create_person(by=saule, body=body("MNE"), **NEW | {"role": Role.AUDITOR, "email": "a@example.kz"})
    assert auditor.body is None


def test_a_body_that_is_no_more_is_refused(saule):
    gone = body("AK-ABA")
    ExecutiveBody.objects.filter(pk=gone.pk).update(valid_from="2020-01-01", valid_to="2021-01-01")
    assert codes(rules.create_person, by=saule, body=gone, **NEW) == ["body_not_valid"]


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"role": "officer", "body": None}, {"email": "UPPER@example.kz"}, {"language": "de"}])
def test_the_database_refuses_what_the_rules_would(aigul, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=aigul.pk).update(**wrong)


# Details


def test_details_are_changed_and_told(saule, aigul):
    rules.change_person(aigul, by=saule, full_name="Әбенова Айгүл", email="A.Abenova@example.kz", position="Маман", phone="1")
    aigul.refresh_from_db()
    assert (aigul.email, aigul.search_text) == ("a.abenova@example.kz", "әбенова айгүл\na.abenova@example.kz\nмаман")
    event = history.trail(aigul)[0]
    assert (event.old["full_name"], event.new["full_name"]) == ("Үлгібаева Айгүл", "Әбенова Айгүл")


def test_details_may_not_take_another_address(saule, aigul, dana):
    assert codes(rules.change_person, aigul, by=saule, full_name="Х", email=dana.email) == ["email_taken"]
    aigul.refresh_from_db()
    assert aigul.email == "aigul@example.kz"


# Roles


def test_a_role_is_changed_with_its_rights_version(saule, aigul):
    before = aigul.get_session_auth_hash()
    rules.change_role(aigul, by=saule, role=Role.SIGNATORY, body=body("AK-ABA"))
    assert aigul.standings() == {("signatory", aigul.body_id)}
    assert aigul.get_session_auth_hash() != before
    assert history.trail(aigul)[0].old["role"] == "officer"


def test_nobody_changes_their_own_role(saule):
    assert codes(rules.change_role, saule, by=saule, role=Role.REVIEWER) == ["own_role"]
    saule.refresh_from_db()
    assert saule.role == Role.ADMINISTRATOR


def test_the_same_role_is_no_change(saule, aigul):
    assert codes(rules.change_role, aigul, by=saule, role=aigul.role, body=aigul.body) == ["nothing_changed"]


def test_a_role_changed_meanwhile_is_refused(saule, aigul):
    stale = User.objects.get(pk=aigul.pk)
    rules.change_role(aigul, by=saule, role=Role.SIGNATORY, body=aigul.body)
    assert codes(rules.change_role, stale, by=saule, role=Role.DEPARTMENT_HEAD, body=stale.body) == ["moved_on"]
    aigul.refresh_from_db()
    assert aigul.role == Role.SIGNATORY


# Access


def test_the_last_administrator_stays(saule):
    other = rules.create_person(by=saule, **NEW | {"role": Role.ADMINISTRATOR})
    rules.deactivate(saule, by=other, why="№ 1")
    saule.refresh_from_db()
    assert not saule.is_active
    rules.reactivate(saule, by=other, why="№ 2")
    rules.deactivate(other, by=saule, why="№ 3")
    stranger = User(role=Role.ADMINISTRATOR, pk=0, is_active=True)
    assert codes(rules.deactivate, saule, by=stranger, why="№ 4") == ["last_administrator"]
    assert codes(rules.change_role, saule, by=stranger, role=Role.AUDITOR) == ["last_administrator"]
    saule.refresh_from_db()
    assert saule.is_active and saule.role == Role.ADMINISTRATOR


def test_nobody_closes_their_own_access(saule):
    assert codes(rules.deactivate, saule, by=saule, why="№ 1") == ["own_access"]


def test_access_is_closed_and_opened_without_the_former_password(saule, aigul):
    passwords.change_own_password(aigul, by=aigul, password="ертеде болған үш сөз")
    rules.deactivate(aigul, by=saule, why="№ 12, 01.02.2027")
    assert history.trail(aigul)[0].why == "№ 12, 01.02.2027"
    assert codes(rules.deactivate, aigul, by=saule, why="№ 13") == ["access_closed"]
    assert codes(passwords.set_temporary_password, aigul, by=saule) == ["access_closed"]
    rules.reactivate(aigul, by=saule, why="№ 14")
    aigul.refresh_from_db()
    assert aigul.is_active and not aigul.has_usable_password()
    assert codes(rules.reactivate, aigul, by=saule, why="№ 15") == ["access_open"]


# Passwords


def test_a_temporary_password_must_be_changed_and_is_never_recorded(saule, aigul):
    password = passwords.set_temporary_password(aigul, by=saule)
    aigul.refresh_from_db()
    assert aigul.check_password(password) and aigul.must_change_password and aigul.temporary_until
    assert all(password not in str([event.old, event.new, event.why]) for event in history.trail(aigul))
    passwords.change_own_password(aigul, by=aigul, password="ертеде болған үш сөз")
    aigul.refresh_from_db()
    assert not aigul.must_change_password and aigul.temporary_until is None


def test_an_administrator_gives_no_temporary_password_to_themselves(saule):
    assert codes(passwords.set_temporary_password, saule, by=saule) == ["own_password"]


def test_temporary_passwords_differ_and_hold_no_doubtful_signs():
    made = {passwords.make_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("0O1lIi")


# Who may


VERBS = {
    "create_person": lambda by, on: rules.create_person(by=by, **NEW | {"role": Role.AUDITOR}),
    "change_person": lambda by, on: rules.change_person(on, by=by, full_name="Х", email="x@example.kz"),
    "change_role": lambda by, on: rules.change_role(on, by=by, role=Role.AUDITOR),
    "deactivate": lambda by, on: rules.deactivate(on, by=by, why="№ 1"),
    "set_temporary_password": lambda by, on: passwords.set_temporary_password(on, by=by),
}
OTHERS = ["bolat", "beibit", "dana", "erlan", "gulnar", "kairat", "madina", "nurlan", "oraz", "timur", "ulan", "aigul"]


@pytest.mark.parametrize("verb", VERBS)
def test_only_an_administrator_may(cast, verb):
    VERBS[verb](cast["saule"], cast["aigul"])
    other = cast["bolat"]
    for name in OTHERS:
        assert codes(VERBS[verb], cast[name], other) == ["not_allowed"], name
    assert history.trail(other).count() == 0


@pytest.mark.parametrize("name", ["saule", "bolat", "gulnar"])
def test_the_account_of_another_is_not_ones_own(cast, name):
    by, on = cast[name], cast["aigul"]
    assert codes(rules.change_own_language, on, by=by, language="ru") == ["not_allowed"]
    assert codes(passwords.change_own_password, on, by=by, password="ертеде болған үш сөз") == ["not_allowed"]


def test_reactivation_is_the_administrators(cast):
    rules.deactivate(cast["aigul"], by=cast["saule"], why="№ 1")
    for name in ("bolat", "erlan", "gulnar", "oraz"):
        assert codes(rules.reactivate, cast["aigul"], by=cast[name], why="№ 2") == ["not_allowed"]


def test_a_closed_account_may_nothing(cast):
    cast["saule"].is_active = False
    assert codes(rules.create_person, by=cast["saule"], **NEW) == ["not_allowed"]


def test_own_language_is_chosen(aigul):
    rules.change_own_language(aigul, by=aigul, language="ru")
    aigul.refresh_from_db()
    assert aigul.language == "ru"
    assert history.trail(aigul)[0].new == {"language": "ru"}
