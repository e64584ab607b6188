"""Nine ways in which work is interrupted, on every page with text: whatever was typed is on the page again afterwards.

A kind is a function of a `Case`; `run(case)` gives what was lost, in words, or nothing.
"""

import contextlib
import json
import os
import signal
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Error, Page

from portal.users.models import User
from portal.users.rights import change_rights
from reporting.models import Report
from reporting.roles import Role
from tests.browser.desk import Desk
from tests.servers import Running
from tests.throwaway import wait_until

BODY, YEAR = "AK-ALM", 2027
WORDS = "Зертхананың екінші корпусы салынды; жабдықтың қалған бөлігі жеткізілуде: ә ғ қ ң ө ұ ү һ і. «Текст» – 1 250,5 мың теңге."
# page → (who types, the field)
SCREENS = {
    "item": ("officer", "progress_kk"), "indicator": ("officer", "reasons_kk"), "no_activity": ("officer", "note"),
    "recall": ("signatory", "reason"), "amend": ("signatory", "reason"),
}  # fmt: skip
QUIET_MS, SOON_MS, CRASH_MS = 700, 15_000, 10_000


@dataclass
class Case:
    """One interruption: `text` is what the person types, `lost` what is missing afterwards."""

    browser: Browser
    portal: Running
    pages: dict[str, str]
    screen: str
    language: str
    number: int
    offline_seconds: float = 20
    troubles: list[str] = field(default_factory=list)
    desk: Desk = None

    @property
    def email(self) -> str:
        return f"{SCREENS[self.screen][0]}@{BODY.lower()}.example"

    @property
    def url(self) -> str:
        return f"/{self.language}{self.pages[self.screen]}"

    @property
    def text(self) -> str:
        return f"{self.number}. {WORDS}\n" + f"{WORDS} " * 3 + "Соңы."

    @property
    def is_row(self) -> bool:
        return self.screen in ("item", "indicator")

    @property
    def box(self) -> str:
        return f'main [name="{SCREENS[self.screen][1]}"]'

    def open(self, page: Page | None = None) -> Page:
        """The page with the form, and every part of it in sight."""
        page = page or self.desk.page
        page.goto(self.url)
        if self.is_row:
            page.locator('main [name="answer"][value="given"]').check()
        return page

    def type(self, page: Page | None = None, text: str = "") -> None:
        """Types and does not leave the field."""
        (page or self.desk.page).fill(self.box, text or self.text)

    def press(self, page: Page | None = None) -> None:
        """Presses the button of a row; of a page that asks for a reason the field is only left, as its button would act."""
        page = page or self.desk.page
        with contextlib.suppress(Error):
            if self.is_row:
                page.locator("main button[name=do][value=list]").click(timeout=3000, no_wait_after=True)
            else:
                page.locator(self.box).blur(timeout=3000)
        with contextlib.suppress(Error):
            page.wait_for_timeout(QUIET_MS)

    def come_back(self) -> str:
        """Signs in if need be and opens the page anew in a tab of its own; gives what the field says."""
        page = self.desk.context.new_page()
        page.goto(self.url)
        if "/sign-in/" in page.url:
            page.fill("[name=username]", self.email)
            page.fill("[name=password]", self.desk.password)
            page.locator("main form [type=submit]").click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            page.goto(self.url)
        said = page.input_value(self.box)
        page.close()
        return said.replace("\r\n", "\n")


def run(kind, case: Case) -> str:
    """What was lost; empty when nothing was."""
    case.desk = Desk(case.browser, case.portal.base_url, case.email, case.language)
    case.desk.page.on("dialog", lambda dialog: dialog.accept())
    try:
        wanted = kind(case) or [case.text]
        said = case.come_back()
        return "" if said in wanted else f"{kind.__name__}, {case.screen}, {case.language}: {len(case.text)} typed, {len(said)} found"
    finally:
        case.troubles = [one for one in case.desk.close() if one.startswith("script:") or "Content Security" in one]


def session_ended(case: Case):
    """The session's time is over: its cookie is gone."""
    case.open()
    case.type()
    case.desk.context.clear_cookies(name="sessionid")
    case.press()


def token_rotated(case: Case):
    """The same person signs out and in again in a second tab: the first tab's form has an old token."""
    case.open()
    case.type()
    case.desk.context.clear_cookies(name="sessionid")
    case.desk.context.clear_cookies(name="csrftoken")
    sign_in_beside(case, case.email)
    case.press()


def another_person(case: Case):
    """A colleague signs in in a second tab of the same browser; afterwards the author is back."""
    case.open()
    case.type()
    case.desk.context.clear_cookies(name="sessionid")
    sign_in_beside(case, f"{'officer' if case.email.startswith('signatory') else 'signatory'}@{BODY.lower()}.example")
    case.press()
    case.desk.context.clear_cookies(name="sessionid")


