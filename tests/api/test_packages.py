"""The planning body's own system: lists the packages, downloads them, answers."""

import hashlib
from datetime import date

import pytest

from reporting import clock
from reporting.models import Transmission
from reporting.transmission import rules
from tests.api.conftest import Program, code_of
from tests.editions import make_edition

DAY, HOME = date(2027, 4, 26), "/api/v1/packages/"
INCOMING = {"incoming_number": "5678", "incoming_date": "2027-04-26"}


@pytest.fixture(autouse=True)
def on_26_april():
    """The day of the letter."""
    with clock.at(clock.local(DAY, 15)):
        yield


@pytest.fixture
def letter(cycle2026, kairat, madina) -> Transmission:
    """Prepared, not sent."""
    edition = make_edition(cycle2026, proposed_by=kairat, approved_by=madina)
    return rules.prepare(edition, by=kairat, letter_number="08-11/1", letter_date=DAY)


@pytest.fixture
def system(nurlan):
    return Program(nurlan)


@pytest.fixture
def at(letter):
    """Address of the package."""
    return f"{HOME}{letter.pk}/"


def test_a_package_exists_for_the_system_once_it_was_sent(letter, system, at, madina):
    assert system.get(HOME).json() == {"packages": []} and system.get(at).status_code == 404
    rules.send(letter, by=madina)
    told = system.get(HOME).json()["packages"]
    assert [(one["id"], one["year"], one["edition"], one["status"]) for one in told] == [(letter.pk, 2026, 1, "sent")]
    assert system.get(at).json() == told[0]
    zipped = system.get(f"{at}download/")
    assert zipped["Content-Type"] == "application/zip" and hashlib.sha256(zipped.content).hexdigest() == told[0]["package_sha256"]


def test_an_acknowledgement_is_given_once_for_a_key(letter, system, at, madina, nurlan):
    rules.send(letter, by=madina)
    first = system.post(f"{at}acknowledge/", INCOMING, Idempotency_Key="a1")
    assert first.status_code == 200 and first.json()["status"] == "acknowledged" and first.json()["incoming_number"] == "5678"
    assert system.post(f"{at}acknowledge/", INCOMING, Idempotency_Key="a1").json() == first.json()
    late = system.post(f"{at}acknowledge/", INCOMING, Idempotency_Key="a2")
    assert late.status_code == 409 and code_of(late) == "moved_on"
    letter.refresh_from_db()
    assert letter.acknowledged_by == nurlan


def test_a_return_says_its_reason(letter, system, at, madina):
    rules.send(letter, by=madina)
    empty = system.post(f"{at}return/", {"reason": " "}, Idempotency_Key="r1")
    assert empty.status_code == 422 and code_of(empty) == "return_reason_required"
    answer = system.post(f"{at}return/", {"reason": "Сомалар сәйкес емес"}, Idempotency_Key="r2").json()
    assert (answer["status"], answer["return_reason"]) == ("returned", "Сомалар сәйкес емес")


def test_what_is_wrong_is_told_by_code(letter, system, at, madina):
    rules.send(letter, by=madina)
    assert code_of(system.post(f"{at}acknowledge/", INCOMING)) == "key_required"
    future = {**INCOMING, "incoming_date": "2027-04-27"}
    assert code_of(system.post(f"{at}acknowledge/", future, Idempotency_Key="b")) == "date_in_future"
    assert code_of(system.post(f"{at}acknowledge/", {"incoming_number": 5}, Idempotency_Key="c")) == "wrong_type"


@pytest.mark.parametrize("name", ["aigul", "bolat"])
def test_a_bodys_own_system_finds_no_package(letter, at, madina, name, request):
    rules.send(letter, by=madina)
    stranger = Program(request.getfixturevalue(name))
    assert stranger.get(HOME).json() == {"packages": []}
    for answer in (stranger.get(at), stranger.get(f"{at}download/"), stranger.post(f"{at}acknowledge/", INCOMING, Idempotency_Key="x")):
        assert answer.status_code == 404
    assert Program().get(HOME).status_code == 401


def test_the_observers_token_opens_no_report(letter, system, cycle2026):
    report = cycle2026.reports.first()
    assert system.get("/api/v1/reports/").json() == {"reports": []}
    assert system.get(f"/api/v1/reports/{report.public_id}/").status_code == 404
