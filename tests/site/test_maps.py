"""The map of regions: the figure one chooses, coloured as it is read, with a table that says the same."""

import re
from decimal import Decimal

import pytest

from portal.site import maps
from reporting import formats
from tests.site import made


@pytest.fixture(scope="module")
def summary():
    return made.make_summary(2026, 1, made.all_lines(2026))


def drawn(summary, code: str) -> dict:
    figure = next(one for one in maps.FIGURES if one.code == code)
    return maps.tile_map(summary, lambda region: f"/{region}/", figure)


@pytest.mark.parametrize("code", [one.code for one in maps.FIGURES])
def test_every_region_has_a_tile_and_a_word_for_what_is_not_there(summary, code):
    found = drawn(summary, code)
    assert len(found["tiles"]) == 20 and len(found["key"]) == 4
    for region, tile in zip(summary["regions"], found["tiles"], strict=True):
        assert tile["told"] and (tile["look"] == "c0") == (region["state"] == "not_filed") == bool(tile["hatch"])
        assert re.fullmatch(r"[\d\u00a0,]+|—|", tile["figure"])


def test_figures_are_those_of_the_summary(summary):
    shares, planned = (maps.values(summary, one) for one in maps.FIGURES[:2])
    for region in summary["regions"]:
        total = region["funding"]["total"]
        if region["state"] == "accepted" and total["planned"]:
            assert planned[region["code"]] == Decimal(total["planned"]) / 10**9
            assert shares[region["code"]] == Decimal(total["disbursed"]) * 100 / total["planned"]
    assert any(planned.values())


def test_the_colour_is_that_of_the_number_that_is_seen():
    figure = maps.DEFAULT
    region = {"code": "X", "state": "accepted", "tile_col": 0, "tile_row": 0, "name_kk": "Х", "short_kk": "Х"}
    ends = maps.ends_of(figure, [])

    def look(value):
        return maps.tile(region, Decimal(value), figure, ends, str, "")["look"]

    assert [look(one) for one in ("49.4", "49.5", "69.4", "69.5", "89.5")] == ["c1", "c2", "c2", "c3", "c4"]


def test_the_key_names_every_number_once():
    share = [span.replace(formats.NBSP, " ") for _look, span in maps.key(maps.DEFAULT, maps.ends_of(maps.DEFAULT, []))]
    assert share == ["< 50 %", "50–69 %", "70–89 %", "≥ 90 %"]
    late = maps.FIGURES[-1]
    assert [span for _look, span in maps.key(late, maps.ends_of(late, []))] == ["0", "1–7", "8–30", "≥ 31"]


def test_amounts_have_a_scale_of_their_own():
    planned = maps.FIGURES[1]
    assert maps.ends_of(planned, [Decimal("16.2"), Decimal("3")]) == (Decimal("5.0"), Decimal("10.0"), Decimal("15.0"))


def test_days_of_lateness_come_from_the_report(summary):
    found = maps.values(summary, maps.FIGURES[-1])
    reports = {one["code"]: one["report"] for one in summary["bodies"]}
    late = {one["code"]: reports[one["body"]]["late_days"] for one in summary["regions"] if reports[one["body"]]["timeliness"] == "late"}
    assert late and {code: found[code] for code in late} == late


@pytest.mark.parametrize("figure", maps.FIGURES, ids=lambda one: one.code)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_map_has_its_page_and_its_table(built, summary, figure, language):
    place = "regions/" if figure is maps.DEFAULT else f"regions/by/{figure.code}/"
    page = (built / "current" / language / "2026" / place / "index.html").read_text()
    assert page.count("regions/by/") >= 4 and 'aria-sort="descending"' in page and "lines.csv" in page
    numbers = re.findall(r'<td class="n"><b>([^<]+)</b>', page)
    assert len(numbers) >= 15 and numbers == sorted(numbers, key=lambda one: -Decimal(re.sub(r"[^\d.]", "", one.replace(",", "."))))
    assert formats.NBSP not in numbers[0]
