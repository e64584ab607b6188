"""What the public pages say: in three languages, with the figures of the edition, hiding nothing."""

import csv
import json
import re

import pytest

from portal.site import verifying
from portal.site.found import in_page
from portal.site.templatetags.public import safe_link
from reporting.consolidation.columns import COLUMNS
from tests.site import made
from tests.site.reader import StrictReader

# Formats, standards, names of files and of columns, codes of indicators and bodies: the same in every language
CODES = {
    "changes",
    "discipline",
    "API",
    "JSON",
    "CSV",
    "PDF",
    "XLSX",
    "SHA",
    "UTF",
    "UTC",
    "WCAG",
    "AA",
    "lines",
    "csv",
    "json",
    "summary",
    "report",
    "excel",
    "xlsx",
    "pdf",
    "kk",
    "ru",
    "datapackage",
    "dictionary",
    "schema",
    "txt",
    "LICENSE",
    "SUMS",
}
CODES |= {part for one in COLUMNS.values() for value in one.values for part in re.findall("[A-Za-z]{2,}", value)}
CODES |= {"kind", "number", "date", "link"}  # keys of the column «evidence»
CODES |= {part for row in made.rows_of("indicators") for part in re.findall("[A-Za-z]{2,}", row["code"])}


@pytest.fixture(scope="module")
def pages(built):
    """Address → HTML of every page of the build."""
    folder = built / "current"
    return {f"/{path.parent.relative_to(folder.resolve())}/": path.read_text() for path in folder.resolve().rglob("index.html")}


@pytest.fixture(scope="module")
def summary(built):
    return json.loads((built / "current" / "data" / "2026" / "2" / "summary.json").read_text())


