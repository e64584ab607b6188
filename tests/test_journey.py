"""One amount from the keyboard to print: typed by an officer, found to the tenge in everything the public and the planning body read.

Every step of the akimat of Abai Region and of the Ministry goes through pages, as a browser would post them; two other bodies file by the
verbs, the rest do not file and are named. Nothing is computed here but the sum of what was typed.
"""

import csv
import io
import json
import re
import subprocess
import zipfile
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from portal.operations.demo.story import work_off
from portal.site.serve import published_first
from reporting import clock, formats
from reporting.cycle import rules as cycle
from reporting.models import Edition, ItemProgress, Report
from reporting.review import rules as review
from reporting.transmission.package import folder
from tests.conftest import PASSWORD
from tests.filing import filling
from tests.visitor import Visitor, plain

TYPED, TENGE = "1 250 000,5", 1_250_000_500
PLANNED, PLANNED_TENGE = "1500000", 1_500_000_000
LINE = "I10-AK-ABA"
# What the other bodies report for item 10: source → planned, disbursed
OTHERS = {
    "AK-ALM": {"local": (77_000_001, 76_999_999), "extra": (3, 0)},
    "MNVO": {"republican": (2_000_000_000, 1_999_999_999)},
}
PROGRESS_KK = "Сынақ мәтін: зертхана жабдығының бірінші бөлігі жеткізілді."


@contextmanager
def on(month: int, day: int, hour: int = 10):
    """A day of 2027."""
    with clock.at(clock.local(date(2027, month, day), hour)):
        yield


@pytest.fixture
def at_work(cast):
    """`at_work("aigul", "kk")` → this person, signed in by typing."""

    def enter(name: str, language: str) -> Visitor:
        cast[name].set_password(PASSWORD)
        cast[name].save(update_fields=["password"])
        return Visitor().sign_in(cast[name], PASSWORD, language)

    return enter


def total(kind: str) -> int:
    """The sum of everything typed: 0 planned, 1 disbursed."""
    place = ("planned", "disbursed").index(kind)
    return (PLANNED_TENGE, TENGE)[place] + sum(pair[place] for sources in OTHERS.values() for pair in sources.values())


def test_the_amount_from_keyboard_to_print(cast, at_work):
    with on(1, 11):
        cycle.open_year(2026, by=cast["kairat"])
    with on(3, 10):
        fill_in(at_work("aigul", "kk"))
    with on(3, 12):
        receipt = submit(at_work("bolat", "ru"))
    for body, officer, signatory in (("AK-ALM", "dana", "erlan"), ("MNVO", "timur", "ulan")):
        file_by_verbs(body, cast[officer], cast[signatory], cast)
    with on(4, 6):
        examine(at_work("gulnar", "ru"))
    with on(4, 19):
        consolidate(at_work("kairat", "kk"))
    with on(4, 21):
        approve(at_work("madina", "kk"))
    edition = Edition.objects.get()
    assert receipt in edition.manifest
    with on(4, 23):
        package = hand_over(at_work("kairat", "ru"), at_work("madina", "kk"), at_work("nurlan", "en"))
    with on(4, 26):
        publish(at_work("kairat", "kk"), at_work("madina", "ru"))
    found_on_pages()
    found_in_files({name: read(f"/data/2026/1/{name}") for name in ("summary.json", "lines.csv", "lines-excel.csv", "report.xlsx")})
    found_in_print(edition)
    found_in_package(edition, package)


# The steps


def fill_in(officer: Visitor) -> None:
    """The officer of the akimat fills in every row; the row page and the check page repeat the amount."""
    officer.open("/kk/work/")
    rows = sorted({href for _text, href in officer.page.links if re.search(r"/(items|indicators)/\d+/$", href)})
    for href in rows:
        officer.open(href)
        if all("complete" not in form.names for form in officer.page.forms):
            continue  # its term has not begun: nothing is asked
        if "/indicators/" in href:
            answer_indicator(officer)
            continue
        typed = {"answer": "given", "status": "in_progress", "progress_kk": PROGRESS_KK, "reasons_kk": "Сынақ мәтін: жеткізу кешікті."}
        if heading(officer) == the_row().row.title_kk:
            typed |= {"planned_local": PLANNED, "disbursed_local": TYPED}
            officer.send(**typed, button="stay")
            assert plain(officer.form("disbursed_local").values["disbursed_local"][0]) == TYPED
            typed = {}
        officer.send(**typed, complete="on", button="list")
    officer.open("/kk/work/").follow("/check/")
    assert TYPED in officer.text
    assert not officer.page.forms or all("correct" not in form.names for form in officer.page.forms), "an officer may not submit"


