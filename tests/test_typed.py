"""Pages with one text: kept while it is typed, kept when its button is pressed too late, given back to its author alone."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.conf import settings as project
from django.test import Client

import portal
import reporting
from reporting.cycle import announcements
from reporting.models import Event, ParkedText, Report
from reporting.parking import parked_for, signed
from tests.browser.screens import ALIKE, SCREENS
from tests.filing.filling import report_of

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}
TEXT = "Есеп тапсыру мерзімі 1 сәуірге дейін.\nСұрақтар бойынша кураторға хабарласыңыз."
PAGE = "/work/cycles/2026/announce/"


@pytest.fixture
def year(cycle2026, in_march):
    return cycle2026


def sent(person, page: str = PAGE, **typed) -> dict:
    """What the script posts."""
    return {"who": signed(person, None, page), "parked": "", "fields": " ".join(typed), **typed}


def machinery(html: str) -> dict:
    """The hidden fields of the page for the machine."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("who", "parked")}


def test_what_is_typed_is_kept_and_nothing_is_done_with_it(year, kairat, sign_in):
    client = sign_in(kairat)
    html = client.get(f"/ru{PAGE}").content.decode()
    told = client.post(f"/ru{PAGE}", {**machinery(html), "fields": "kk", "kk": TEXT}, **JSON).json()
    assert told["parked"] and "ещё не отправлен" in told["said"] and not announcements.announcements(year)
    assert TEXT not in ParkedText.objects.get().sealed
    again = client.get(f"/kk{PAGE}").content.decode()  # the same page in another language
    assert "Сұрақтар бойынша" in again and 'id="typed"' in again and machinery(again)["parked"] == told["parked"]
    sent_off = {**machinery(again), "kk": TEXT, "ru": TEXT}
    assert client.post(f"/kk{PAGE}", sent_off).status_code == 302 and announcements.announcements(year)
    assert not ParkedText.objects.exists() and 'id="typed"' not in client.get(f"/kk{PAGE}").content.decode()


def test_a_refused_form_keeps_its_text_and_its_parked_one(year, kairat, sign_in):
    client = sign_in(kairat)
    parked = client.post(f"/ru{PAGE}", sent(kairat, kk=TEXT), **JSON).json()["parked"]
    page = client.post(f"/ru{PAGE}", {**sent(kairat), "parked": parked, "kk": TEXT, "ru": ""}).content.decode()
    assert "Сұрақтар бойынша" in page and machinery(page)["parked"] == parked and ParkedText.objects.exists()


def test_a_session_that_ended_parks_and_signing_in_brings_the_text_back(year, kairat, sign_in):
    nobody = Client()
    assert nobody.post(f"/ru{PAGE}", sent(kairat, kk=TEXT), **JSON).status_code == 401
    answer = nobody.post(f"/ru{PAGE}", {**sent(kairat), "kk": TEXT, "ru": "Набрано"})
    assert answer.status_code == 302 and "sign-in" in answer["Location"] and not announcements.announcements(year)
    assert "Набрано" in sign_in(kairat).get(f"/ru{PAGE}").content.decode()


def test_nobody_else_sees_it_sends_it_or_discards_it(year, kairat, madina, aigul, sign_in):
    other = sign_in(madina)
    assert other.post(f"/ru{PAGE}", {**sent(kairat), "kk": TEXT, "ru": TEXT}).status_code == 302
    assert not announcements.announcements(year) and TEXT not in other.get(f"/ru{PAGE}").content.decode()
    typed = ParkedText.objects.get()
    for person in (madina, aigul):
        sign_in(person).post(f"/ru{PAGE}", {"discard": typed.public_id})
    assert ParkedText.objects.exists()
    assert sign_in(kairat).post(f"/ru{PAGE}", {"discard": typed.public_id}).status_code == 302 and not ParkedText.objects.exists()


def test_a_stranger_keeps_nothing_on_a_page_that_was_never_drawn_for_them(year, dana, sign_in):
    client = sign_in(dana)
    assert client.get(f"/ru{PAGE}").status_code == 404
    assert client.post(f"/ru{PAGE}", {"who": "forged", "fields": "kk", "kk": TEXT}, **JSON).status_code == 404
    assert not ParkedText.objects.exists() and not Event.objects.filter(verb="announce").exists()


def test_a_stale_token_parks_and_the_script_gets_a_new_one(year, kairat):
    client = Client(enforce_csrf_checks=True)
    client.force_login(kairat, backend="portal.users.backend.SignedInBackend")
    answer = client.post(f"/ru{PAGE}", {**sent(kairat, kk=TEXT), "csrfmiddlewaretoken": "x" * 64}, **JSON)
    told = answer.json()
    assert answer.status_code == 403 and told["csrf"] and told["parked"]
    answer = client.post(f"/ru{PAGE}", {**sent(kairat), "kk": TEXT, "ru": "Набрано"})
    assert answer.status_code == 302 and "Набрано" in client.get(answer["Location"]).content.decode()


