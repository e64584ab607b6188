"""The guide of the Ministry: three languages, the same sections, for those it concerns."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "templates" / "guide"
LATIN = re.compile(r"[A-Za-z]+")
ALLOWED = {"ZIP", "CSV", "XLSX", "JSON", "API", "load_concept", "why"}


def text(language: str) -> str:
    return (FOLDER / f"ministry.{language}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_guides_have_the_same_sections_and_steps(language):
    def shape(told: str) -> list:
        return re.findall(r"<h2 id=\"(\w+)\"|<(li|tr|p)\b", told)

    assert shape(text(language)) == shape(text("en"))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_word_is_left_in_latin_letters(language):
    words = re.sub(r"<[^>]+>", " ", text(language)).replace("load_concept", "").replace("--why", "")
    assert set(LATIN.findall(words)) <= ALLOWED


CONCERNED = ("gulnar", "kairat", "madina", "nurlan", "oraz", "saule")


@pytest.mark.parametrize("name", [*CONCERNED, "aigul", "bolat"])
def test_for_those_it_concerns(concept, name, request, sign_in, django_assert_max_num_queries):
    status = 200 if name in CONCERNED else 404
    client = sign_in(request.getfixturevalue(name))
    for language in ("kk", "ru", "en"):
        with django_assert_max_num_queries(8):
            assert client.get(f"/{language}/work/guide/ministry/").status_code == status
