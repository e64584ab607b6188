"""With keys alone, on a screen 360 px wide: a row is filled in and the report is submitted; the focus is always seen."""

import json

import pytest

from tests.browser.desk import Desk
from tests.browser.interruptions import shell
from tests.browser.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.servers]
PHONE = {"width": 360, "height": 740}
TEXT = "Жабдық жеткізілді, іске қосу жұмыстары басталды."


@pytest.fixture
def left(portal):
    """A report in which one row is left to fill in; afterwards it is filled in again."""
    yield json.loads(shell(portal, "screens.leave_one_row()"))
    shell(portal, "screens.take_back()")


def enter(chromium, portal, email: str) -> tuple[Desk, Keyboard]:
    """Signs in with keys."""
    desk = Desk(chromium, portal.base_url, language="kk", viewport=PHONE)
    desk.open("sign-in/")
    keys = Keyboard(desk)
    keys.type("username", email)
    keys.type("password", desk.password)
    keys.enter()
    assert "/sign-in/" not in desk.page.url
    return desk, keys


def is_too_wide(desk: Desk) -> bool:
    return desk.page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_row_is_filled_in_and_the_report_submitted_with_keys_alone(chromium, portal, left):
    officer, keys = enter(chromium, portal, left["officer"])
    keys.tab_to(href=f"/items/{left['row']}/")
    keys.enter()
    assert not is_too_wide(officer)
    keys.choose("answer", "given")
    keys.choose("status", "in_progress")
    keys.type("progress_kk", TEXT)
    keys.type("reasons_kk", "Жабдықты жеткізу кешікті.")
    keys.type("planned_local", "1 250,5")
    keys.type("disbursed_local", "1 250,5")
    keys.tick("complete")
    keys.tab_to(name="do", value="list")
    keys.enter()
    assert "/items/" not in officer.page.url, officer.text
    signatory, more = enter(chromium, portal, left["signatory"])
    more.tab_to(href="/check/")
    more.enter()
    assert TEXT in signatory.text and not is_too_wide(signatory)
    more.tick("correct")
    more.tick("declared")
    more.tab_to(type="submit", tag="BUTTON")
    more.enter()
    assert "/receipt/" in signatory.page.url, signatory.text
    assert keys.faults + more.faults == []
    assert officer.close() + signatory.close() == []
