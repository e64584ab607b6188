"""Pages of people: what is on them, in three languages, and that a stranger meets 404."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal.users import rules
from portal.users.models import Substitution, User
from reporting.roles import Role

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
OF_ADMINISTRATOR = ("person", "change_person", "change_role", "deactivate", "set_temporary_password", "deputies")


def address(name, *args, language="kk"):
    """The address of a page of people in a language."""
    with translation.override(language):
        return reverse(f"users:{name}", args=args)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_ADMINISTRATOR)
def test_administrator_sees_every_page_of_a_person(cast, sign_in, name, language):
    answer = sign_in(cast["saule"]).get(address(name, cast["bolat"].pk, language=language))
    assert answer.status_code == 200
    assert cast["bolat"].full_name in answer.content.decode()
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("name", OF_ADMINISTRATOR)
@pytest.mark.parametrize("who", ["dana", "erlan", "aigul", "gulnar", "kairat", "madina", "nurlan"])
def test_a_stranger_meets_404(cast, sign_in, name, who):
    assert sign_in(cast[who]).get(address(name, cast["bolat"].pk)).status_code == 404
    assert sign_in(cast[who]).post(address(name, cast["bolat"].pk), {}).status_code in (404, 405)


@pytest.mark.parametrize("who", ["aigul", "bolat", "gulnar", "kairat", "nurlan"])
@pytest.mark.parametrize("name", ["people", "add_person"])
def test_the_list_is_not_for_everyone(cast, sign_in, who, name):
    assert sign_in(cast[who]).get(address(name)).status_code == 404


@pytest.mark.parametrize("name", ["people", "add_person", "account", "change_password"])
def test_an_anonymous_visitor_signs_in_first(client, db, name):
    answer = client.get(address(name, language="ru"))
    assert answer["Location"] == f"/ru/sign-in/?next={address(name, language='ru')}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["people", "add_person", "account", "change_password", "deputies"])
def test_own_and_common_pages_in_three_languages(cast, sign_in, name, language):
    args = [cast["bolat"].pk] if name == "deputies" else []
    answer = sign_in(cast["saule"]).get(address(name, *args, language=language))
    assert answer.status_code == 200 and f'<html lang="{language}"' in answer.content.decode()


def test_the_auditor_reads_and_changes_nothing(cast, sign_in):
    client = sign_in(cast["oraz"])
    page = client.get(address("person", cast["bolat"].pk)).content.decode()
    assert cast["bolat"].full_name in page
    for name in OF_ADMINISTRATOR[1:]:
        assert address(name, cast["bolat"].pk) not in page
        assert client.get(address(name, cast["bolat"].pk)).status_code == 404


def test_no_button_is_drawn_that_the_rule_refuses(cast, sign_in):
    page = sign_in(cast["saule"]).get(address("person", cast["saule"].pk)).content.decode()
    for name in ("change_role", "deactivate", "set_temporary_password"):
        assert address(name, cast["saule"].pk) not in page


def test_no_stand_in_is_offered_for_a_role_that_is_never_lent(cast, sign_in):
    client = sign_in(cast["saule"])
    assert address("deputies", cast["saule"].pk) not in client.get(address("account")).content.decode()
    for name in ("saule", "oraz"):
        assert client.get(address("deputies", cast[name].pk)).status_code == 404


# The list


def names(answer):
    """Names in the order of the list."""
    return [person.full_name for person in answer.context["page"]]


def test_the_list_is_in_kazakh_order(cast, sign_in):
    shown = names(sign_in(cast["saule"]).get(address("people")))
    assert shown.index("Аудитор Ораз") < shown.index("Әкімші Сәуле") < shown.index("Байқаушы Нұрлан")
    assert shown.index("Қараушы Гүлнар") < shown.index("Мысалов Ерлан") < shown.index("Үлгібаев Бейбіт")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ҮЛГІБАЕВА"}, {"aigul"}),
        ({"q": "ерлан мысалов"}, {"erlan"}),
        ({"q": "gulnar@"}, {"gulnar"}),
        ({"role": "approver"}, {"madina"}),
        ({"role": "signatory", "q": "ұлан"}, {"ulan"}),
        ({"q": "жоқ адам"}, set()),
    ],
)
def test_the_list_is_narrowed(cast, sign_in, asked, found):
    answer = sign_in(cast["saule"]).get(address("people"), asked)
    assert {person.email.partition("@")[0] for person in answer.context["page"]} == found
    assert ("Ештеңе табылмады" in answer.content.decode()) == (not found)


def test_the_list_is_narrowed_by_body_and_access(cast, sign_in):
    client = sign_in(cast["saule"])
    rules.deactivate(cast["aigul"], by=cast["saule"], why="№ 1")
    of_abai = client.get(address("people"), {"body": cast["bolat"].body_id})
    assert len(names(of_abai)) == 3
    assert names(client.get(address("people"), {"body": cast["bolat"].body_id, "active": "0"})) == ["Үлгібаева Айгүл"]
    assert len(names(client.get(address("people"), {"body": "x", "role": "king", "active": "9"}))) == len(cast)


def test_the_list_asks_the_same_number_of_queries_for_more_people(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast["saule"])
    with CaptureQueriesContext(connection) as few:
        client.get(address("people"))
    for n in range(60):
        User.objects.create_user(f"p{n}@example.kz", f"Көпбаев {n}", Role.OFFICER, body=cast["aigul"].body)
    with django_assert_num_queries(len(few)):
        answer = client.get(address("people"))
    assert len(names(answer)) == 50 and "?page=2" in answer.content.decode()
    assert len(names(client.get(address("people"), {"page": 2, "q": "көпбаев"}))) == 10


def test_a_person_with_a_long_history_asks_the_same_number_of_queries(cast, sign_in, django_assert_num_queries):
    client, aigul = sign_in(cast["saule"]), cast["aigul"]
    rules.change_person(aigul, by=cast["saule"], full_name="Ә", email=aigul.email)
    with CaptureQueriesContext(connection) as few:
        client.get(address("person", aigul.pk))
    for n in range(20):
        rules.change_person(aigul, by=cast["saule"], full_name=f"Ә{n}", email=aigul.email)
    with django_assert_num_queries(len(few)):
        client.get(address("person", aigul.pk))


# Doing


def test_a_person_is_added_by_hand_and_given_a_password(cast, sign_in):
    client = sign_in(cast["saule"])
    asked = {"full_name": "Жаңабаев Жаңа", "role": "officer", "body": cast["aigul"].body_id, "email": "zh@example.kz", "language": "ru"}
    answer = client.post(address("add_person"), asked)
    made = User.objects.get(email="zh@example.kz")
    assert answer["Location"] == address("person", made.pk)
    assert address("set_temporary_password", made.pk) in client.get(answer["Location"]).content.decode()
    assert 'class="secret"' in client.post(address("set_temporary_password", made.pk)).content.decode()
    again = client.post(address("add_person"), asked)
    assert again.status_code == 200 and 'href="#id_email"' in again.content.decode() and "Жаңабаев Жаңа" in again.content.decode()


def test_a_role_is_changed_by_hand_and_told_in_the_trail(cast, sign_in):
    client, aigul = sign_in(cast["saule"]), cast["aigul"]
    client.post(address("change_role", aigul.pk), {"role": "signatory", "body": aigul.body_id})
    assert User.objects.get(pk=aigul.pk).role == "signatory"
    page = client.get(address("person", aigul.pk)).content.decode()
    assert "<del>Жауапты қызметкер</del> → <ins>Қол қоюшы адам</ins>" in page


def test_access_is_closed_by_hand_with_a_ground_only(cast, sign_in):
    client, aigul = sign_in(cast["saule"]), cast["aigul"]
    assert client.post(address("deactivate", aigul.pk), {"why": " "}).status_code == 200
    assert User.objects.get(pk=aigul.pk).is_active
    client.post(address("deactivate", aigul.pk), {"why": "№ 3"})
    assert not User.objects.get(pk=aigul.pk).is_active
    client.post(address("reactivate", aigul.pk), {"why": "№ 4"})
    assert User.objects.get(pk=aigul.pk).is_active


def test_a_signatory_appoints_and_cancels_their_own_stand_in(cast, sign_in, in_march):
    client, bolat = sign_in(cast["bolat"]), cast["bolat"]
    page = client.get(address("deputies", bolat.pk)).content.decode()
    assert "Үлгібаева Айгүл" in page and "Мысалова Дана" not in page
    asked = {"deputy": cast["aigul"].pk, "starts_on": "20.03.2027", "ends_on": "25.03.2027", "basis": "№ 7"}
    assert client.post(address("deputies", bolat.pk), asked | {"deputy": cast["dana"].pk}).status_code == 200
    assert not Substitution.objects.exists()
    assert client.post(address("deputies", bolat.pk), asked).status_code == 302
    row = Substitution.objects.get()
    assert "20.03.2027" in client.get(address("account")).content.decode()
    cancel = address("cancel_deputy", bolat.pk, row.pk)
    for who in ("dana", "aigul", "erlan", "gulnar"):
        assert sign_in(cast[who]).post(cancel).status_code == 404
    assert sign_in(cast["erlan"]).post(address("cancel_deputy", cast["erlan"].pk, row.pk)).status_code == 404
    assert client.post(cancel).status_code == 302
    row.refresh_from_db()
    assert row.cancelled_by == bolat
    assert client.post(cancel).status_code == 200


def test_own_language_is_saved_by_hand(cast, sign_in):
    client = sign_in(cast["aigul"])
    assert client.post(address("account"), {"language": "de"}).status_code == 200
    client.post(address("account"), {"language": "en"})
    assert User.objects.get(pk=cast["aigul"].pk).language == "en"
