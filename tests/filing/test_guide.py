"""The guides: three languages, on the page and on paper, with the portal's own words for its buttons and pictures that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from reporting.filing.guide_views import PICTURES, TITLES
from tests.filing.test_pages import at, latin, words

LANGUAGES = ("kk", "ru", "en")
TEXTS = Path(settings.BASE_DIR) / "templates" / "guide"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("guide", TITLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_opens_without_signing_in_and_as_a_printable_file(client, guide, language):
    page = client.get(at("guide", guide, lang=language))
    assert page.status_code == 200 and f'<html lang="{language}"' in page.content.decode()
    shown = re.findall(r'<img src="[^"]*?(guide/[\w-]+\.png)" alt="([^"]+)"', page.content.decode())
    assert shown and all(path.startswith(f"guide/{language}-") and finders.find(path) for path, _said in shown)
    if guide == "signatory":  # one of the two is enough: the template is one
        paper = client.get(at("guide_pdf", guide, lang=language))
        assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF-")


def test_an_unknown_guide_is_not_there(client):
    assert client.get(at("guide", "reviewer")).status_code == 404 and client.get(at("guide_pdf", "reviewer")).status_code == 404


@pytest.mark.parametrize("guide", TITLES)
def test_the_languages_say_the_same_things(guide):
    """The same sections, pictures and names of buttons in the same order; the names come from the pages, so they cannot drift."""
    told = []
    for language in LANGUAGES:
        text = (TEXTS / f"{guide}_{language}.html").read_text(encoding="utf-8")
        told.append(re.findall(r'id="(g\d+)"|\{% translate "([^"]+)" %\}|with name="(\w+)"', text))
    assert told[0] == told[1] == told[2] and len(told[0]) > 15
    assert {picture for _id, _word, picture in told[0] if picture} <= set(PICTURES)


@pytest.mark.parametrize("guide", TITLES)
def test_no_foreign_word_is_left(client, guide):
    assert latin(client.get(at("guide", guide))) <= {"PDF", "XLSX", "UTC", "SHA", "QR"}
    assert not re.findall(r"\w*[әғқңөұүһі]\w*", words(client.get(at("guide", guide, lang="ru"))))


@pytest.mark.parametrize("address", ["/ru/sign-in/", "/ru/password/reset/", "/ru/no-such-page/"])
def test_who_helps_is_said_before_signing_in_and_on_failures(client, settings, address):
    settings.SUPPORT_PHONE, settings.SUPPORT_EMAIL, settings.SUPPORT_HOURS = "+7 7172 000000", "help@portal.example", "09:00–18:30"
    text = client.get(address, follow=True).content.decode()
    assert "+7 7172 000000" in text and "mailto:help@portal.example" in text and "09:00–18:30" in text
    settings.SUPPORT_PHONE = settings.SUPPORT_EMAIL = ""
    assert "mailto:" not in client.get(address, follow=True).content.decode()


def test_the_icon_that_browsers_ask_for_is_there(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302 and finders.find("favicon.ico") and answer["Location"].endswith("favicon.ico")
