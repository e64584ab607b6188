"""Reads a page as strictly as the standard asks, and as a person who knows one language only."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input", "img", "hr"}
NOT_IN_P = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "h1", "h2", "h3", "figure", "form", "nav"}
WORD = re.compile(r"[A-Za-z]{2,}")


class StrictReader(HTMLParser):
    """Collects faults of the markup, and the text that is said in the page's own language."""

    def __init__(self, html: str):
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.own: list[str] = []
        self.titles: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag, _ in self.stack]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        given = dict(attrs)
        self.faults += [f"<{tag}> names {one} twice" for one in set(names) if names.count(one) > 1]
        self.faults += [f"<{tag}> carries {one}" for one in names if one == "style" or one.startswith("on")]
        if tag in NOT_IN_P and any(one == "p" for one, _ in self.stack):
            self.faults.append(f"<{tag}> inside <p>")
        if tag == "a" and any(one == "a" for one, _ in self.stack):
            self.faults.append("<a> inside <a>")
        if tag == "script" and not given.get("src") and given.get("type") != "application/ld+json":
            self.faults.append("a script without an address")
        if tag not in VOID:
            above = self.stack[-1][1] if self.stack else ""
            said = "none" if "hash" in (given.get("class") or "").split() or tag == "script" else given.get("lang", above)
            self.stack.append((tag, said))
        self.own += [given[name] for name in ("title", "aria-label", "data-l", "placeholder", "alt") if given.get(name)]

    def handle_startendtag(self, tag, attrs):
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.stack or self.stack[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1:]}")
        elif self.stack:
            self.stack.pop()

    def handle_data(self, data):
        if self.stack and self.stack[0][1] == self.stack[-1][1] and data.strip():
            self.own.append(data)

    def latin(self, allowed: set[str]) -> set[str]:
        """Latin words in the page's own text that are not allowed."""
        return {word for text in self.own for word in WORD.findall(re.sub(r"https?://\S+", "", text))} - allowed