def sign_in_beside(case: Case, email: str) -> None:
    """In another tab."""
    page = case.desk.context.new_page()
    page.goto(f"/{case.language}/sign-in/")
    while "/sign-in/" in page.url:  # the first tab may change the token meanwhile: then the page is offered anew
        page.fill("[name=username]", email)
        page.fill("[name=password]", case.desk.password)
        with page.expect_navigation(wait_until="load"):
            page.locator("main form [type=submit]").click()
    page.close()


def server_restarted(case: Case):
    """The button is pressed while the server is away."""
    case.open()
    case.type()
    os.killpg(case.portal.pids["web"], signal.SIGKILL)
    case.portal.processes["web"].wait()
    case.press()
    start_web(case.portal)
    with contextlib.suppress(Error):
        case.desk.page.wait_for_timeout(QUIET_MS)
    case.press()
    settle(case)


def start_web(portal: Running) -> None:
    """The web process, with the portal's environment as it is now."""
    portal.start("web")
    wait_until(lambda: portal.readiness()[0] == 200, portal.processes["web"], "the portal", 60)


def offline(case: Case):
    """No network while the person types and presses; then it is there again."""
    case.open()
    case.desk.context.set_offline(True)
    case.type()
    case.press()
    with contextlib.suppress(Error):
        case.desk.page.wait_for_timeout(case.offline_seconds * 1000)
    case.desk.context.set_offline(False)
    settle(case)


def settle(case: Case) -> None:
    """Waits until the page says that it has nothing to send, or gives up."""
    page = case.desk.page
    with contextlib.suppress(Error):
        page.wait_for_function("() => document.querySelector('[data-autosave] b')", timeout=4000)


def went_back(case: Case):
    """The back button right after the last letter."""
    case.desk.page.goto(f"/{case.language}/work/notices/")
    case.open()
    case.type()
    case.desk.page.go_back()
    case.desk.page.wait_for_timeout(QUIET_MS)


def two_tabs(case: Case):
    """The same page in two tabs with two texts: one is saved, the other is met again and never disappears."""
    first, second = case.open(), case.open(case.desk.context.new_page())
    case.type(first, f"Бірінші. {case.text}")
    case.type(second, f"Екінші. {case.text}")
    for page in (first, second):
        page.locator(case.box).blur()
        page.wait_for_timeout(QUIET_MS)
    if case.is_row:
        second.locator("[data-autosave] button, main button[name=do][value=list]").last.click()
        second.wait_for_load_state()
        both = second.inner_text("main")
        assert "Бірінші. " in both and "Екінші. " in both, both
    return [f"Бірінші. {case.text}", f"Екінші. {case.text}"]


def tab_closed(case: Case):
    """The browser is gone ten seconds after the last letter."""
    case.open()
    case.type()
    case.desk.page.wait_for_timeout(CRASH_MS)
    case.desk.page.close()


def role_changed(case: Case):
    """An administrator changes the person's rights: every session ends at once."""
    case.open()
    case.type()
    shell(case.portal, f"interruptions.end_sessions({case.email!r})")
    case.press()


KINDS = (session_ended, token_rotated, another_person, server_restarted, offline, went_back, two_tabs, tab_closed, role_changed)


def shell(portal: Running, call: str) -> str:
    """A function of this module in the portal's own process."""
    return portal.manage("shell", "--no-imports", "-c", f"from tests.browser import interruptions; interruptions and {call}")


def end_sessions(email: str) -> None:
    """As every change of a role does."""
    person = User.objects.get(email=email)
    other = Role.DEPARTMENT_HEAD if person.role == Role.OFFICER else Role.OFFICER
    change_rights(person, role=person.role if person.role == Role.SIGNATORY else other)


def addresses(*, with_states: bool) -> None:
    """Prints where the pages are. For those that need a submitted or an accepted report, states are put as they are after the verbs."""
    report = Report.objects.get(cycle__year=YEAR, body__code=BODY)
    start, row, value = f"/work/report/{report.public_id}/", report.rows.filter(needs_answer=True).first(), report.indicators.first()
    pages = {"item": f"{start}items/{row.pk}/", "indicator": f"{start}indicators/{value.pk}/", "no_activity": f"{start}no-activity/"}
    if with_states:
        accepted = Report.objects.get(cycle__year=YEAR - 1, body__code=BODY)
        pages |= {"amend": f"/work/report/{accepted.public_id}/amend/", "recall": f"{start}recall/"}
    print(json.dumps(pages))  # noqa: T201


def set_status(status: str) -> None:
    """Puts the report of the year into a state."""
    Report.objects.filter(cycle__year=YEAR, body__code=BODY).update(status=status)
