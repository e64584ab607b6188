"""Search: three languages, tolerant of the keyboard, says where it matched, needs no script and no database."""

import re
from html import unescape

import pytest
from django.db import connection
from django.utils import translation

from portal.site import folding, indexing, living, searching
from portal.site.editions import read_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(built, settings):
    """The made site is the current build."""
    settings.PUBLIC_ROOT = built
    living.of_build.cache_clear()


def main_of(response) -> str:
    return re.search(r"<main.*</main>", response.content.decode(), re.S)[0]


def text_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize(
    ("typed", "written"),
    [("галым", "ғалым"), ("колжетимди", "қолжетімді"), ("онир", "өңір"), ("умит", "үміт"), ("жуз", "жүз"), ("курылым", "құрылым"),
     ("озирлеу", "өзірлеу"), ("авиация", "Авиация"), ("отчет", "ОТЧЁТ"), ("ашик", "ашық"), ("гаухар", "гауһар"), ("еңбек", "енбек"),
     ("жай", "жаи"), ("Ә", "а")],
)  # fmt: skip
def test_letters_of_another_keyboard_are_the_same(typed, written):
    assert folding.fold(typed) == folding.fold(written)


def test_a_folded_text_is_as_long_as_the_text():
    text = "Ғылыми\u00a0қалашық İstanbul ß ﬁ Ё й ÅΣς"
    assert len(folding.fold(text)) == len(text)
    assert folding.fold(folding.composed("и\u0306")) == folding.fold("й")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("query", "place"), [
    ("гылыми калашык", "2026/items/1/"), ("лаборатории", "2026/items/10/"), ("абай облысы", "2026/bodies/AK-ABA/"),
    ("Abai", "2026/regions/ABA/"),
    ("курчатов", "2026/territories/KURCHATOV/"), ("JOBS-HT", "2026/indicators/JOBS-HT/"), ("закуплено", "#I"), ("2026", "2026/"),
    ("экспертиза завершена", "#I"), ("№ 10", "2026/items/10/"), ("реестр участников", "2026/items/"),
])  # fmt: skip
def test_everything_is_found_from_every_language(client, language, query, place):
    html = main_of(client.get(f"/{language}/search/", {"q": query}))
    assert re.search(rf'href="/{language}/[^"]*{re.escape(place)}', html), text_of(html)


def test_it_says_where_it_matched_and_marks_the_words(client):
    html = main_of(client.get("/ru/search/", {"q": "оборудования", "body": "AK-ABA"}))
    assert "Что сделано" in html and "<mark>оборудования</mark>" in html


def test_a_word_of_a_body_keeps_its_language(client):
    html = main_of(client.get("/en/search/", {"q": "жабдыктын"}))
    assert re.search(r'<span lang="kk">[^/]*<mark>жабдықтың</mark>', html)


def test_another_ending_finds_the_word_and_says_so(client):
    html = main_of(client.get("/ru/search/", {"q": "лабораториями"}))
    assert "items/10/" in html and "начинаются так же" in html


def test_a_number_is_found_whole(built):
    assert folding.pattern("1").search("№ 10") is None and folding.pattern("10").search("№ 10")


def test_filters_narrow(client):
    of_body = main_of(client.get("/ru/search/", {"q": "оборудования", "body": "AK-ABA"}))
    assert set(re.findall(r"#I\d+-([A-Z-]+)", of_body)) == {"AK-ABA"}
    other_year = client.get("/ru/search/", {"q": "оборудования", "year": "2031"})
    assert "Ничего не найдено" in text_of(main_of(other_year))


def test_nothing_found_gives_suggestions_and_an_index(client):
    html = main_of(client.get("/kk/search/", {"q": "жоқсөзжоқсөз"}))
    assert "Ештеңе табылмады" in html and 'href="/kk/contents/"' in html


def test_too_broad_shows_the_first_and_helps_to_narrow(client):
    html = main_of(client.get("/ru/search/", {"q": "текст"}))
    assert "Добавьте слово либо выберите год или орган" in html and "kind=text" in html
    assert html.count("<li><a href") < 60
    second = main_of(client.get("/ru/search/", {"q": "текст", "kind": "text", "page": "2"}))
    assert "page=3" in second and "page=1" in second


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='x", "<b>оборудования</b>", "&lt;mark&gt;"]
)
def test_a_query_is_only_text(client, query):
    html = client.get("/ru/search/", {"q": query}).content.decode()
    assert "<script>alert" not in html and "<img" not in html and "<b>оборудования" not in html and "onfocus='" not in html


def test_a_hostile_text_of_the_index_is_only_text():
    text = "ә <script>x</script> & ғылым"
    shown = searching.excerpt(text, folding.fold(text), [folding.pattern("гилим"), folding.pattern("script")])
    assert shown == "ә &lt;<mark>script</mark>&gt;x&lt;/<mark>script</mark>&gt; &amp; <mark>ғылым</mark>"


@pytest.mark.parametrize("asked", [
    {"q": "а" * 5000}, {"q": "сөз " * 400}, {"q": "(((.*+?["}, {"q": "қала", "page": "99999"}, {"q": "қала", "year": "²²²²"},
    {"q": "қала", "kind": "x", "body": "'; --"}, {"q": "\x00қала"}, {"q": "!!!"},
])  # fmt: skip
def test_nonsense_is_answered(client, asked):
    assert client.get("/kk/search/", asked).status_code == 200


def test_it_asks_no_database_and_needs_no_script(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(connection, "cursor", refuse)
    page = client.get("/kk/search/", {"q": "ғылым"}).content.decode()
    assert re.findall(r'<script src="/static/js/([^"]+)"', page) == ["view.js"] and 'method="get"' in page


def test_before_the_first_build_it_still_answers(client, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path
    assert "Ничего не найдено" in text_of(main_of(client.get("/ru/search/", {"q": "реестр 7654"})))


def test_a_new_build_is_searched_at_once(client, settings, tmp_path, built):
    (tmp_path / "builds" / "a").mkdir(parents=True)
    (tmp_path / "current").symlink_to("builds/a")
    settings.PUBLIC_ROOT = tmp_path
    assert "Ничего не найдено" in text_of(main_of(client.get("/ru/search/", {"q": "оборудования"})))
    (tmp_path / "next").symlink_to(built / "builds" / "one")
    (tmp_path / "next").rename(tmp_path / "current")
    assert "Найдено мест" in text_of(main_of(client.get("/ru/search/", {"q": "оборудования"})))


def test_the_language_switch_keeps_the_question(client):
    page = client.get("/kk/search/", {"q": "ғылым", "year": "2026"}).content.decode()
    assert 'href="/ru/search/?q=%D2%93%D1%8B%D0%BB%D1%8B%D0%BC&amp;year=2026"' in page


def test_larger_text_is_chosen_without_a_script(client):
    answer = client.get("/kk/search/?view=large")
    assert answer.status_code == 302 and "view=large" in answer["Set-Cookie"]
    client.cookies["view"] = "large"
    assert 'data-view="large"' in client.get("/kk/search/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/kk/search/").status_code in (403, 405)


def test_only_current_editions_are_in_the_index(built):
    site = read_site(built / "current")
    entries = [one for edition in site.current for one in indexing.of_edition(edition)]
    assert entries and not [one["path"] for one in entries if "/editions/" in one["path"]]


def test_every_place_of_the_index_is_a_page(built):
    folder = built / "current"
    with translation.override("kk"):
        for one in living.of_build(str(built / "builds" / "one")).index.entries:
            assert (folder / "kk" / one.path.partition("#")[0] / "index.html").exists(), one.path
