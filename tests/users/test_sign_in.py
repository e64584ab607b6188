"""The door: throttle, no enumeration, sessions that end with rights, temporary passwords, CSRF, safe `next`."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from portal import settings as portal_settings
from portal.users import letters, passwords, rules
from portal.users.models import User
from reporting import clock
from reporting.models import Job
from reporting.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "ертеде болған үш сөз"
HERE, ELSEWHERE = "198.51.100.7", "198.51.100.8"
REFERENCE = re.compile(r"[0-9A-F]{8}|name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"")


@pytest.fixture
def officer(aigul):
    """Aigul with a password of her own."""
    return passwords.change_own_password(aigul, by=aigul, password=PASSWORD)


def enter(client, email, password, *, address=HERE, language="kk", **extra):
    """One attempt at the sign-in page."""
    return client.post(f"/{language}/sign-in/", {"username": email, "password": password, **extra}, REMOTE_ADDR=address)


def is_in(client):
    """Whether the client is signed in."""
    return client.get("/kk/account/").status_code == 200


def test_the_right_password_opens_work(officer):
    client = Client()
    answer = enter(client, " AIGUL@example.kz ", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/kk/work/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("to", "goes"), [("/ru/account/", "/ru/account/"), ("https://evil.example/", "/kk/work/"), ("//evil.example", "/kk/work/")]
)
def test_next_leads_only_within_the_portal(officer, to, goes):
    assert enter(Client(), officer.email, PASSWORD, next=to)["Location"] == goes


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back(db):
    answer = Client().get("/ru/account/")
    assert answer["Location"] == "/ru/sign-in/?next=/ru/account/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "Құпиясөзді қайта енгізіңіз"), ("ru", "Введите пароль ещё раз"), ("en", "Enter the password once more")],
)
def test_a_sign_in_page_whose_token_is_stale_is_offered_anew(officer, language, words):
    """Another tab has signed in meanwhile: no dead end, the address typed stays, the password is not sent back."""
    client = Client(enforce_csrf_checks=True)
    client.get(f"/{language}/sign-in/")
    typed = {"username": officer.email, "password": PASSWORD, "next": "/kk/account/"}
    answer = client.post(f"/{language}/sign-in/", {**typed, "csrfmiddlewaretoken": "x" * 64})
    page = answer.content.decode()
    assert answer.status_code == 403 and words in page and officer.email in page and PASSWORD not in page and not is_in(client)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert client.post(f"/{language}/sign-in/", {**typed, "csrfmiddlewaretoken": token})["Location"] == "/kk/account/"


# The throttle


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Әрекет саны тым көп"), ("ru", "Слишком много попыток"), ("en", "Too many attempts")]
)
def test_twelve_wrong_passwords_close_the_door_for_the_pair_only(officer, language, words):
    client = Client()
    statuses = [enter(client, officer.email, f"қате {n}", language=language).status_code for n in range(12)]
    assert statuses[:9] == [200] * 9 and statuses[-3:] == [429] * 3
    refused = enter(client, officer.email, PASSWORD, language=language)
    assert refused.status_code == 429 and not is_in(client)
    assert refused["Retry-After"] == "900" and words in refused.content.decode()
    assert re.search(r"\d\d:\d\d", refused.content.decode())
    other = Client()
    assert enter(other, officer.email, PASSWORD, address=ELSEWHERE).status_code == 302 and is_in(other)


def test_capitals_and_browsers_give_no_further_tries(officer):
    for n in range(10):
        Client().post(
            "/kk/sign-in/",
            {"username": "aigul@example.kz" if n % 2 else "AIGUL@Example.KZ", "password": "қате"},
            REMOTE_ADDR=HERE,
            HTTP_USER_AGENT=f"browser {n}",
        )
    assert enter(Client(), officer.email, PASSWORD).status_code == 429


def test_a_neighbour_at_the_same_address_still_enters(officer, dana):
    passwords.change_own_password(dana, by=dana, password=PASSWORD)
    for n in range(12):
        enter(Client(), officer.email, f"қате {n}")
    assert enter(Client(), dana.email, PASSWORD).status_code == 302


def through_proxy(email, password, forwarded):
    """An attempt that reached us through a proxy, with what it wrote in X-Forwarded-For."""
    typed = {"username": email, "password": password}
    return Client().post("/kk/sign-in/", typed, REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=forwarded)


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_forwarded_address_gives_no_further_tries(officer, settings, proxies):
    """nginx adds the true address at the right; everything to the left is the visitor's word."""
    settings.PROXY_COUNT = proxies
    for n in range(10):
        through_proxy(officer.email, "қате", f"203.0.113.{n}, {HERE}")
    assert through_proxy(officer.email, PASSWORD, f"203.0.113.99, {HERE}").status_code == 429