def shown(html: str) -> str:
    """The text of a page with plain spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u2009", " ")


def test_three_languages_have_the_same_pages(pages):
    sets = [{path[3:] for path in pages if path.startswith(f"/{one}/")} for one in ("kk", "ru", "en")]
    assert sets[0] == sets[1] == sets[2]
    assert {"/", "/2026/", "/2026/items/10/", "/2026/bodies/AK-MAN/", "/2026/regions/ABA/", "/2026/territories/KURCHATOV/",
            "/2026/indicators/JOBS-HT/", "/2026/sections/1/", "/2026/editions/1/items/10/", "/downloads/", "/corrections/", "/about/",
            "/accessibility/"} <= sets[0]  # fmt: skip


def test_pages_are_well_formed_and_light(pages):
    faults = {path: found for path, html in pages.items() if (found := StrictReader(html).faults)}
    assert faults == {}
    assert {path: len(html.encode()) for path, html in pages.items() if len(html.encode()) > 150_000} == {}


def test_kazakh_pages_have_no_english_word(pages):
    found = {path: left for path, html in pages.items() if path.startswith("/kk/") and (left := StrictReader(html).latin(CODES))}
    assert found == {}


def test_russian_pages_have_no_english_word(pages):
    found = {path: left for path, html in pages.items() if path.startswith("/ru/") and (left := StrictReader(html).latin(CODES))}
    assert found == {}


def test_every_page_asks_nothing_of_outside(pages):
    outside = re.compile(r'(?:src|<link[^>]*href)="(?!/)')
    assert [path for path, html in pages.items() if outside.search(html)] == []


def test_totals_on_the_page_are_those_of_summary_and_lines(built, pages, summary):
    with (built / "current" / "data" / "2026" / "2" / "lines.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    for source in made.SOURCES:
        for kind in ("planned", "disbursed"):
            total = sum(int(line[f"{kind}_{source}"]) for line in lines if line[f"{kind}_{source}"])
            assert summary["totals"]["funding"][source][kind] == total
            for language in ("kk", "ru", "en"):
                assert f'<data value="{total}" data-figure="totals.funding.{source}.{kind}">' in pages[f"/{language}/2026/"]


def test_a_wrong_figure_on_a_page_is_noticed(built, pages):
    html = pages["/kk/2026/"]
    wrong = re.sub(r'value="\d+"( data-figure="totals.funding.total.disbursed")', r'value="1"\1', html)
    editions = verifying.read_site(built / "current").editions
    assert verifying.wrong_figures({"/kk/2026/": in_page("", html.encode())}, editions) == []
    assert "totals.funding.total.disbursed is 1" in verifying.wrong_figures({"/kk/2026/": in_page("", wrong.encode())}, editions)[0]


def test_home_says_who_did_not_report_and_when_the_next_report_is_due(pages):
    text = shown(pages["/ru/"])
    assert "Акимат Мангистауской области" in text and "Отчёт не представлен" in text
    assert "по 1 апреля 2028 года включительно" in text


def test_a_body_that_did_not_report_has_a_page_that_says_so(pages):
    text = shown(pages["/kk/2026/bodies/AK-MAN/"])
    assert "Есеп ұсынылмады" in text and "болжаммен алмастырылмаған" in text


def test_lateness_is_shown_as_a_fact(pages):
    assert "3 күн кешіктірілді" in shown(pages["/kk/2026/bodies/AK-ATY/"])
    assert "Late by 3 days" in shown(pages["/en/2026/bodies/AK-ATY/"])


def test_words_of_a_body_stay_in_their_language_and_the_page_says_it(pages):
    html = pages["/en/2026/items/10/"]
    assert re.search(r'<span lang="kk">Мысал мәтін', html) and "Not translated. Language of the text: Kazakh" in html
    assert "Не переведено. Язык текста: казахский" in pages["/ru/2026/items/10/"]
    assert "Akimat of Abai Region" in html


def test_a_paragraph_without_translation_is_never_replaced_silently(pages):
    assert "Не переведено. Язык текста: казахский" in pages["/ru/2026/"]


def test_what_is_not_done_stands_with_its_reasons_under_its_item(pages):
    html = pages["/ru/2026/not-done/"]
    assert 'id="item-10"' in html and "Экспертиза не завершена" in html
    assert 'href="/ru/2026/not-done/#item-10"' in pages["/ru/2026/"]


def test_an_indicator_without_a_target_is_not_called_missed(pages):
    text = shown(pages["/ru/2026/indicators/GII-ALL/"])
    assert "Плановое значение на этот год не установлено" in text and "План не установлен" in text and "Не достигнут" not in text


def test_a_candidate_territory_is_never_shown_as_granted(pages):
    for path, html in pages.items():
        if "/territories/" in path:
            assert "Мәртебе берілген" not in html and "Статус присвоен" not in html and "Status granted" not in html
    assert "Үміткер: мәртебе берілмеген" in pages["/kk/2026/territories/KURCHATOV/"]


def test_a_blank_is_a_word_and_zero_is_a_number(pages):
    row = re.search(r'<tr id="I01-MF">.*?</tr>', pages["/ru/2026/items/1/"], re.S)[0]
    assert "не указано" in row and ">0<" not in row


def test_the_sample_plan_says_so_on_every_page(pages):
    assert [path for path, html in pages.items() if path.startswith("/kk/") and "Мысал жоспар" not in html] == []


def test_texts_of_the_demonstration_are_marked(pages):
    for path in ("/ru/2026/", "/ru/2026/items/10/", "/ru/2026/not-done/"):
        assert "<b>Пример текста.</b>" in pages[path]


def test_a_replaced_edition_stays_readable_with_a_notice(pages):
    html = pages["/kk/2026/editions/1/items/10/"]
    assert "№ 1 редакцияға жатады, ол № 2 редакциямен ауыстырылған" in shown(html)
    assert '<a href="/kk/2026/">' in html and '<meta name="robots" content="noindex">' in html
    assert "ауыстырылған" not in shown(pages["/kk/2026/items/10/"])


def test_a_correction_shows_reason_old_and_new(pages):
    old, new = (json.loads(json.dumps(made.make_summary(2026, n, lines)))["totals"]["funding"]["total"]["disbursed"]
                for n, lines in ((1, made.all_lines(2026)), (2, made.corrected(made.all_lines(2026)))))  # fmt: skip
    assert new - old == 1_250_000_500
    for path in ("/ru/2026/", "/ru/corrections/"):
        html = pages[path]
        assert "сома қате енгізілген" in html
        removed = [re.sub(r"\D", "", one) for one in re.findall(r"<del>(.*?)</del>", html)]
        added = [re.sub(r"\D", "", one) for one in re.findall(r"<ins>(.*?)</ins>", html)]
        assert str(old) in removed and str(new) in added


def test_every_line_of_the_data_has_its_place_on_a_page(built, pages):
    lines = verifying.read_site(built / "current").edition(2026, 2).lines.values()
    for line in lines:
        part = f"items/{line['number']}" if line["kind"] == "item" else f"indicators/{line['indicator']}"
        assert f'id="{line["line"]}"' in pages[f"/kk/2026/{part}/"]


def test_a_link_of_a_body_may_not_be_a_script():
    assert safe_link("javascript:alert(1)") == "" and safe_link("https://example.kz") == "https://example.kz"
