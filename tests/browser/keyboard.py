"""A person without a mouse: everything is reached with Tab and done with Enter, Space, arrows and letters; where the cursor is, is seen."""

from tests.browser.desk import Desk

MOST = 250  # presses of Tab until something is taken for unreachable
# Where the focus is: what it is, whether it is marked, and whether nothing lies over it
STOP = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const shown = isOutlined || style.boxShadow !== "none" || e.matches("input[type=file]");
  const seen = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (e.contains(top) || top.contains(e));
  });
  const said = { tag: e.tagName, name: e.name ?? "", value: e.value ?? "", type: e.type ?? "", href: e.getAttribute("href") ?? "" };
  return { ...said, shown, seen, html: e.outerHTML.slice(0, 120) };
}"""


class Keyboard:
    """Goes through a page of a `Desk` with keys only; `faults` are stops of the focus that nobody could see."""

    def __init__(self, desk: Desk):
        self.page, self.faults = desk.page, []

    def tab_to(self, **wanted: str) -> dict:
        """Presses Tab until the focus is on something with these properties (`href` is a part of the address)."""
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop["tag"] not in ("BODY", "HTML") and not (stop["shown"] and stop["seen"]):
                self.faults.append(f"{self.page.url}: {'hidden' if stop['shown'] else 'not marked'}: {stop['html']}")
            if all(part in stop[name] if name == "href" else part == stop[name] for name, part in wanted.items()):
                return stop
        raise AssertionError(f"{self.page.url}: Tab does not lead to {wanted}")

    def type(self, name: str, text: str) -> None:
        """Into a field."""
        self.tab_to(name=name)
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """One of several: Space takes the first, arrows go on."""
        stop = self.tab_to(name=name)
        self.page.keyboard.press("Space")
        for _ in range(12):
            if self.page.locator(f'main [name="{name}"][value="{value}"]').is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} does not become {value}: {stop}")

    def tick(self, name: str) -> None:
        """A box."""
        self.tab_to(name=name)
        self.page.keyboard.press("Space")
        assert self.page.locator(f'main [name="{name}"]').is_checked()

    def enter(self) -> None:
        """Enter on what has the focus, and the page that follows."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
