"""Eleven ways in which work is interrupted, on every page with text: whatever was typed is on the page again afterwards.

A kind is a function of a `Case`; `run(case)` gives what was lost, in words, or nothing.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from uuid import uuid4

from playwright.sync_api import Browser, Error, Locator, Page

from portal.users.models import User
from portal.users.rights import change_rights
from reporting.models import ParkedText
from reporting.roles import Role
from tests.browser.desk import Desk
from tests.browser.screens import SCREENS
from tests.servers import Running
from tests.throwaway import wait_until

WORDS = "Зертхананың екінші корпусы салынды; жабдықтың қалған бөлігі жеткізілуде: ә ғ қ ң ө ұ ү һ і. «Текст» – 1 250,5 мың теңге."
QUIET_MS, CRASH_MS = 700, 10_000  # after the button; after the last letter, before a crash
BUTTON = "button[type=submit]:not([data-autosave] *)[value=list], button.btn[type=submit]:not([data-autosave] *)"
PARTNER = {"officer": "signatory", "signatory": "officer", "coordinator": "approver", "observer": "coordinator"}


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
    patience: float = 30  # seconds until a text that has not come back is lost
    troubles: list[str] = field(default_factory=list)
    desk: Desk = None

    @property
    def email(self) -> str:
        return SCREENS[self.screen].who

    @property
    def colleague(self) -> str:
        """Somebody else who sits at the same computer."""
        role, _at, domain = self.email.partition("@")
        partner = PARTNER.get(role, "coordinator")
        return f"{partner}@{'mnvo.example' if partner in ('coordinator', 'approver') else domain}"

    @property
    def url(self) -> str:
        return f"/{self.language}{self.pages[self.screen]}"

    @property
    def text(self) -> str:
        return f"{self.number}. {WORDS}\n" + f"{WORDS} " * (0 if SCREENS[self.screen].is_short else 14) + "Соңы."

    @property
    def is_row(self) -> bool:
        """Whether the page saves for good, not only until its button is pressed."""
        return self.screen in ("item", "indicator")

    @property
    def box(self) -> str:
        return f'main [name="{SCREENS[self.screen].field}"]'

    @property
    def button(self) -> Locator:
        """What sends the form."""
        return self.desk.page.locator("main form:has([data-autosave], textarea)").locator(BUTTON).first

    def open(self, page: Page | None = None) -> Page:
        """The page with the form, and every part of it in sight."""
        page = page or self.desk.page
        page.goto(self.url)
        if self.is_row or self.screen == "conflict":
            page.locator('main [name="answer"][value="given"]').check()
        if self.screen == "conflict":
            self.collide(page)
        return page

    def collide(self, page: Page) -> None:
        """A colleague saves the field that is open here: the button leads to both texts, and the colleague is named."""
        self.collide_by(f"Әріптес {uuid4()}")
        page.fill(self.box, f"Өзім {uuid4()}")
        with page.expect_navigation():
            page.locator("main button[name=do][value=list]").click(no_wait_after=True)
        said = page.inner_text("main")
        assert "Әріптес " in said and "Өзім " in said and page.locator("textarea").count() == 1, said

    def collide_by(self, text: str) -> None:
        """The colleague's part, at a computer of their own."""
        other = seated(self.browser, self.portal, self.colleague, self.language)
        other.page.goto(self.url)
        other.page.locator('main [name="answer"][value="given"]').check()
        other.page.fill(self.box, text)
        with other.page.expect_navigation():
            other.page.locator("main button[name=do][value=list]").click(no_wait_after=True)
        other.close()

    def type(self, page: Page | None = None, text: str = "") -> None:
        """Types and does not leave the field."""
        (page or self.desk.page).fill(self.box, text or self.text)

    def press(self) -> None:
        """Presses the button of a row. Of a page that asks for a reason the field is only left: what its button does first, not the act."""
        with contextlib.suppress(Error):
            if self.is_row or self.screen == "conflict":
                self.button.click(no_wait_after=True)
            else:
                self.desk.page.locator(self.box).blur()
        rest(self.desk.page)

    def come_back(self, wanted: list[str]) -> str:
        """Signs in if need be and opens the page anew in a tab of its own; gives what the field says.

        A request may still be on its way when a page is left: it is looked for until it has come.
        """
        page, until = self.desk.context.new_page(), time.monotonic() + self.patience
        while True:
            page.goto(self.url)
            if "/sign-in/" in page.url:
                sign_in(page, self.email, self.desk.password)
                page.goto(self.url)
            said = page.input_value(self.box).replace("\r\n", "\n")
            if said in wanted or time.monotonic() > until:
                page.close()
                return said
            page.wait_for_timeout(500)


sessions: dict[tuple[str, str], list] = {}  # portal and person → the cookies of a session that began by typing name and password


def seated(browser: Browser, portal: Running, email: str, language: str) -> Desk:
    """A person at a browser of their own, signed in; by the session of an earlier desk while it lasts."""
    who = (portal.base_url, email)
    desk = Desk(browser, portal.base_url, "", language)
    desk.context.add_cookies(sessions.get(who, []))
    desk.page.goto(f"/{language}/account/")
    if "/sign-in/" in desk.page.url:
        desk.sign_in(email)
        sessions[who] = desk.context.cookies()
    return desk


def rest(page: Page) -> None:
    """Waits until the page has nothing under way; one that is gone has not."""
    with contextlib.suppress(Error):
        page.wait_for_function("() => !['unsaved', 'saving'].includes(document.querySelector('[data-autosave]')?.dataset.state)")


