"""Pages and data as strict readers read them; each judge is shown a fault first, so that its silence means something."""

import hashlib
import json
import shutil

import pytest

from reporting.consolidation import lines as frozen
from reporting.consolidation import sheets
from tests.site import validity


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory):
    """The edition's data, with a true spreadsheet: made editions have a stand-in for it."""
    place = tmp_path_factory.mktemp("data") / "2"
    shutil.copytree((built / "current").resolve() / "data" / "2026" / "2", place)
    book = sheets.workbook(json.loads((place / "summary.json").read_text()), frozen.read((place / "lines.csv").read_text()))
    (place / "report.xlsx").write_bytes(book)
    package = json.loads((place / "datapackage.json").read_text())
    described = next(one for one in package["resources"] if one["path"] == "report.xlsx")
    described |= {"bytes": len(book), "hash": f"sha256:{hashlib.sha256(book).hexdigest()}"}
    (place / "datapackage.json").write_text(json.dumps(package))
    return place


def test_one_page_of_each_kind_is_valid_in_each_language(built):
    chosen = validity.one_of_each(validity.pages_of((built / "current").resolve()))
    assert len(chosen) > 80
    assert {path: faults for path, file in chosen.items() if (faults := validity.page_faults(file.read_text()))} == {}


@pytest.mark.parametrize(
    "html", ["<p><b>a</p></b>", '<!doctype html><title>a</title><p id="a"><p id="a">', f"<!doctype html><title>a</title>{'b' * 150_000}"]
)
def test_a_faulty_page_is_noticed(html):
    assert validity.page_faults(html)


def test_languages_have_the_same_pages(built):
    pages = validity.pages_of((built / "current").resolve())
    assert validity.uneven(pages) == []
    lost = next(path for path in pages if path.startswith("/ru/2026/items/"))
    assert validity.uneven({path: file for path, file in pages.items() if path != lost}) == [lost]


def test_the_package_is_valid_for_its_own_tool(folder):
    assert {one["path"] for one in json.loads((folder / "datapackage.json").read_text())["resources"]} >= {"report.kk.pdf", "lines.csv"}
    assert validity.package_faults(folder) == []


@pytest.mark.parametrize("name", ["report.kk.pdf", "report.xlsx", "lines.csv"])
def test_a_file_that_is_not_the_described_one_is_noticed(folder, name):
    right = (folder / name).read_bytes()
    (folder / name).write_bytes(right.replace(b",item,2026,", b",sum,2026,", 1) if name == "lines.csv" else right + b" ")
    assert validity.package_faults(folder)
    (folder / name).write_bytes(right)


def test_every_cell_is_the_same_in_every_form(folder):
    assert validity.cells_that_differ(folder) == []


@pytest.mark.parametrize("name", ["lines.csv", "lines-excel.csv", "summary.json"])
def test_one_changed_digit_is_noticed(folder, name):
    file, total = folder / name, json.loads((folder / "summary.json").read_text())["totals"]["funding"]["local"]["planned"]
    cell = next(line["disbursed_local"] for line in validity.table(folder / "lines.csv") if line["disbursed_local"])
    right = file.read_bytes()
    file.write_bytes(right.replace(str(total if name == "summary.json" else cell).encode(), b"7", 1))
    assert validity.cells_that_differ(folder)
    file.write_bytes(right)
