"""What a strict reader finds wrong in a published site: pages, packages of data, and figures that differ between the forms.

Used by a sample in the suite and by `python -m tests.campaigns.public_pages` on a whole site.
"""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import html5lib
import jsonschema
from frictionless import Package, system
from python_calamine import CalamineWorkbook

from reporting.consolidation import lines as frozen

LANGUAGES = ("kk", "ru", "en")
HEAVIEST = 150_000  # bytes of a page
KIND = re.compile(r"/(items|bodies|regions|territories|indicators|sections|compare|text)/(?!by/)[^/]+/")
PAIR = re.compile(r"/\d{4}/")


def pages_of(folder: Path) -> dict[str, Path]:
    """Address → file of every page of a site."""
    return {f"/{file.parent.relative_to(folder)}/": file for file in sorted(folder.rglob("index.html"))}


def kind_of(path: str) -> str:
    """Pages of one kind are made by one template: ids, codes and years are left out of the address."""
    return PAIR.sub("/year/", KIND.sub(r"/\1/code/", re.sub(r"editions/\d+/", "editions/n/", path)))


def one_of_each(pages: dict[str, Path]) -> dict[str, Path]:
    """The first page of each kind in each language."""
    found: dict[str, str] = {}
    for path in pages:
        found.setdefault(kind_of(path), path)
    return {path: pages[path] for path in found.values()}


def page_faults(html: str) -> list[str]:
    """Errors of the HTML standard's own parser, ids given twice, and a page too heavy for a slow line."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    faults = [f"line {place[0]}: {code}" for place, code, _data in parser.errors]
    ids = re.findall(r'\sid="([^"]*)"', html)
    faults += [f"id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})]
    size = len(html.encode())
    return faults + ([f"{size} bytes"] if size > HEAVIEST else [])


def uneven(pages: dict[str, Path]) -> list[str]:
    """Pages that one language has and another has not."""
    sets = {language: {path[3:] for path in pages if path.startswith(f"/{language}/")} for language in LANGUAGES}
    every = set.union(*sets.values())
    return sorted(f"/{language}{path}" for language, paths in sets.items() for path in every - paths)


def package_faults(folder: Path) -> list[str]:
    """What the Frictionless validator and the JSON Schemas say of an edition's folder."""
    system.trusted = True  # our own folder, by an absolute path
    report = Package(str(folder / "datapackage.json")).validate()
    faults = [error.message for task in report.tasks for error in task.errors] + [error.message for error in report.errors]
    summary, line = (json.loads((folder / f"{name}.schema.json").read_text()) for name in ("summary", "lines"))
    things = [(summary, json.loads((folder / "summary.json").read_text()))]
    things += [(line, typed(row, line["properties"])) for row in table(folder / "lines.csv")]
    judges = {id(schema): jsonschema.Draft202012Validator(schema) for schema in (summary, line)}
    return faults + [f"{one.json_path}: {one.message[:120]}" for schema, thing in things for one in judges[id(schema)].iter_errors(thing)]


def typed(row: dict[str, str], properties: dict) -> dict:
    """A row of CSV as the values that its schema speaks of; what cannot be read stays text, for the judge to name."""
    read = {"integer": int, "boolean": {"true": True, "false": False}.__getitem__, "array": json.loads}

    def value(name: str, text: str):
        kinds = properties[name]["type"]
        if text == "":
            return [] if kinds == "array" else None if "null" in kinds else text
        try:
            return read[kinds if isinstance(kinds, str) else kinds[0]](text)
        except (KeyError, ValueError):
            return text

    return {name: value(name, text) for name, text in row.items()}


def table(file: Path) -> list[dict]:
    """The rows of a CSV file as text."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def as_text(value) -> str:
    """A cell of a spreadsheet as the CSV writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(str(value)).normalize(), "f")
    return "" if value is None else str(value)


def cells_that_differ(folder: Path) -> list[str]:
    """Every cell of lines.csv against its twin for Excel, the XLSX and the sums of summary.json."""
    lines, twin = table(folder / "lines.csv"), table(folder / "lines-excel.csv")
    faults = [f"lines-excel.csv, line {n}" for n, (one, other) in enumerate(zip(lines, twin, strict=True), 2) if not same_row(one, other)]
    head, *rows = CalamineWorkbook.from_path(str(folder / "report.xlsx")).get_sheet_by_name("Lines").to_python()
    for n, (line, row) in enumerate(zip(lines, rows, strict=True), 2):
        shown = dict(zip(head, map(as_text, row), strict=True))
        faults += [f"report.xlsx, row {n}, {name}: {shown[name]!r}" for name in line if not same(line[name], shown[name])]
    return faults + sums_that_differ(json.loads((folder / "summary.json").read_text()), lines)


def same_row(one: dict, other: dict) -> bool:
    """Whether two rows say the same in every column."""
    return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)


def same(text: str, shown: str) -> bool:
    """Equal text; a leading apostrophe keeps a formula from running; a number is a number however it is written."""
    if text == shown or f"'{text}" == shown:
        return True
    try:
        return Decimal(text) == Decimal(shown)
    except ArithmeticError:
        return False


def sums_that_differ(summary: dict, lines: list[dict]) -> list[str]:
    """Totals, items, bodies and regions of summary.json, added up anew from the cells of lines.csv."""
    faults = []
    for name, wanted, chosen in groups(summary, lines):
        for column in frozen.MONEY:
            part, source = column.split("_")
            cells = [int(line[column]) for line in chosen if line[column]]
            if wanted[source][part] != (sum(cells) if cells else None):
                faults.append(f"{name}: {column}: {wanted[source][part]} in summary.json, {sum(cells)} in lines.csv")
    return faults


def groups(summary: dict, lines: list[dict]):
    """(name, its funding, its lines) of everything that has a sum."""
    of_items = [line for line in lines if line["kind"] == "item"]
    yield "totals", summary["totals"]["funding"], of_items
    for item in summary["items"]:
        yield f"item {item['number']}", item["funding"], [line for line in of_items if line["item"] == item["item"]]
    for body in summary["bodies"]:
        yield f"body {body['code']}", body["funding"], [line for line in of_items if line["body"] == body["code"]]
    for region in summary["regions"]:
        yield f"region {region['code']}", region["funding"], [line for line in of_items if line["body"] == region["body"]]
