"""What a correction changed, cell by cell: computed from the two editions, the same on the page, in CSV and in JSON."""

import copy
import csv
import json
from random import Random

import pytest
from django.utils import translation

from portal.site import cells, changes
from portal.site.editions import read_site
from reporting.consolidation.columns import COLUMNS
from reporting.consolidation.lines import MONEY
from tests.site import made

YEAR = 2026


@pytest.fixture(scope="module")
def folders(built):
    """The two editions of the corrected year."""
    year = built / "current" / "data" / str(YEAR)
    return year / "1", year / "2"


def as_read(lines: list[dict]) -> list[dict]:
    """Made lines as a file gives them back."""
    return cells.read_rows(made.lines_csv(lines))


def test_one_amount_is_another_and_everything_that_follows_from_it(folders):
    summary, found = cells.between_folders(*folders)
    moved = [one for one in found if one["kind"] == cells.CELL]
    assert [one["column"] for one in moved] == ["disbursed_local"] and summary["edition"] == 2
    assert int(moved[0]["new"]) - int(moved[0]["old"]) == 1_250_000_500
    figures = {one["address"]: one for one in found if one["kind"] == cells.FIGURE}
    for address in ("total.disbursed", "total.disbursed.local", f"item.{moved[0]['item']}.disbursed", f"body.{moved[0]['body']}.disbursed"):
        assert int(figures[address]["new"]) - int(figures[address]["old"]) == 1_250_000_500, address
    assert not any(address.startswith(("total.planned", "total.items")) for address in figures)


def test_files_and_page_say_the_same(built, folders):
    _summary, found = cells.between_folders(*folders)
    with (folders[1] / "changes.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == found
    told = json.loads((folders[1] / "changes.json").read_text(encoding="utf-8"))
    assert told["changes"] == found and (told["replaces"], told["reason"]) == (1, "Мысал")
    assert not (folders[0] / "changes.csv").exists(), "the first edition replaces nothing"
    page = (built / "current" / "ru" / "corrections" / "index.html").read_text(encoding="utf-8")
    one = next(one for one in found if one["kind"] == cells.CELL)
    assert f"{int(one['item'].rpartition('-')[2])}" in page and "/data/2026/2/changes.csv" in page and "/data/2026/2/changes.json" in page


@pytest.mark.parametrize("seed", range(5))
def test_any_change_is_found_and_nothing_else(seed):
    chance, old = Random(seed), made.all_lines(YEAR)  # noqa: S311
    new, expected = copy.deepcopy(old), set()
    for line in chance.sample(new, 12):
        column = chance.choice([*MONEY, "progress_kk", "status", "available_on"])
        said = {"progress_kk": f"Өзгерді {seed}", "status": "off_control", "available_on": "2031-01-01"}.get(column, 10**15 + seed)
        if str(line[column] or "") != str(said):
            line[column] = said
            expected.add((line["line"], column))
    new.pop()
    gone = old[-1]
    said = {name for name in COLUMNS if as_read([gone])[0][name] and name not in cells.OF_THE_REPORT}
    expected = {pair for pair in expected if pair[0] != gone["line"]} | {(gone["line"], name) for name in said}
    found = cells.lines(as_read(old), as_read(new))
    assert {(one["address"], one["column"]) for one in found} == expected
    assert cells.lines(as_read(old), as_read(old)) == []


def test_a_blank_is_not_a_zero():
    old = [line for line in made.all_lines(YEAR) if line["disbursed_local"] is None][:1]
    new = [{**old[0], "disbursed_local": 0}]
    assert [(one["old"], one["new"]) for one in cells.lines(as_read(old), as_read(new))] == [("", "0")]


def test_a_text_is_told_by_its_section_and_language(built):
    site = read_site(built / "current")
    one, two = site.edition(YEAR, 1), site.edition(YEAR, 2)
    after = copy.deepcopy(two.summary)
    after["narrative"][0]["kk"] += " Түзетілді."
    assert [(c["address"], c["column"]) for c in cells.texts(one.summary, after)] == [("results", "kk")]
    assert len(changes.cells_of(one, two)) == 1, "the amount alone"


@pytest.mark.parametrize(
    ("column", "value", "what", "said"),
    [
        ("status", "partly_done", "Статус мероприятия", "Исполнено частично"),
        ("report", "accepted", "Отчёт органа", "Принят"), ("report", "not_accepted", "Отчёт органа", "Не принят ко дню утверждения"),
        ("disbursed_local", 1_250_000_500, "Местный бюджет, освоено", "1\u00a0250\u00a0000,5 тыс. тенге"),
        ("actual_date", "2026-11-14", "Фактическая дата", "14.11.2026"), ("actual", "27.50", "Фактическое значение индикатора", "27,5"),
        ("by_agreement", "true", "по согласованию", "да"), ("progress_ru", "2026-11-14 <b>", "Информация", "2026-11-14 <b>"),
        ("evidence", [{"kind": "letter", "number": "7", "date": "2026-11-14"}, {"kind": "x", "link": "https://a.kz/"}],
         "Подтверждающие документы", "Письмо №\u00a07, 14.11.2026; x, https://a.kz/"),
    ],
)  # fmt: skip
def test_the_page_tells_a_cell_in_words(built, column, value, what, said):
    """Not the code, the ISO date or the JSON of the files."""
    one = read_site(built / "current").edition(YEAR, 1)
    kind = "indicator" if column == "actual" else "item"
    key, line = next((key, line) for key, line in one.lines.items() if line["kind"] == kind and str(line[column]) != str(value))
    other = copy.copy(one)
    object.__setattr__(other, "lines", one.lines | {key: line | {column: value}})
    with translation.override("ru"):
        changed = next(c for c in changes.cells_of(one, other) if c["new"] != c["old"])
    assert what in changed["what"] and "JSON" not in changed["what"] and not set(":;") & set(changed["what"].rpartition(". ")[2])
    assert changed["new"] == said