def run(kind, case: Case) -> str:
    """What was lost; empty when nothing was."""
    case.desk = seated(case.browser, case.portal, case.email, case.language)
    case.desk.page.on("dialog", lambda dialog: dialog.accept())
    try:
        wanted = kind(case) or [case.text]
        said = case.come_back(wanted)
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
    sign_in_beside(case, case.colleague)
    case.press()
    case.desk.context.clear_cookies(name="sessionid")


def sign_in_beside(case: Case, email: str) -> None:
    """In another tab."""
    page = case.desk.context.new_page()
    page.goto(f"/{case.language}/sign-in/")
    sign_in(page, email, case.desk.password)
    page.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Types name and password until the person is in: where another tab changes the token meanwhile, the page is offered anew."""
    while "/sign-in/" in page.url:
        page.fill("[name=username]", email)
        page.fill("[name=password]", password)
        with page.expect_navigation(wait_until="load"):
            page.locator("main form [type=submit]").click(no_wait_after=True)


def server_restarted(case: Case):
    """The button is pressed while the server is away."""
    case.open()
    case.type()
    os.killpg(case.portal.pids["web"], signal.SIGKILL)
    case.portal.processes["web"].wait()
    case.press()
    start_web(case.portal)
    case.press()
    settle(case)


def start_web(portal: Running) -> None:
    """The web process, with the portal's environment as it is now."""
    portal.start("web")
    wait_until(lambda: portal.readiness()[0] == 200, portal.processes["web"], "the portal", 120)


def restart(portal: Running) -> None:
    """The web process with the environment as it is now."""
    os.killpg(portal.pids["web"], signal.SIGKILL)
    portal.processes["web"].wait()
    start_web(portal)


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
    """Waits until the page that tries again by itself has sent what it holds. A page that does not protect its text sends nothing."""
    with contextlib.suppress(Error):
        case.desk.page.wait_for_function("() => (document.querySelector('[data-autosave]')?.dataset.state ?? 'saved') === 'saved'")


def went_back(case: Case):
    """The back button right after the last letter."""
    case.desk.page.goto(f"/{case.language}/work/notices/")
    case.open()
    case.type()
    case.desk.page.go_back()


def two_tabs(case: Case):
    """The same page in two tabs with two texts: both are met again, none is written over the other."""
    first, second = case.open(), case.open(case.desk.context.new_page())
    texts = [f"Бірінші. {case.text}", f"Екінші. {case.text}"]
    for page, text in zip((first, second), texts, strict=True):
        case.type(page, text)
    for page in (first, second):
        page.locator(case.box).blur()
        rest(page)
    if case.is_row:
        with second.expect_navigation():
            second.locator("[data-autosave] button").click(no_wait_after=True)
        both = second.inner_text("main")
        assert all(text.split(". ")[0] in both for text in texts), both
        return texts
    third = case.desk.context.new_page()
    third.goto(case.url)
    one = third.input_value(case.box)
    with third.expect_navigation():
        third.locator("#typed form button").click(no_wait_after=True)
    assert {one, third.input_value(case.box)} == set(texts)
    return texts


def tab_closed(case: Case):
    """The browser is gone ten seconds after the last letter."""
    case.open()
    case.type()
    case.desk.page.wait_for_timeout(CRASH_MS)
    case.desk.page.close()


def slow_upload(case: Case):
    """The form, with a file where there may be one, is under way for long, and the connection breaks before it has arrived."""
    page = case.open()
    case.type()
    if page.locator("main [name=document-file]").count():
        large = {"name": "акт.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"0" * 2**20}
        page.set_input_files("main [name=document-file]", large)

    def broken(route) -> None:
        if route.request.method == "POST" and route.request.headers.get("accept") != "application/json":
            page.wait_for_timeout(QUIET_MS)
            route.abort()
        else:
            route.fallback()

    page.route("**/*", broken)
    with contextlib.suppress(Error), page.expect_event("requestfailed"):
        case.button.click(no_wait_after=True)


def typed_on(case: Case):
    """What is typed after the first words were kept is kept too; of a row also when a colleague has changed the field meanwhile."""
    page = case.open()
    if case.is_row:
        other = seated(case.browser, case.portal, case.colleague, case.language)
        case.open(other.page)
        case.type(other.page, f"Әріптес {uuid4()}")
        other.page.locator(case.box).blur()
        rest(other.page)
        other.close()
    for text in ("Басы.", case.text):
        case.type(page, text)
        page.locator(case.box).blur()
        rest(page)
    page.close()


def role_changed(case: Case):
    """An administrator changes the person's rights: every session ends at once."""
    case.open()
    case.type()
    shell(case.portal, f"interruptions.end_sessions({case.email!r})")
    case.press()


KINDS = (
    session_ended, token_rotated, another_person, server_restarted, offline, slow_upload, went_back, two_tabs, tab_closed, typed_on,
    role_changed,
)  # fmt: skip


def shell(portal: Running, call: str) -> str:
    """A function of these modules in a process of the portal."""
    return portal.call(f"from tests.browser import interruptions, screens; {call}")


def nothing_waits() -> None:
    """Everybody has decided on the texts that waited for them: a page then shows what is stored, and the next interruption is its own.

    A page that was just closed may still be saying what it held: until nothing more comes.
    """
    while ParkedText.objects.all().delete()[0]:
        time.sleep(0.5)


def end_sessions(email: str) -> None:
    """As every change of a role does."""
    person = User.objects.get(email=email)
    swapped = {Role.OFFICER: Role.DEPARTMENT_HEAD, Role.DEPARTMENT_HEAD: Role.OFFICER}
    change_rights(person, role=swapped.get(person.role, person.role))
