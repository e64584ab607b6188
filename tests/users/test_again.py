"""Signing in again on the page where the session ended: its own author goes on, nobody else gets the text."""

import pytest
from django.test import Client
from django.urls import reverse

from reporting.models import ParkedText
from reporting.parking import signed
from tests.conftest import PASSWORD
from tests.filing.filling import report_of

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
JSON = {"Accept": "application/json"}


@pytest.fixture
def people(aigul, bolat):
    for person in (aigul, bolat):
        person.set_password(PASSWORD)
        person.save()
    return aigul, bolat


@pytest.fixture
def row(aigul):
    return report_of("AK-ABA").rows.filter(needs_answer=True).first()


@pytest.fixture
def page(row, aigul):
    """What the form of aigul's page carries: her signature, and where it saves itself."""
    who = signed(aigul, row.report, f"item:{row.pk}")
    return who, reverse("filing:item_autosave", args=[row.report.public_id, row.pk])


@pytest.fixture
def browser():
    """A client that must send the token, as a browser does."""
    return Client(enforce_csrf_checks=True)


def again(browser, who, **posted):
    url = f"{reverse('users:again')}?who={who}"
    before = browser.get(url, headers=JSON).json()
    if not posted:
        return before
    return browser.post(url, {**posted, "csrfmiddlewaretoken": before["csrf"]}, headers=JSON)


def save(browser, page, csrf, text="Мәтін"):
    who, url = page
    sent = {"csrfmiddlewaretoken": csrf, "who": who, "base_version": 1, "fields": "progress_kk", "progress_kk": text}
    return browser.post(url, sent, headers=JSON)


def test_the_author_goes_on_with_a_token_that_works(browser, people, page, row):
    told = again(browser, page[0])
    assert (told["signed_in"], told["same"]) == (False, False)
    assert save(browser, page, told["csrf"]).status_code == 401 and ParkedText.objects.count() == 1
    answer = again(browser, page[0], username="aigul@example.kz", password=PASSWORD)
    assert answer.json()["same"] and answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert save(browser, page, told["csrf"]).status_code == 403, "the old token is over"
    assert save(browser, page, answer.json()["csrf"]).status_code == 200
    row.refresh_from_db()
    assert row.progress_kk == "Мәтін"


def test_another_person_gets_no_leave_to_go_on(browser, people, page, row):
    answer = again(browser, page[0], username="bolat@example.kz", password=PASSWORD).json()
    assert answer["signed_in"] and not answer["same"]
    assert save(browser, page, answer["csrf"]).status_code == 401, "parked for its author, saved under nobody's name"
    row.refresh_from_db()
    assert row.progress_kk == "" and ParkedText.objects.get().person == people[0]


def test_a_wrong_password_is_told_and_signs_nobody_in(browser, people, page):
    answer = again(browser, page[0], username="aigul@example.kz", password="басқа")
    assert answer.status_code == 422 and answer.json()["texts"] and not again(browser, page[0])["signed_in"]


def test_a_forged_signature_is_nobodys(browser, people):
    assert not again(browser, "forged", username="aigul@example.kz", password=PASSWORD).json()["same"]


def test_without_the_token_nobody_signs_in_and_no_password_is_kept(browser, people, page):
    answer = browser.post(f"{reverse('users:again')}?who={page[0]}", {"username": "aigul@example.kz", "password": PASSWORD}, headers=JSON)
    assert answer.status_code == 403 and not ParkedText.objects.exists() and not again(browser, page[0])["signed_in"]
