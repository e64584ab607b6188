"""The year 2027 by hand: every role does its part in Chromium, in the three languages, until the public reads what was typed."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from reporting import formats
from tests.browser.conftest import OPENED
from tests.visitor import plain

pytestmark = [pytest.mark.browser, pytest.mark.servers]
PLANNED, DISBURSED, CORRECTED = "1 500 000", "1 250 000,5", "1 250 000,499"
TENGE = {"planned": 1_500_000_000, "disbursed": 1_250_000_499}
PROGRESS = "Зертхананың бірінші кезегіне жабдық жеткізілді, іске қосу жұмыстары басталды."
REASON = "Освоенную сумму указать по казначейским данным, до тенге."


@pytest.fixture(scope="module")
def others(portal) -> dict:
    """Everybody else has filed; gives the sums they wrote, the report and the row that are left."""
    return json.loads(portal.manage("shell", "--no-imports", "-c", "from tests.browser import others; others.prepare()"))
ACCEPTED = {"relevant": "on", "is_complete": "on", "correct": "on", "decision": "accepted"}


def test_the_year_2027_by_every_role(desk, portal, others):
    fill_in(desk("officer@ak-aba.example", "kk"), others)
    submit(desk("signatory@ak-aba.example", "ru"), "2027-AK-ABA-1")
    return_a_row(desk("reviewer@mnvo.example", "ru"), others)
    correct(desk("officer@ak-aba.example", "kk"), others)
    submit(desk("signatory@ak-aba.example", "kk"), "2027-AK-ABA-2")
    accept(desk("reviewer@mnvo.example", "kk"), others)
    coordinator, approver = desk("coordinator@mnvo.example", "ru"), desk("approver@mnvo.example", "kk")
    consolidate(coordinator)
    approve(approver)
    hand_over(coordinator, approver, desk("observer@mne.example", "en"))
    strangers_meet_nothing(desk)
    publish(coordinator, approver)
    totals = {kind: others[kind] + TENGE[kind] for kind in TENGE}
    for language in ("kk", "ru", "en"):
        public_reads(desk("", language), totals)
    audit(desk("auditor@portal.example", "en"))
    add_a_person(desk("administrator@portal.example", "ru"))


def fill_in(officer, others) -> None:
    """The officer finds the row that is left, is told of a mistake, corrects it, and looks at the check page."""
    officer.open("work/")
    row = f"/items/{others['row']}/"
    officer.follow(row)
    officer.fill(answer="given", status="in_progress", progress_kk=PROGRESS, planned_local=PLANNED, disbursed_local="1 25O,5")
    officer.press("button[name=do][value=list]")
    assert row in officer.page.url and officer.page.locator(".summary a[href='#id_disbursed_local']").count() == 1
    assert officer.page.input_value("[name=progress_kk]") == PROGRESS
    officer.fill(disbursed_local=DISBURSED, complete="on")
    officer.fill(**{"document-kind": "contract", "document-number": "15", "document-date": "12.10.2027"})
    officer.page.locator("main button[name=do][value=stay].btn").first.click()
    officer.sees("12.10.2027")
    assert plain(officer.page.input_value("[name=disbursed_local]")) == DISBURSED
    officer.press("button[name=do][value=list]")
    officer.follow("/check/")
    assert DISBURSED in officer.text
    assert officer.page.locator("[name=declared]").count() == 0, "an officer may not submit"


def submit(signatory, receipt: str) -> None:
    """The signatory looks through the whole report, confirms and gets the receipt."""
    signatory.open("work/")
    signatory.follow("/check/")
    signatory.fill(correct="on", declared="on")
    signatory.press("form button[type=submit]")
    assert "/receipt/" in signatory.page.url
    signatory.sees(receipt)
    assert re.search(r"\b[0-9a-f]{64}\b", signatory.text)


def return_a_row(reviewer, others) -> None:
    """The reviewer begins, returns the row with a reason, accepts the others and ends the round."""
    reviewer.open("work/")
    reviewer.follow(others["report"])
    reviewer.follow("/begin/")
    reviewer.press("form button[type=submit]")
    decide(reviewer, others, returned=True)
    reviewer.sees(REASON)
    reviewer.press("form button[type=submit]")
    assert reviewer.page.url.endswith("/work/review/")


def decide(reviewer, others, *, returned: bool) -> None:
    """A decision on every row that waits for one."""
    waiting = reviewer.page.locator("main a[href*='/rows/'], main a[href*='/indicators/']")
    reviewer.page.goto(waiting.first.get_attribute("href"))
    for _ in range(40):
        if reviewer.page.url.endswith("/finish/"):
            return
        here = returned and f"/rows/{others['row']}/" in reviewer.page.url
        if f"/rows/{others['row']}/" in reviewer.page.url:
            assert (DISBURSED if returned else CORRECTED) in reviewer.text
        reviewer.fill(**({"decision": "returned", "code": "incomplete", "reason": REASON} if here else ACCEPTED))
        reviewer.press("button.btn[name=do][value=decide]")
    raise AssertionError("the round does not end")


def correct(officer, others) -> None:
    """The officer reads why, in place; only that row can be changed."""
    officer.open("work/")
    officer.sees(REASON)
    officer.follow(f"/items/{others['row']}/")
    officer.sees(REASON)
    officer.fill(disbursed_local=CORRECTED, complete="on")
    officer.press("button[name=do][value=list]")
    closed = [href for href in officer.page.locator("main a[href*='/items/']").evaluate_all("links => links.map(a => a.href)")
              if f"/items/{others['row']}/" not in href]  # fmt: skip
    officer.page.goto(closed[0])
    assert officer.page.locator("main [name=complete]").count() == 0, "a row that was accepted is closed"


def accept(reviewer, others) -> None:
    """The second round: the changed row is accepted, then the report."""
    reviewer.open("work/")
    reviewer.follow(others["report"])
    reviewer.follow("/begin/")
    reviewer.press("form button[type=submit]")
    reviewer.page.goto(f"{reviewer.page.url.rstrip('/')}/rows/{others['row']}/")
    assert CORRECTED in reviewer.text
    reviewer.fill(**ACCEPTED)
    reviewer.press("button.btn[name=do][value=decide]")
    assert reviewer.page.url.endswith("/finish/")
    reviewer.press("form button[type=submit]")
    assert reviewer.page.url.endswith("/work/review/")


def calculate(coordinator) -> None:
    """Presses the button and watches the worker at work until it is done."""
    coordinator.open("work/summary/2027/")
    coordinator.press("form[action$='/run/'] button")
    progress = coordinator.page.locator("main .progress")
    expect(progress).to_be_visible()
    expect(coordinator.page.locator("main .progress:not([data-url]) .steps li")).not_to_have_count(0, timeout=30_000)


def consolidate(coordinator) -> None:
    """Calculates, decides where executors differ, writes the texts, calculates again, proposes."""
    calculate(coordinator)
    coordinator.open("work/summary/2027/")
    undecided = coordinator.page.locator("main a[href*='/summary/2027/items/']").evaluate_all("links => links.map(a => a.href)")
    assert undecided
    for address in dict.fromkeys(undecided):
        coordinator.page.goto(address)
        coordinator.fill(reason="Решено по данным ведущего исполнителя.")
        coordinator.press("form button[type=submit]")
    for key in ("progress", "funding", "not_done", "proposals"):
        coordinator.open(f"work/summary/2027/text/{key}/")
        coordinator.fill(kk="2027 жылғы жұмыс барысы туралы сынақ мәтіні.", ru="Пробный текст о ходе работы в 2027 году.")
        coordinator.press("form button[type=submit]")
    calculate(coordinator)
    coordinator.open("work/summary/2027/")
    coordinator.follow("/2027/propose/")
    coordinator.press("form button[type=submit]")


def approve(approver) -> None:
    """Another person approves; the worker makes the edition with its documents."""
    approver.open("work/summary/2027/")
    approver.follow("/2027/approve/")
    approver.press("form button[type=submit]")
    for _ in range(120):
        if approver.page.locator("main a[href$='/2027/editions/1/']").count():
            return
        approver.page.wait_for_timeout(500)
        approver.open("work/summary/2027/")
    raise AssertionError("the edition was not made")


def hand_over(coordinator, approver, observer) -> None:
    """Prepared by one, sent by another, acknowledged by the planning body, which downloads the package."""
    coordinator.open("work/transmission/")
    coordinator.follow("/transmission/editions/")
    coordinator.fill(letter_number="1-1/88")
    coordinator.press("form button[type=submit]")
    letter = coordinator.page.url.removeprefix(coordinator.base_url + "/ru/")
    approver.open(letter)
    approver.follow("/send/")
    approver.press("form button[type=submit]")
    observer.open("work/")
    observer.press("table a >> nth=0")
    assert observer.page.url.endswith("/en/" + letter)
    with observer.page.expect_download() as download:
        observer.page.click("main a[href$='/package/']")
    assert download.value.suggested_filename == "science-cities-2027-1.zip"
    observer.follow("/acknowledge/")
    observer.fill(incoming_number="4321", incoming_date=formats.date_short(OPENED.date()))
    observer.press("form button[type=submit]")
    observer.sees("4321")


def strangers_meet_nothing(desk) -> None:
    """Before the publication the public sees no 2027; another akimat and a signed-in officer meet 404 where they have no business."""
    public, stranger = desk("", "kk"), desk("officer@ak-alm.example", "kk")
    public.open("2027/", status=404)
    for path in ("work/summary/2027/", "work/review/", "work/transmission/", "people/"):
        stranger.open(path, status=404)


def publish(coordinator, approver) -> None:
    """Proposed by one, published by another; the pages are baked by the worker."""
    coordinator.open("work/publication/")
    coordinator.press("table a >> nth=0")
    edition = coordinator.page.url.removeprefix(coordinator.base_url + "/ru/")
    coordinator.follow("/propose/")
    coordinator.press("form button[type=submit]")
    approver.open(edition)
    approver.follow("/publish/")
    approver.press("form button[type=submit]")
    for _ in range(60):
        if approver.page.request.get("/kk/2027/").status == 200:
            return
        approver.page.wait_for_timeout(500)
    raise AssertionError("the pages were not baked")


def public_reads(reader, totals: dict[str, int]) -> None:
    """Without signing in: the totals are the sum of what was typed, and the akimat's own amount stands in its row."""
    reader.open("2027/")
    for tenge in totals.values():
        assert plain(formats.money_table(tenge, language=reader.language)) in reader.text
    reader.open("2027/items/10/")
    amount = plain(formats.money_table(TENGE["disbursed"], language=reader.language))
    assert amount in plain(reader.page.locator("#I10-AK-ABA").inner_text())
    summary = reader.page.request.get("/data/2027/1/summary.json").json()
    assert summary["totals"]["funding"]["total"] == totals
    rows = list(csv.DictReader(io.StringIO(reader.page.request.get("/data/2027/1/lines.csv").text().lstrip("\ufeff"))))
    sources = ("republican", "local", "extra")
    assert totals == {kind: sum(int(row[f"{kind}_{source}"] or 0) for row in rows for source in sources) for kind in totals}


def audit(auditor) -> None:
    """The auditor reads everything and finds no button to press."""
    for path in ("work/cycles/", "work/review/", "work/summary/2027/", "work/transmission/", "work/publication/", "people/"):
        auditor.open(path)
        assert auditor.page.locator("main form[method=post]").count() == 0


def add_a_person(administrator) -> None:
    """The administrator adds a person and gives them a password; reports are not theirs to read."""
    administrator.open("work/")
    administrator.follow("/people/add/")
    akimat = administrator.page.locator("main [name=body] option", has_text="Абай").first.get_attribute("value")
    administrator.fill(full_name="Үлгібаева Жаңа", email="new@ak-aba.example", role="officer", body=akimat)
    administrator.press("form button[type=submit]")
    administrator.sees("Үлгібаева Жаңа")
    administrator.open("work/summary/2027/", status=404)