def heading(visitor: Visitor) -> str:
    """What the page is about."""
    return plain(re.search(r"<h1[^>]*>(.*?)</h1>", visitor.answer.content.decode(), re.S).group(1))


def the_row() -> ItemProgress:
    """The akimat's row on item 10."""
    return ItemProgress.objects.select_related("row").get(report__body__code="AK-ABA", item__code="SC-10")


def answer_indicator(officer: Visitor) -> None:
    """An actual value with its source."""
    said = {"answer": "given", "data_source": "Сынақ дереккөз", "data_date": "31.12.2026", "reasons_kk": "Сынақ мәтін.", "complete": "on"}
    ratio = any("numerator" in form.names for form in officer.page.forms)
    officer.send(**said, **({"numerator": "3", "denominator": "4"} if ratio else {"actual": "12"}), button="list")


def submit(signatory: Visitor) -> str:
    """The signatory sees the amount, declares, submits and gets the receipt. Gives the SHA-256 on it."""
    signatory.open("/ru/work/").follow("/check/")
    assert TYPED in signatory.text
    signatory.send(correct="on", declared="on")
    assert "/receipt/" in signatory.path
    assert "2026-AK-ABA-1" in signatory.text
    return re.search(r"\b[0-9a-f]{64}\b", signatory.text).group()


def file_by_verbs(body: str, officer, signatory, cast) -> None:
    """Another body files and is accepted, without pages."""
    with on(3, 15):
        report = filling.fill(filling.report_of(body), officer)
        row = report.rows.get(item__code="SC-10")
        sources = OTHERS[body].items()
        money = {f"{kind}_{source}": pair[n] for source, pair in sources for n, kind in enumerate(("planned", "disbursed"))}
        filling.save(row, officer, **money)
        filling.submit(report, signatory)
    with on(4, 5):
        report = review.begin_review(filling.report_of(body), by=cast["gulnar"])
        for entry in [*report.rows.filter(needs_answer=True), *report.indicators.all()]:
            review.decide(entry, by=cast["gulnar"], decision="accepted")
        review.accept(filling.report_of(body), by=cast["madina" if body == "MNVO" else "gulnar"])


def examine(reviewer: Visitor) -> None:
    """The reviewer takes the report from the queue, accepts every row and then the report."""
    public_id = str(Report.objects.get(body__code="AK-ABA").public_id)
    reviewer.open("/ru/work/").follow(public_id).follow("/begin/").send()
    waiting = [href for _text, href in reviewer.page.links if re.search(r"/(rows|indicators)/\d+/$", href)]
    reviewer.open(waiting[0])
    for _ in range(len(set(waiting))):
        if the_row().row.title_ru in heading(reviewer):
            assert TYPED in reviewer.text
        reviewer.send(decision="accepted", relevant="on", is_complete="on", correct="on")
    assert reviewer.path.endswith("/finish/")
    reviewer.send(to="")
    assert Report.objects.get(public_id=public_id).status == Report.ACCEPTED


def consolidate(coordinator: Visitor) -> None:
    """The coordinator calculates, decides where executors differ, writes the texts, calculates again and proposes."""
    coordinator.open("/kk/work/summary/2026/").send(to="/run/")
    work_off()
    coordinator.open("/kk/work/summary/2026/")
    for href in {href for _text, href in coordinator.page.links if "/summary/2026/items/" in href}:
        coordinator.open(href).send(reason="Сынақ: жетекші орындаушының дерегі бойынша.")
    for key in ("progress", "funding", "not_done", "proposals"):
        coordinator.open(f"/kk/work/summary/2026/text/{key}/").send(kk=f"Сынақ мәтін: {key}.", ru=f"Проба: {key}.")
    coordinator.open("/kk/work/summary/2026/").send(to="/run/")
    work_off()
    coordinator.open("/kk/work/summary/2026/").follow("/2026/propose/").send()


def approve(approver: Visitor) -> None:
    """Another person approves; the edition is made."""
    approver.open("/kk/work/summary/2026/").follow("/2026/approve/").send()
    work_off()


def hand_over(coordinator: Visitor, approver: Visitor, observer: Visitor) -> bytes:
    """Prepared, sent, downloaded and acknowledged. Gives the package as the observer got it."""
    coordinator.open("/ru/work/transmission/").follow("/transmission/editions/").send(letter_number="1-1/77", letter_date="23.04.2027")
    letter = urlsplit(coordinator.path).path.removeprefix("/ru")
    approver.open("/kk" + letter).follow("/send/").send()
    observer.open("/en" + letter)
    package = observer.client.get(observer.link("/package/")).content
    observer.follow("/acknowledge/").send(incoming_number="99", incoming_date="23.04.2027")
    return package