def test_behind_our_proxy_another_address_still_enters(officer, settings):
    settings.PROXY_COUNT = 1
    for _ in range(12):
        through_proxy(officer.email, "қате", HERE)
    assert through_proxy(officer.email, PASSWORD, ELSEWHERE).status_code == 302


# No enumeration


def plain(answer):
    """A page without what differs on every request."""
    return REFERENCE.sub("", answer.content.decode())


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_unknown_wrong_and_closed_are_one_answer(officer, dana, saule, language):
    rules.deactivate(dana, by=saule, why="№ 1")
    pages = set()
    for email in (officer.email, dana.email, "nobody@example.kz", saule.email):
        answer = enter(Client(), email, "қате сөз", language=language)
        assert answer.status_code == 200
        pages.add(plain(answer).replace(email, "@"))
    assert len(pages) == 1


def test_the_hasher_works_for_an_unknown_address_too(officer, monkeypatch):
    counted = []
    for name in ("check_password", "set_password"):
        original = getattr(User, name)
        monkeypatch.setattr(User, name, lambda self, raw, _f=original: counted.append(1) or _f(self, raw))
    enter(Client(), officer.email, "қате")
    known = len(counted)
    enter(Client(), "nobody@example.kz", "қате")
    assert known == len(counted) - known == 1


