"""A person who goes by what stands on the page: presses links and buttons by their visible names in their own language."""

import re

from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Error, Locator, expect

from tests.browser.desk import Desk

DELAY_MS = 60_000


class Clerk(Desk):
    """`press_named("Submit for approval")` presses what bears that name on the page in the person's language; `presses` counts them."""

    presses = 0

    def word(self, text: str, context: str = "", **told) -> str:
        """A text of the portal as this person reads it."""
        with override(self.language):
            found = pgettext(context, text) if context else gettext(text)
        return found % told if told else found

    def named(self, name: str, *, whole: bool = True, at: str = "", within: str = "main") -> Locator:
        """The visible link or button that bears this name, or begins with it; `at`: in the row of the table that has this text.

        The path above the heading is left out: in Kazakh a section and the button in it may bear the same verbal noun.
        """
        pattern = re.compile(rf"^\s*{flowing(name)}" + (r"\s*$" if whole else ""))
        scope = self.page.locator(within)
        if at:
            scope = scope.locator("tr, article").filter(has=self.page.get_by_text(re.compile(rf"^\s*{flowing(at)}\s*$")))
        return scope.locator("a:visible:not(.crumbs a), button:visible, summary:visible").filter(has_text=pattern)

    def numbered(self, text: str) -> Locator:
        """What bears a text of the portal with any number in it."""
        pattern = flowing(self.word(text, number="№№№")).replace("№№№", r"\d+")
        return self.page.locator("main").locator("a:visible, button:visible").filter(has_text=re.compile(rf"^\s*{pattern}\s*$"))

    def go(self, name: str, **where) -> None:
        """Presses what bears this very name, and waits for the page that follows."""
        self.presses += 1
        try:
            with self.page.expect_navigation(wait_until="load"):
                self.named(name, **where).first.click()
        except Error as never:
            raise AssertionError(f"«{name}» {where} cannot be pressed on {self.page.url}: {self.text[:600]}") from never

    def press_named(self, text: str, context: str = "", *, at: str = "", begins: bool = False, **told) -> None:
        """The same for a text of the portal, which is translated."""
        self.go(self.word(text, context, **told), whole=not begins, at=at)

    def unfold(self, name: str, at: str) -> None:
        """Opens what is folded beside a text, where it is folded at all."""
        beside = self.page.locator("main li").filter(has_text=re.compile(rf"^\s*{flowing(at)}"))
        folded = beside.locator("details:not([open]) summary").filter(has_text=re.compile(rf"^\s*{flowing(name)}\s*$"))
        if folded.count():
            self.presses += 1
            folded.first.click()

    def section(self, text: str) -> None:
        """A section of the menu."""
        self.go(self.word(text), whole=False, within="nav.nav")

    def reads(self, text: str, context: str = "", **told) -> None:
        """The page says so."""
        self.sees(self.word(text, context, **told))

    def type(self, **typed: str) -> None:
        """Types where there is a field to be seen, as people do."""
        for name, value in typed.items():
            field = self.page.locator(f'main [name="{name}"]:visible')
            if field.count():
                self.set(field, value)

    def appears(self, selector: str) -> None:
        """Waits for what a worker is making."""
        expect(self.page.locator(selector).first).to_be_visible(timeout=DELAY_MS)


def flowing(text: str) -> str:
    """A pattern for a text, whatever kind of blanks it has."""
    return r"\s+".join(re.escape(word) for word in text.split())