def test_a_text_that_stands_there_already_is_not_given_back(year, kairat, sign_in):
    client = sign_in(kairat)
    client.post(f"/ru{PAGE}", sent(kairat, kk=TEXT), **JSON)
    client.post(f"/ru{PAGE}", {**sent(kairat, kk=""), "parked": ParkedText.objects.get().public_id}, **JSON)
    assert 'id="typed"' not in client.get(f"/ru{PAGE}").content.decode() and not ParkedText.objects.exists()


def test_without_the_protection_nothing_is_kept(year, kairat, sign_in, settings):
    settings.TYPED_TEXT_PROTECTION = False
    client = sign_in(kairat)
    assert "data-autosave" not in client.get(f"/ru{PAGE}").content.decode()
    assert client.post(f"/ru{PAGE}", sent(kairat, kk=TEXT), **JSON).json()["parked"] == ""


@pytest.mark.parametrize(("place", "field"), [("recall", "reason"), ("amend", "reason"), ("no-activity", "note")])
def test_the_reasons_of_a_report_are_kept(year, bolat, sign_in, place, field):
    report = report_of("AK-ABA")
    Report.objects.filter(pk=report.pk).update(status={"recall": "submitted", "amend": "accepted"}.get(place, "draft"))
    page = f"/work/report/{report.public_id}/{place}/"
    client, data = sign_in(bolat), sent(bolat, page, **{field: "Себебі осы"})
    assert "data-keeps" in client.get(f"/kk{page}").content.decode()
    assert client.post(f"/kk{page}", data, **JSON).json()["parked"]
    assert "Себебі осы" in client.get(f"/kk{page}").content.decode()
    ParkedText.objects.all().delete()
    assert Client().post(f"/kk{page}", data).status_code == 302 and "Себебі осы" in client.get(f"/kk{page}").content.decode()


def test_two_tabs_with_the_same_kept_text_never_write_over_each_other(year, kairat, sign_in):
    client = sign_in(kairat)
    client.post(f"/ru{PAGE}", sent(kairat, kk=TEXT), **JSON)
    tabs = [machinery(client.get(f"/ru{PAGE}").content.decode())["parked"] for _ in range(2)]
    assert tabs[0] == tabs[1]
    answers = [client.post(f"/ru{PAGE}", {**sent(kairat, kk=f"Қойынды {n}"), "parked": tab}, **JSON) for n, tab in enumerate(tabs)]
    kept = {typed.fields["kk"] for typed in parked_for(kairat, None, PAGE)}
    assert kept == {"Қойынды 0", "Қойынды 1"} and len({answer.json()["parked"] for answer in answers}) == 2
    client.post(f"/ru{PAGE}", {**sent(kairat), "parked": tabs[0], "kk": "a", "ru": "b"})  # sends what it knew: nothing newer is erased
    assert ParkedText.objects.count() == 2


# No screen is forgotten


def forms_with_text() -> set[str]:
    """Every form of the portal that has a field of several lines."""
    for package in (portal, reporting):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if re.search(r"\.(forms|\w+_forms|views|\w+_views)$", module.name):
                importlib.import_module(module.name)
    found, waiting = set(), [forms.Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        has_text = any(isinstance(field.widget, forms.Textarea) for field in getattr(one, "base_fields", {}).values())
        if one.__module__.startswith(("portal.", "reporting.")) and has_text:
            found.add(f"{one.__module__}.{one.__name__}")
    return found


def test_every_form_with_a_text_is_a_screen_of_the_campaign():
    """A new form with a text needs a line in SCREENS: then every kind of interruption is tried on it."""
    made_when_used = {"reporting.filing.forms.ItemForm", "reporting.filing.forms.IndicatorForm"}
    tried = {form for screen in SCREENS.values() for form in screen.forms}
    assert tried | set(ALIKE) == forms_with_text() | made_when_used


@pytest.mark.parametrize("form", ALIKE)
def test_a_page_made_of_the_same_parts_keeps_what_is_typed(form):
    """The view that uses the form gives it what was typed before, and stands under the decorator."""
    name = form.rpartition(".")[2]
    views = [path.read_text(encoding="utf-8") for path in (project.BASE_DIR / "reporting").rglob("*views.py")]
    users = [text for text in views if re.search(rf"\b{name}\b", text)]
    assert users and all("@keeps_typed" in text and "typed_again(" in text for text in users)


def test_every_template_with_a_text_of_its_own_keeps_it():
    """It, or the page that takes it in, has the part that keeps what is typed."""
    templates = {str(path.relative_to(project.BASE_DIR / "templates")): path.read_text(encoding="utf-8")
                 for path in (project.BASE_DIR / "templates").rglob("*.html")}  # fmt: skip
    parts = ("parts/saving.html", "parts/typing.html", 'name="who"')  # the last: kept when its button comes too late
    for name, text in templates.items():
        around = [other for other in templates.values() if f'"{name}"' in other]
        assert "<textarea" not in text or any(part in one for one in (text, *around) for part in parts), name