def publish(coordinator: Visitor, approver: Visitor) -> None:
    """Proposed by one, published by another; the pages are baked."""
    coordinator.open(f"/kk/work/publication/{Edition.objects.get().pk}/").follow("/propose/").send()
    approver.open(f"/ru/work/publication/{Edition.objects.get().pk}/").follow("/publish/").send()
    work_off()
    assert Edition.objects.get().status == Edition.PUBLISHED


# Where the amount is found


def read(path: str) -> bytes:
    """What a reader without an account gets from the portal's door."""
    answered = []
    body = published_first(get_wsgi_application())(RequestFactory().get(path).environ, lambda status, headers: answered.append(status))
    content = b"".join(body)
    assert answered[0].startswith("200"), f"{path}: {answered}"
    return content


def cells(html: str) -> list[str]:
    """Cells of a table row, in words."""
    return [plain(re.sub(r"<[^>]+>", " ", cell)) for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", html, re.S)]


def found_on_pages() -> None:
    """On the item's page in three languages, in the very row the amount was typed in; the year's totals are the sum of what was typed."""
    for language in ("kk", "ru", "en"):
        page = read(f"/{language}/2026/items/10/").decode()
        row = re.search(rf'<tr id="{LINE}">(.*?)</tr>', page, re.S).group(1)
        shown = formats.money_table(TENGE, language=language), formats.money_table(PLANNED_TENGE, language=language)
        assert {plain(one) for one in shown} <= set(cells(row))
        year = plain(read(f"/{language}/2026/").decode())
        for kind in ("planned", "disbursed"):
            assert plain(formats.money_table(total(kind), language=language)) in year, f"{language}: {kind}"
    assert plain(formats.money_table(TENGE, language="kk")) == TYPED


def found_in_files(files: dict[str, bytes]) -> None:
    """In JSON, in both CSV and in the workbook; the totals are the sum of everything typed."""
    summary = json.loads(files["summary.json"])
    assert summary["totals"]["funding"]["total"] == {"planned": total("planned"), "disbursed": total("disbursed")}
    of_region = next(one for one in summary["regions"] if one["body"] == "AK-ABA")
    assert of_region["funding"]["local"] == {"planned": PLANNED_TENGE, "disbursed": TENGE}
    assert len(summary["not_reported"]) == summary["totals"]["reports"]["expected"] - 3
    assert "AK-ULY" in summary["not_reported"]
    for name in ("lines.csv", "lines-excel.csv"):
        text = files[name].decode("utf-8-sig")
        rows = {row["line"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")}
        assert (rows[LINE]["planned_local"], rows[LINE]["disbursed_local"]) == (str(PLANNED_TENGE), str(TENGE))
        assert rows[LINE]["progress_kk"] == PROGRESS_KK
        typed = [int(row[name]) for row in rows.values() for name in row if name.startswith("disbursed_") and row[name]]
        assert sum(typed) == total("disbursed")
        assert rows[LINE]["disbursed_extra"] == "", "a blank is not a zero"
        assert rows["I10-AK-ALM"]["disbursed_extra"] == "0", "a zero is not a blank"
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["report.xlsx"]))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert amounts_of(sheets, LINE, "disbursed_local") == [TENGE]
    assert [total("disbursed")] == amounts_of(sheets, "total", "disbursed_total")


def amounts_of(sheets: dict, key: str, column: str) -> list[int]:
    """The amount in a column of the row that begins with `key`, wherever in the workbook it stands."""
    found = []
    for rows in sheets.values():
        for head in (row for row in rows if column in row):
            found += [int(Decimal(str(row[head.index(column)]))) for row in rows if row and row[0] == key]
    return found


def found_in_print(edition: Edition) -> None:
    """In both PDF, as their readers write it."""
    for language in ("kk", "ru"):
        path = folder(edition) / f"report.{language}.pdf"
        assert path.read_bytes() == read(f"/data/2026/1/{path.name}")
        text = plain(subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout)
        assert TYPED in text
        for kind in ("planned", "disbursed"):
            assert plain(formats.money_table(total(kind), language=language)) in text, f"{language}: {kind}"


def found_in_package(edition: Edition, package: bytes) -> None:
    """The planning body has the very files that the public reads, and their hashes."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = {Path(name).name: archive.read(name) for name in archive.namelist()}
    listed = dict(reversed(line.split("  ", 1)) for line in names.pop("SHA256SUMS").decode().splitlines())
    assert {name: sha256(content).hexdigest() for name, content in names.items()} == listed
    for name in edition.files.values_list("name", flat=True):
        assert names[name] == read(f"/data/2026/1/{name}")
    assert f",{TENGE}," in names["lines.csv"].decode()
