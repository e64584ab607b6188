"""A document sent while the page stays: the bar, the way to stop it, the words of a refusal, and the typed text beside."""

import os

import pytest

from tests.filing.made_files import PDF

pytestmark = pytest.mark.browser
TEXT = "Мәтін жүктеу кезінде жазылды"


def test_a_slow_upload_can_be_stopped_and_costs_no_text(desk):
    officer = desk("officer@ak-alm.example", "ru")
    page = officer.open("work/report/")
    officer.press('a[href*="/items/"] >> nth=3')
    officer.set(page.locator('[name="answer"]'), "given")
    part = page.locator("[data-upload]")
    if part.locator("details").get_attribute("open") is None:
        part.locator("summary").click()
    assert page.locator("#id_document-file").inner_text() == "Выберите файл", "the page's own words, not the browser's"
    page.set_input_files('[name="document-file"]', {"name": "акт.pdf", "mimeType": "application/pdf", "buffer": b"MZ" * 50})
    part.locator("[data-add]").click()
    officer.sees("Содержимое файла не соответствует формату")
    speed = officer.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    speed.send("Network.emulateNetworkConditions", slow)
    content = PDF + b"%" + os.urandom(2_000_000) + b"\n%%EOF\n"
    page.set_input_files('[name="document-file"]', {"name": "Құрылыс актісі.pdf", "mimeType": "application/pdf", "buffer": content})
    officer.fill(**{"document-kind": "act", "document-number": "17-ө", "document-date": "03.12.2027", "progress_kk": TEXT})
    part.locator("[data-add]").click()
    part.locator("progress").wait_for()
    part.locator("[data-cancel]").click()
    officer.sees("Загрузка отменена")
    assert page.input_value('[name="document-number"]') == "17-ө" and page.input_value('[name="progress_kk"]') == TEXT
    speed.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    part.locator("[data-add]").click()
    officer.sees("Документ добавлен")
    assert part.locator("table tbody tr").count() == 1 and page.input_value('[name="progress_kk"]') == TEXT
    officer.troubles = [one for one in officer.troubles if "ERR_ABORTED" not in one]
