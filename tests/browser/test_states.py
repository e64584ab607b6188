"""A small sample of `python -m tests.campaigns.accessibility`: states that no link leads to, and that the look at them notices faults."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from tests.browser.interruptions import Case, seated, shell
from tests.browser.screens import OFFICER
from tests.browser.states import STATES, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.servers]
# a field without a name, and something wider than a phone
SPOILED = "() => { const e = document.querySelector('main'); e.append(document.createElement('input')); e.style.minWidth = '900px'; }"
SAMPLE = ("row with problems", "spreadsheet, refused", "check, refused")


@pytest.fixture(scope="module")
def pages(portal) -> dict:
    """Where the pages are."""
    found = json.loads(shell(portal, "screens.addresses(whole=False)"))
    return found | {"start": found["no_activity"].removesuffix("no-activity/")}


def test_refusals_and_conflicts_are_at_home_everywhere(chromium, portal, pages):
    axe, case = Axe(), Case(chromium, portal, pages, "conflict", "ru", number=1)
    case.desk = seated(chromium, portal, case.email, "ru")
    case.open()
    found = [f"conflict: {fault}" for fault in faults_of(case.desk, axe)]
    case.desk.close()
    for name in SAMPLE:
        who, come = STATES[name]
        desk = seated(chromium, portal, who, "kk")
        come(desk, pages)
        found += [f"{name}: {fault}" for fault in faults_of(desk, axe)]
        if name == "row with problems":  # what was refused waits on the row: other tests type there
            desk.open(pages["item"])
            desk.press("#typed form button")
        desk.close()
    assert found == []


def test_what_is_wrong_is_noticed(chromium, portal, pages):
    desk = seated(chromium, portal, OFFICER, "kk")
    desk.open("account/")
    desk.page.evaluate(SPOILED)
    found = faults_of(desk, Axe())
    assert {fault.split(":")[1].strip() for fault in found} >= {"label", "moved sideways"}, found
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        desk.page.goto("http://elsewhere.example/")
    assert "request to http://elsewhere.example/" in desk.close()
