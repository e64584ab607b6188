"""Two years beside each other, breaks in a series, the glossary, the list of all pages, and the way to any page."""

import json
import re
from collections import deque
from decimal import Decimal
from pathlib import Path

import pytest

from portal.site import charts, glossary, pages_compare, series, verifying
from portal.site.building import build
from portal.site.editions import read_site
from tests.site import made


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two published years; in the second an item has another number, another is new, and an indicator is measured in another way."""
    place = tmp_path_factory.mktemp("years") / "build"
    made.write_site(place, years=(2026, 2027))
    path = place / "data" / "2027" / "1" / "summary.json"
    summary = json.loads(path.read_text())
    summary["plan"]["code"] = "2027"
    first = next(one for one in summary["items"] if one["number"] == 1)
    last = max(summary["items"], key=lambda one: one["number"])
    last["item"] = "NEW-1"
    first["number"], last["number"] = last["number"], 1
    next(one for one in summary["indicators"] if one["code"] == "JOBS-HT")["baseline_value"] = "12345"
    path.write_text(json.dumps(summary))
    build(place, read_site(place), lambda *_: None)
    return place


def page(folder: Path, path: str) -> str:
    return (folder / path.strip("/") / "index.html").read_text()


def test_there_is_a_page_for_every_pair_of_years(folder):
    site = read_site(folder)
    assert [(old.year, new.year) for old, new in pages_compare.pairs(site)] == [(2026, 2027)]
    for language in ("kk", "ru", "en"):
        assert f'href="/{language}/compare/2026-2027/"' in page(folder, f"{language}/compare")
        assert "2027" in page(folder, f"{language}/compare/2026-2027")


def test_an_item_keeps_its_identity_when_its_number_changes(folder):
    site = read_site(folder)
    old, new = site.edition(2026, 1), site.edition(2027, 1)
    rows = pages_compare.pair(old, new)["items"]
    moved = next(row for row in rows if row["renumbered"] == 1)
    assert moved["was"]["word"] and moved["now"]["word"]
    assert sum(1 for row in rows if row["was"] is None) == 1 and sum(1 for row in rows if row["now"] is None) == 1
    assert "Номер в 2026 году: 1" in page(folder, "ru/compare/2026-2027") and "нет в плане того года" in page(
        folder, "ru/compare/2026-2027"
    )


def test_a_difference_needs_both_figures(folder):
    site = read_site(folder)
    for row in pages_compare.pair(site.edition(2026, 1), site.edition(2027, 1))["items"]:
        sums = [side and side["disbursed"] for side in (row["was"], row["now"])]
        assert row["difference"] == (sums[1] - sums[0] if None not in sums else None)


def test_a_break_is_marked_and_no_difference_is_drawn(folder):
    site = read_site(folder)
    rows = pages_compare.pair(site.edition(2026, 1), site.edition(2027, 1))["indicators"]
    assert [row["name"] for row in rows if row["broken"]] and all(row["difference"] is None for row in rows if row["broken"])
    assert "Разрыв ряда" in page(folder, "ru/compare/2026-2027")
    html = page(folder, "ru/2027/indicators/JOBS-HT")
    assert 'class="break" d="M' in html and "Разрыв ряда: изменено то, что измеряется" in html
    assert 'class="break" d="M' not in page(folder, "ru/2027/indicators/RD-GDP")


def test_a_changed_target_is_marked(folder):
    assert "жоспарлы мән өзгерген" in page(folder, "kk/compare/2026-2027")


@pytest.mark.parametrize("name", series.MEASURE)
def test_each_way_of_measuring_differently_is_a_break(name):
    assert series.is_broken({name: "a"}, {name: "b"}) and not series.is_broken({name: None}, {name: ""})


def point(year, actual, **more):
    return {"year": year, "target": None, "actual": None if actual is None else Decimal(actual), **more}


def test_a_line_is_parted_where_a_value_or_a_year_is_missing_and_at_a_break():
    drawn = charts.series([point(2026, 1), point(2027, None), point(2028, 2), point(2029, 3)], 2026, 2035)["fact"]
    assert drawn.count("M") == 2 and drawn.count("L") == 1
    assert charts.series([point(2026, 1), point(2028, 2)], 2026, 2035)["fact"].count("L") == 0
    parted = charts.series([point(2026, 1), point(2027, 2, broken=True), point(2028, 3)], 2026, 2035)
    assert parted["fact"].count("M") == 2 and [one["year"] for one in parted["breaks"]] == [2027]


def test_with_one_year_it_says_when_the_next_comes(built):
    html = page(built / "current", "ru/compare")
    assert "2027" in html and "1 мая 2028 года" in html
    assert not (built / "current" / "ru" / "compare" / "2026-2027").exists()


def test_before_the_first_year_it_says_so(tmp_path):
    made.write_index(tmp_path, [])
    build(tmp_path, read_site(tmp_path), lambda *_: None)
    assert "Пока не опубликован ни один год" in page(tmp_path, "ru/compare") and "2027 года" in page(tmp_path, "ru/compare")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_glossary_has_every_term_in_three_languages(built, language):
    html = page(built / "current", f"{language}/glossary")
    assert len(glossary.terms()) > 100
    for term in glossary.terms():
        assert f'id="{glossary.slug(term["key"])}"' in html and all(term[one] for one in ("kk", "ru", "en"))
    assert html.count('<tr id="') == len(glossary.terms())


def test_the_glossary_shows_no_gap_for_a_value(built):
    assert "%(" not in page(built / "current", "ru/glossary")


def test_the_list_of_all_pages_leads_to_every_thing(built):
    html = page(built / "current", "kk/contents")
    for path in ("2026/items/1/", "2026/bodies/AK-ABA/", "2026/regions/ABA/", "2026/territories/KURCHATOV/", "2026/indicators/JOBS-HT/",
                 "2026/sections/1/", "glossary/", "compare/", "verify/", "search/", "downloads/"):  # fmt: skip
        assert f'href="/kk/{path}"' in html


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_within_three_clicks(folder, built, language):
    for place in (folder, (built / "current").resolve()):
        pages = {f"/{one.parent.relative_to(place)}/": one for one in (place / language).rglob("index.html")}
        depth, ahead = {f"/{language}/": 0}, deque([f"/{language}/"])
        while ahead:
            here = ahead.popleft()
            for link in verifying.PageReader(pages[here].read_text()).links:
                target = re.sub(r"[?#].*", "", link)
                if target in pages and target not in depth:
                    depth[target] = depth[here] + 1
                    ahead.append(target)
        assert {one: depth.get(one) for one in pages if depth.get(one, 9) > 3} == {}


@pytest.mark.parametrize("path", ["", "2026/", "2026/items/1/", "glossary/"])
def test_search_and_check_are_reached_from_every_page(built, path):
    html = page(built / "current", f"kk/{path}")
    assert 'action="/kk/search/"' in html and 'href="/kk/verify/"' in html
