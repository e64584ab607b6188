"""Tokens: shown once, kept as a hash, ended at once by whatever ends the rights."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError

from portal.users import passwords, rules, tokens
from portal.users.models import ApiToken
from portal.users.token_views import tokens as page
from reporting import clock
from reporting.models import Event
from reporting.problems import Refused
from reporting.roles import Role
from tests.api.conftest import HOME, Program, code_of

PAGE = "/ru/account/tokens/"


def test_the_secret_is_shown_once_and_kept_nowhere(aigul, sign_in):
    client = sign_in(aigul)
    shown = client.post(PAGE, {"name": "СЭД акимата", "days": "90"})
    secret = re.search(r'translate="no">(kesh_[\w-]+)<', shown.content.decode())[1]
    token = ApiToken.objects.get()
    assert "no-store" in shown["Cache-Control"] and secret not in client.get(PAGE).content.decode()
    kept = [str(value) for value in ApiToken.objects.values_list().get()]
    assert secret.split("_", 2)[2] not in " ".join(kept) and len(token.digest) == 64
    assert secret not in str(list(Event.objects.values_list("new", "old"))) and Event.objects.filter(verb="issue_token").count() == 1
    assert Program(secret=secret).get(HOME).status_code == 200


def test_the_page_shows_only_own_tokens_and_only_to_those_whose_systems_ask(aigul, dana, saule, sign_in, client):
    other, _secret = tokens.issue_token(dana, by=dana, name="Жүйе Алматы", days=30)
    assert "Жүйе Алматы" not in sign_in(aigul).get(PAGE).content.decode()
    assert sign_in(aigul).get(f"{PAGE}{other.pk}/revoke/").status_code == 404
    assert sign_in(aigul).post(f"{PAGE}{other.pk}/revoke/").status_code == 404
    assert sign_in(saule).get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302 and page


def test_the_account_page_leads_there(aigul, saule, sign_in):
    assert "/account/tokens/" in sign_in(aigul).get("/ru/account/").content.decode()
    assert "/account/tokens/" not in sign_in(saule).get("/ru/account/").content.decode()


@pytest.mark.parametrize(("fields", "status"), [({"name": " ", "days": "90"}, 422), ({"name": "А", "days": "4000"}, 422)])
def test_a_wrong_form_makes_no_token(aigul, sign_in, fields, status):
    assert sign_in(aigul).post(PAGE, fields).status_code == status and not ApiToken.objects.exists()


def test_nobody_makes_a_token_of_another_person(aigul, bolat, saule):
    for by in (bolat, saule):
        with pytest.raises(Refused):
            tokens.issue_token(aigul, by=by, name="А", days=30)


def test_ten_tokens_in_force_are_enough(aigul):
    made = [tokens.issue_token(aigul, by=aigul, name="А", days=30)[0] for _ in range(tokens.MOST)]
    with pytest.raises(Refused) as refused:
        tokens.issue_token(aigul, by=aigul, name="А", days=30)
    assert refused.value.problems[0].code == "token_too_many"
    tokens.revoke_token(made[0], by=aigul)
    tokens.issue_token(aigul, by=aigul, name="А", days=30)


def test_a_revoked_token_opens_nothing_from_the_next_request_on(officer, aigul, sign_in):
    assert officer.get(HOME).status_code == 200
    assert sign_in(aigul).post(f"{PAGE}{officer.token.pk}/revoke/").status_code == 302
    answer = officer.get(HOME)
    assert (answer.status_code, code_of(answer)) == (401, "token_invalid") and answer["WWW-Authenticate"].startswith("Bearer")
    tokens.revoke_token(officer.token, by=aigul)
    assert Event.objects.filter(verb="revoke_token").count() == 1


@pytest.mark.parametrize("what", ["deactivated", "role", "own password", "temporary password", "term"])
def test_whatever_ends_the_rights_ends_the_token_at_once(officer, aigul, saule, what):
    assert officer.get(HOME).status_code == 200
    if what == "deactivated":
        rules.deactivate(aigul, by=saule, why="Ушла")
    elif what == "role":
        rules.change_role(aigul, by=saule, role=Role.SIGNATORY, body=aigul.body)
    elif what == "own password":
        passwords.change_own_password(aigul, by=aigul, password="Ақтау-2027-жаңа-құпия")
    elif what == "temporary password":
        passwords.set_temporary_password(aigul, by=saule)
    later = clock.now() + timedelta(days=91 if what == "term" else 0)
    with clock.at(later):
        answer = officer.get(HOME)
    assert (answer.status_code, code_of(answer)) == (401, "token_invalid")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer kesh__", "Bearer kesh_000000000000_x", "Basic YTpi", "Bearer a b", "Bearer \xff\xfe", "Bearer \x00"],
)
def test_anything_else_is_401_in_the_same_shape(report, client, header):
    answer = client.get(HOME, headers={"Authorization": header} if header else {})
    assert answer.status_code == 401 and code_of(answer) in ("token_missing", "token_invalid")


def test_a_session_alone_does_not_open_the_api(report, aigul, sign_in):
    assert sign_in(aigul).get(HOME).status_code == 401


def test_the_right_prefix_with_a_wrong_secret_is_refused(officer):
    wrong = officer.secret[:-1] + ("a" if officer.secret[-1] != "a" else "b")
    assert Program(secret=wrong).get(HOME).status_code == 401


def test_wrong_tokens_are_counted_by_address_and_do_not_hold_up_a_right_one(officer):
    wrong = Program(secret="kesh_000000000000_wrong")
    codes = [wrong.get(HOME).status_code for _ in range(31)]
    assert codes[:30] == [401] * 30 and codes[30] == 429
    assert code_of(wrong.get(HOME)) == "too_many_requests" and int(wrong.get(HOME)["Retry-After"]) > 0
    assert officer.get(HOME).status_code == 200


def test_each_token_has_its_own_rate(officer, signatory, monkeypatch):
    monkeypatch.setattr("portal.users.authentication.RequestsOfToken.rate", "3/min", raising=False)
    caches["throttle"].clear()
    assert [officer.get(HOME).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert signatory.get(HOME).status_code == 200


def test_filing_goes_on_when_the_counters_are_away(officer, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("no counters")

    monkeypatch.setattr(type(caches["throttle"]), "get", away)
    assert officer.get(HOME).status_code == 200
    assert Program(secret="kesh_000000000000_wrong").get(HOME).status_code == 401


def test_last_use_is_kept_to_a_few_minutes(officer, django_assert_max_num_queries):
    officer.get(HOME)
    first = ApiToken.objects.get(pk=officer.token.pk).last_used_at
    assert first is not None
    with clock.at(clock.now() + timedelta(minutes=1)):
        officer.get(HOME)
    assert ApiToken.objects.get(pk=officer.token.pk).last_used_at == first
