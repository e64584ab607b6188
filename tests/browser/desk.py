"""One person at one browser: signs in by typing, presses what is on the page; everything that goes wrong in it is noted."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from portal.operations.demo.people import PASSWORD

WAIT_MS = 45_000  # what a person never sees: only a hung page takes as long, however busy the machine is


class Desk:
    """`page` is Playwright's own; `troubles` are errors of the console, refused code and requests to anywhere else."""

    def __init__(self, browser: Browser, base_url: str, email: str = "", language: str = "kk", **options):
        self.base_url, self.language, self.is_signed_in, self.troubles = base_url, language, bool(email), []
        self.password = PASSWORD
        self.context = browser.new_context(base_url=base_url, accept_downloads=True, **options)
        self.context.set_default_timeout(WAIT_MS)
        self.context.on("request", self.note)
        self.page: Page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        if email:
            self.sign_in(email)

    def note(self, request) -> None:
        """Notes a request to another host. It gets no answer anyway (`QUIET`); to hold each request up would empty the browser's cache."""
        if not request.url.startswith((self.base_url + "/", "data:", "blob:")):
            self.troubles.append(f"request to {request.url}")

    def heard(self, message) -> None:
        """Notes errors of the console; a broken Content-Security-Policy is one of them. 422 is a form with mistakes in it."""
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def sign_in(self, email: str) -> None:
        """By typing, as anybody does."""
        self.open("sign-in/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("form [type=submit]", within="main")
        assert "/sign-in/" not in self.page.url, self.page.inner_text("main")

    def open(self, path: str, status: int = 200) -> Page:
        """Opens an address in the person's language."""
        full = path if path.startswith("/") else f"/{self.language}/{path}"
        answer = self.page.goto(full)
        assert answer.status == status, f"{full}: {answer.status}"
        if status != 200:
            self.troubles = [one for one in self.troubles if "Failed to load resource" not in one]
        return self.page

    def press(self, what: str, within: str = "main") -> None:
        """Presses a button or link and waits for the page that follows."""
        target = self.page.locator(within).locator(what).first
        with self.page.expect_navigation(wait_until="load"):
            target.click()

    def follow(self, part: str, within: str = "main") -> None:
        """Follows the first link whose address has `part`."""
        self.press(f'a[href*="{part}"]', within)

    def fill(self, **typed: str) -> None:
        """Types into fields by their names; a choice is made by its value."""
        for name, value in typed.items():
            self.set(self.page.locator(f'main [name="{name}"]'), value)

    def set(self, fields: Locator, value: str) -> None:
        """One field, whatever its kind."""
        first = fields.first
        kind = first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
        if kind == "radio":
            fields.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            first.set_checked(bool(value))
        elif kind == "select":
            first.select_option(value)
        else:
            first.fill(value)

    @property
    def text(self) -> str:
        """What the page says, with every kind of blank made one."""
        return " ".join(self.page.inner_text("main").split())

    def sees(self, text: str) -> None:
        """The text is on the page, or appears in a moment."""
        expect(self.page.locator("main")).to_contain_text(re.compile(re.sub(r"\s+", r"\\s+", re.escape(text).replace(r"\ ", " "))))

    def shot(self, path: Path) -> None:
        """A picture for the person who looks at a failure."""
        self.page.screenshot(path=path, full_page=True)

    def close(self) -> list[str]:
        """Leaves; gives what went wrong."""
        self.context.close()
        return self.troubles