def test_a_letter_is_asked_for_with_one_answer(officer, settings):
    settings.EMAIL_CONFIGURED = True
    answers = [Client().post("/ru/password/reset/", {"email": email}) for email in (officer.email, "nobody@example.kz")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/ru/password/reset/sent/")] * 2
    assert Job.objects.filter(kind="password_letter").count() == 1
    Client().post("/ru/password/reset/", {"email": officer.email.upper()})
    assert Job.objects.filter(kind="password_letter").count() == 1


def test_without_a_mail_server_the_page_says_whom_to_ask(officer):
    page = Client().get("/ru/password/reset/").content.decode()
    assert "администратор" in page and 'name="email"' not in page
    Client().post("/ru/password/reset/", {"email": officer.email})
    assert not Job.objects.exists()


# The link from the letter


@pytest.mark.parametrize(("language", "words"), [("kk", "құпиясөз"), ("ru", "пароль"), ("en", "password")])
def test_the_letter_is_in_the_persons_language_and_its_link_works_once(officer, language, words):
    rules.change_own_language(officer, by=officer, language=language)
    letters.send_password_link(officer.pk)
    letter = mail.outbox[0]
    assert words in letter.body.lower() and letter.to == [officer.email] and "\n" not in letter.subject
    link = re.search(rf"/{language}/password/reset/\S+", letter.body)[0]
    client = Client()
    page = client.get(link, follow=True)
    form = page.request["PATH_INFO"]
    assert "set-password" in form
    answer = client.post(form, {"new_password1": "жаңа құпия сөйлем", "new_password2": "жаңа құпия сөйлем"})
    assert answer["Location"] == f"/{language}/sign-in/"
    assert enter(Client(), officer.email, "жаңа құпия сөйлем").status_code == 302
    assert "set-password" not in Client().get(link, follow=True).request["PATH_INFO"]


def test_a_closed_account_gets_no_letter_and_no_link(officer, saule):
    link = letters.password_link(officer).removeprefix("http://localhost:8000")
    rules.deactivate(officer, by=saule, why="№ 1")
    letters.send_password_link(officer.pk)
    assert not mail.outbox
    assert "set-password" not in Client().get(link, follow=True).request["PATH_INFO"]


# Rights end at once


def changes(saule):
    """What ends the sessions of a person."""
    return {
        "role": lambda p: rules.change_role(p, by=saule, role=Role.SIGNATORY, body=p.body),
        "close": lambda p: rules.deactivate(p, by=saule, why="№ 1"),
        "password": lambda p: passwords.set_temporary_password(p, by=saule),
        "own password": lambda p: passwords.change_own_password(p, by=p, password="басқа ұзын сөйлем"),
    }


@pytest.mark.parametrize("what", ["role", "close", "password", "own password"])
def test_open_sessions_end_with_the_rights(officer, saule, what):
    client = Client()
    enter(client, officer.email, PASSWORD)
    assert is_in(client)
    changes(saule)[what](User.objects.get(pk=officer.pk))
    assert not is_in(client)


def test_details_end_no_session(officer, saule):
    client = Client()
    enter(client, officer.email, PASSWORD)
    rules.change_person(officer, by=saule, full_name="Әбенова Айгүл", email=officer.email)
    assert is_in(client)


def test_changing_ones_own_password_keeps_this_session_and_ends_the_others(officer):
    here, there = Client(), Client()
    enter(here, officer.email, PASSWORD)
    enter(there, officer.email, PASSWORD)
    new = {"old_password": PASSWORD, "new_password1": "басқа ұзын сөйлем", "new_password2": "басқа ұзын сөйлем"}
    assert here.post("/kk/password/change/", new)["Location"] == "/kk/work/"
    assert is_in(here) and not is_in(there)


# The temporary password


def test_a_temporary_password_is_changed_before_anything_else(cast, sign_in):
    page = sign_in(cast["saule"]).post(f"/kk/people/{cast['aigul'].pk}/password/")
    password = re.search(r'class="secret"[^>]*>([a-z0-9-]+)<', page.content.decode())[1]
    assert password not in sign_in(cast["saule"]).get(f"/kk/people/{cast['aigul'].pk}/password/").content.decode()
    client = Client()
    enter(client, "aigul@example.kz", password)
    for path in ("/kk/account/", "/kk/work/", "/ru/people/", "/kk/none/"):
        assert client.get(path).status_code == 302, path
        assert client.get(path)["Location"].endswith("/password/change/")
    assert client.get("/api/v1/").status_code == 403
    assert client.get("/kk/password/change/").status_code == 200
    wrong = client.post("/kk/password/change/", {"old_password": password, "new_password1": password, "new_password2": password})
    assert wrong.status_code == 200
    client.post("/kk/password/change/", {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD})
    assert is_in(client)


def test_a_temporary_password_lapses(aigul, saule):
    password = passwords.set_temporary_password(aigul, by=saule)
    with clock.at(clock.now() + timedelta(hours=71)):
        assert enter(Client(), aigul.email, password).status_code == 302
    with clock.at(clock.now() + timedelta(hours=73)):
        answer = enter(Client(), aigul.email, password, language="en")
    assert answer.status_code == 200 and "term of the temporary password has passed" in answer.content.decode()


# Forms from elsewhere


@pytest.mark.parametrize("path", ["/kk/sign-in/", "/kk/sign-out/", "/kk/password/change/", "/kk/account/", "/kk/people/add/"])
def test_a_form_without_its_token_is_refused(saule, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(saule, backend="portal.users.backend.SignedInBackend")
    assert client.post(path, {}).status_code == 403


def test_sign_out_is_a_post(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/kk/sign-out/").status_code == 405 and is_in(client)
    assert client.post("/kk/sign-out/").status_code == 302 and not is_in(client)


def test_pages_of_a_signed_in_person_are_kept_nowhere(officer, sign_in):
    assert "no-store" in sign_in(officer).get("/kk/account/")["Cache-Control"]


def test_passwords_are_hashed_with_argon2_first():
    """From the file itself: the tests use a quick hasher."""
    assert portal_settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
