"""Open data: described for machines without a fault, the same figures in every form, and nothing that was not approved."""

import csv
import hashlib
import io
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as xml

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from portal.site import exporting, licence, opendata, schemas, sitemap, verifying
from portal.site.editions import read_site
from portal.site.found import in_page
from portal.site.serve import published_first
from reporting.consolidation import columns, sheets
from reporting.consolidation import lines as frozen
from tests.site import made
from tests.site.test_serve import Visitor, django

ATOM = "{http://www.w3.org/2005/Atom}"
DERIVED = {"datapackage.json", "dictionary.csv", "lines.schema.json", "summary.schema.json", "LICENSE.txt", "SHA256SUMS"}
OF_A_CORRECTION = {"changes.csv", "changes.json", "changes.dictionary.csv", "discipline.csv", "discipline.dictionary.csv"}


@pytest.fixture(scope="module")
def folder(built):
    return built / "current" / "data" / "2026" / "2"


@pytest.fixture(scope="module")
def index(built):
    return json.loads((built / "current/data/index.json").read_text())


def parsed(path: Path) -> xml.Element:
    """A file of our own making."""
    return xml.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314


def table(path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


READ = {
    "integer": lambda text: re.fullmatch(r"\d+", text), "string": lambda text: text, "date": is_date,
    "number": lambda text: re.fullmatch(schemas.DECIMAL, text),
    "boolean": lambda text: text in ("true", "false"), "array": lambda text: isinstance(json.loads(text), list),
}  # fmt: skip


def cell_faults(field: dict, text: str) -> bool:
    """Whether a cell breaks its field's type or constraints (Frictionless table schema)."""
    limits = field["constraints"]
    if text == "":
        return limits.get("required", False)
    wrong = not READ[field["type"]](text) or ("enum" in limits and text not in limits["enum"])
    return bool(wrong or ("pattern" in limits and not re.fullmatch(limits["pattern"], text)))


def test_columns_are_those_of_the_lines_in_their_order():
    assert tuple(columns.COLUMNS) == frozen.FIELDS
    assert {one.type for one in columns.COLUMNS.values()} <= set(READ)
    for name in frozen.MONEY:
        assert columns.COLUMNS[name].type == "integer" and columns.COLUMNS[name].unit == "KZT"


def test_every_column_is_told_in_three_languages(folder):
    words = {row["column"]: row for row in table(folder / "dictionary.csv")}
    assert tuple(words) == frozen.FIELDS
    for row in words.values():
        assert row["kk"] and row["ru"] and row["en"] and len({row["kk"], row["ru"], row["en"]}) == 3
        assert re.search("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]", row["kk"]) and not re.search("[әғқңөұүһі]", row["ru"])


@pytest.mark.parametrize("place", ["2026/2", "2026/latest", "2026/1", "all"])
def test_the_package_is_true_of_every_file(built, place):
    here = built / "current" / "data" / place
    package = json.loads((here / "datapackage.json").read_text())
    assert package["licenses"][0]["name"] == licence.NAME and re.fullmatch("[a-z0-9._/-]+", package["name"])
    for resource in package["resources"]:
        data = (here / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert re.fullmatch("[a-z0-9._/-]+", resource["name"])
    lines = next(one for one in package["resources"] if one["name"] == "lines")
    rows, fields = table(here / "lines.csv"), lines["schema"]["fields"]
    assert list(rows[0]) == [one["name"] for one in fields]
    assert [(row["line"], one["name"]) for row in rows for one in fields if cell_faults(one, row[one["name"]])] == []
    key = lines["schema"]["primaryKey"]
    assert len({tuple(row[one] for one in ([key] if isinstance(key, str) else key)) for row in rows}) == len(rows)


def test_a_wrong_cell_would_be_noticed():
    fields = {one["name"]: one for one in schemas.table()["fields"]}
    wrong = {"planned_local": "1 000", "status": "готово", "actual_date": "01.02.2026", "kind": "", "report_sha256": "abc", "actual": "1,5"}
    assert all(cell_faults(fields[name], text) for name, text in wrong.items())


def test_figures_and_lines_fit_their_json_schemas(folder):
    summary_schema = json.loads((folder / "summary.schema.json").read_text())
    line_schema = json.loads((folder / "lines.schema.json").read_text())
    for schema in (summary_schema, line_schema):
        jsonschema.Draft202012Validator.check_schema(schema)
    fits = jsonschema.Draft202012Validator(summary_schema)
    summary = json.loads((folder / "summary.json").read_text())
    assert [one.message for one in fits.iter_errors(summary)] == []
    summary["totals"]["funding"]["local"]["planned"] = "5"
    assert not fits.is_valid(summary)


def test_checksums_cover_the_whole_folder(folder):
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == {path.name for path in folder.iterdir() if path.suffix != ".gz"} - {"SHA256SUMS"}


def test_the_index_names_every_file_with_size_and_checksum(built, index):
    assert [(one["year"], one["number"], one["status"]) for one in index["editions"]] == [(2026, 1, "superseded"), (2026, 2, "published")]
    for one in [*(file for edition in index["editions"] for file in edition["files"]), *index["all_years"]]:
        data = (built / "current" / one["path"]).read_bytes()
        assert (one["size"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    for edition in index["editions"]:
        assert {file["name"] for file in edition["files"]} > DERIVED
        assert edition["approved_at"] and edition["published_at"] and edition["lines"] == len(made.all_lines(2026))


def test_all_years_hold_the_current_editions_only(tmp_path):
    made.write_site(tmp_path, correction=True, years=(2026, 2027))
    rows = table(tmp_path / "data/all/lines.csv")
    assert {(row["year"], row["edition"]) for row in rows} == {("2026", "2"), ("2027", "2")}
    expected = [row | {"edition": "2"} for year in (2026, 2027) for row in table(tmp_path / f"data/{year}/2/lines.csv")]
    assert rows == expected


def test_no_edition_gives_no_file_of_all_years(tmp_path):
    assert opendata.all_years(tmp_path, []) == []


def test_figures_are_equal_in_every_form(built, folder):
    """CSV, JSON, XLSX and pages of one edition, cell by cell; the API has its own file."""
    summary, text = json.loads((folder / "summary.json").read_text()), (folder / "lines.csv").read_text()
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.workbook(summary, frozen.read(text))))
    head, *rows = book.get_sheet_by_name("Lines").to_python()
    for row, line in zip(rows, table(folder / "lines.csv"), strict=True):
        for name, value in zip(head, row, strict=True):
            if name in frozen.MONEY:
                assert (f"{value:.0f}" if value != "" else "") == line[name], (line["line"], name)
    for sheet, kind in (("Items", "items"), ("Bodies", "bodies"), ("Regions", "regions")):
        head, *rows = book.get_sheet_by_name(sheet).to_python()
        for row, one in zip(rows, summary[kind], strict=True):
            for source in (*made.SOURCES, "total"):
                for part in ("planned", "disbursed"):
                    value = dict(zip(head, row, strict=True))[f"{part}_{source}"]
                    assert (None if value == "" else int(value)) == one["funding"][source][part]
    root, site = built / "current", read_site(built / "current")
    found = [(f"/{path.parent.relative_to(root.resolve())}/", path.read_bytes()) for path in root.resolve().rglob("index.html")]
    pages = {path: in_page(path, data) for path, data in found}
    assert verifying.wrong_figures(pages, site.editions) == [] and verifying.wrong_totals(site.latest) == []
    assert len({figure for page in pages.values() for figure, _value in page.figures}) > 50


def test_text_of_a_spreadsheet_never_starts_a_formula():
    line = next(one for one in made.all_lines(2026) if one["answer"] == "given" and one["kind"] == "item")
    wild = {"progress_ru": "=1+1", "reasons_kk": "@x", "actual": "-0.02", "measures_ru": "\t+1"}
    line = {name: line[name] for name in frozen.FIELDS} | wild
    row = table_of(sheets.excel_csv([line]))[0]
    assert (row["progress_ru"], row["reasons_kk"], row["measures_ru"], row["actual"]) == ("'=1+1", "'@x", "'\t+1", "-0.02")
    assert row["disbursed_local"] == frozen.cell("disbursed_local", line["disbursed_local"])


def table_of(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


CORRECTED = {"kk": "Түзету себебі", "ru": "Причина исправления", "en": "Reason for the correction"}


@pytest.mark.parametrize(("language", "word"), CORRECTED.items())
def test_feeds_tell_releases_and_corrections_in_each_language(built, settings, language, word):
    root = parsed(built / "current" / language / "feed.xml")
    assert root.tag == f"{ATOM}feed" and root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2 and len({one.find(f"{ATOM}id").text for one in entries}) == 2
    corrections = parsed(built / "current" / language / "corrections.xml").findall(f"{ATOM}entry")
    assert len(corrections) == 1 and word in corrections[0].find(f"{ATOM}summary").text
    for link in root.iter(f"{ATOM}link"):
        path = link.attrib["href"].removeprefix(settings.SITE_URL)
        there = built / "current" / path.strip("/")
        assert there.is_file() or (there / "index.html").is_file(), path


def test_the_sitemap_names_every_current_page_in_three_languages(built, settings):
    spaces = {"m": sitemap.MAPS, "x": sitemap.XHTML}
    urls = parsed(built / "current" / "sitemap.xml").findall("m:url", spaces)
    found = {one.find("m:loc", spaces).text.removeprefix(settings.SITE_URL) for one in urls}
    root = (built / "current").resolve()
    pages = {f"/{path.parent.relative_to(root)}/" for path in root.rglob("index.html")}
    assert found == {path for path in pages if "/editions/" not in path}
    for one in urls:
        others = {link.attrib["hreflang"]: link.attrib["href"] for link in one.findall("x:link", spaces)}
        assert set(others) == {"kk", "ru", "en", "x-default"} and others["x-default"] == others["kk"]


def test_a_demonstration_is_kept_out_of_search_engines_and_a_portal_is_not(built, settings):
    assert (built / "current" / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    site = read_site(built / "current")
    real = sitemap.robots(type(site)(**{**vars(site), "demo": False}))
    assert "Disallow: /kk/work/" in real and f"Sitemap: {settings.SITE_URL}/sitemap.xml" in real and "Disallow: /\n" not in real


def test_more_addresses_than_one_file_may_hold_are_divided(tmp_path, built, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST", 2)
    sitemap.write(tmp_path, read_site(built / "current"), ["/kk/", "/ru/", "/en/"])
    assert "sitemap-2.xml" in (tmp_path / "sitemap.xml").read_text() and "/en/</loc>" in (tmp_path / "sitemap-2.xml").read_text()


def test_search_engines_of_data_are_told_of_the_dataset(built, settings):
    html = (built / "current/ru/2026/index.html").read_text()
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert said["@type"] == "Dataset" and said["license"] == licence.PAGE
    files = {one["name"]: one for one in said["distribution"]}
    assert files["lines.csv"]["sha256"] == hashlib.sha256((built / "current/data/2026/2/lines.csv").read_bytes()).hexdigest()
    assert f'<meta property="og:url" content="{settings.SITE_URL}/ru/2026/">' in html and 'content="ru_KZ"' in html
    assert 'hreflang="x-default" href="/kk/2026/"' in html
    shared = {path: re.search(r'og:title" content="([^"]*)"', (built / "current" / path / "index.html").read_text())[1] for path in (
        "ru/2026", "ru/2026/items/1", "ru/2026/bodies/AK-ALM", "ru")}  # fmt: skip
    assert shared == {
        "ru": "Концепция наукоградов", "ru/2026": "2026 год · Концепция наукоградов",
        "ru/2026/items/1": "Подготовка законопроекта по вопросам наукоградов · 2026 · Концепция наукоградов",
        "ru/2026/bodies/AK-ALM": "Акимат Алматинской области · 2026 · Концепция наукоградов",
    }  # fmt: skip
    assert 'type="application/atom+xml"' in html and 'hreflang="kk" href="/kk/2026/"' in html


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/kk/feed.xml", "application/atom+xml"), ("/en/corrections.xml", "application/atom+xml"), ("/sitemap.xml", "application/xml"),
     ("/robots.txt", "text/plain"), ("/data/verify_edition.py", "text/plain"), ("/data/2026/2/datapackage.json", "application/json")],
)  # fmt: skip
def test_they_are_answered_as_files_before_django(built, path, kind):
    status, headers, body = Visitor(published_first(django, built))(path)
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind) and headers["Cache-Control"] == "no-cache"
    assert body == (built / "current" / path.strip("/")).read_bytes()
    assert ("Access-Control-Allow-Origin" in headers) == path.startswith("/data/")


def test_the_export_stands_alone(built, settings, tmp_path, capsys):
    settings.PUBLIC_ROOT = built
    target = tmp_path / "stick"
    call_command("export_site", target)
    assert "files in" in capsys.readouterr().out and exporting.faults(target) == []
    page = (target / "kk/2026/items/10/index.html").read_text()
    assert not re.search(r'(?:href|src|action)="/', page) and 'href="../../../../data/2026/2/lines.csv"' in page
    assert f'href="{settings.SITE_URL}/kk/sign-in/"' in page
    assert (target / "data/2026/2/summary.json").read_bytes() == (built / "current/data/2026/2/summary.json").read_bytes()
    assert 'href="kk/index.html"' in (target / "index.html").read_text()
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", target)
    (target / "kk/2026/index.html").unlink()
    assert exporting.faults_of_links(target) != []


def test_nothing_is_exported_before_the_first_baking(settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path
    with pytest.raises(CommandError, match="bake_site"):
        call_command("export_site", tmp_path / "x")
