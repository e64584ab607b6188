"""A visitor without a screen: opens pages, fills in the forms that are on them and posts what a browser would post.

Nothing is posted that the page does not offer: a field that is not in the form fails the test, as it would fail a person.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

SILENT = {"submit", "button", "reset", "file", "image"}


@dataclass
class Form:
    """A form as it stands on a page: what it would post if only its button were pressed."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)  # choices of radio buttons, boxes and lists
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, formaction
    names: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """Finds forms, links and the visible text of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.form = self.area = self.choosing = self.link = None
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag == "form":
            self.form = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self.form)
        elif tag == "a" and given.get("href"):
            self.link = [given["href"], ""]
        elif self.form is not None:
            self.read_field(tag, given)

    def read_field(self, tag, given):
        """Keeps a field of the form that is open."""
        name, value = given.get("name"), given.get("value")
        if tag == "button" or (tag == "input" and given.get("type") == "submit"):
            self.form.buttons.append((name or "", value or "", given.get("formaction") or ""))
        elif tag == "option" and self.choosing:
            self.form.offered[self.choosing].add(value or "")
            if "selected" in given or self.choosing not in self.form.values:
                self.form.values[self.choosing] = [value or ""]
        elif name and "disabled" not in given:
            self.form.names.add(name)
            if tag == "select":
                self.choosing = name
                self.form.offered[name] = set()
            elif tag == "textarea":
                self.area = [name, ""]
            elif tag == "input":
                self.read_input(name, given)

    def read_input(self, name, given):
        """An input posts its value; a radio button or box only when it is checked."""
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            self.form.offered.setdefault(name, set()).add(given.get("value", "on"))
            if "checked" in given:
                self.form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind not in SILENT:
            self.form.values.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self.hidden -= 1
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.choosing = None
        elif tag == "textarea" and self.area:
            self.form.values[self.area[0]] = [self.area[1].removeprefix("\n").replace("\n", "\r\n")]
            self.area = None
        elif tag == "a" and self.link:
            self.links.append((" ".join(self.link[1].split()), self.link[0]))
            self.link = None

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
            return
        if self.link:
            self.link[1] += data
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a person reads: narrow and fixed spaces are told apart by nobody."""
        return plain(" ".join(self.words))


def plain(text: str) -> str:
    """Text with every kind of blank made one."""
    return " ".join(text.split())


class Visitor:
    """One person at the keyboard. `text`, `links`, `forms`, `path` are of the page that is open."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.path, self.page, self.answer = "", None, None

    def open(self, path: str) -> "Visitor":
        """Follows an address; the page must be there."""
        return self.arrived(self.client.get(path, follow=True), path)

    def arrived(self, answer, path: str) -> "Visitor":
        """Looks at what came back."""
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        self.answer = answer
        self.path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        self.page = Reader(answer.content.decode()) if "html" in answer["Content-Type"] else None
        return self

    @property
    def text(self) -> str:
        return self.page.text

    def link(self, part: str) -> str:
        """The first link of the page with `part` in its address."""
        found = [href for _text, href in self.page.links if part in href]
        assert found, f"no link to …{part}… on {self.path}: {self.page.links}"
        return urljoin(self.path, found[0])

    def follow(self, part: str) -> "Visitor":
        """Follows the first link with `part` in its address."""
        return self.open(self.link(part))

    def form(self, *names: str, to: str = "", button: str = "") -> Form:
        """The form of the page with all these fields: one sent to the page itself or `to`, one that has the `button`."""
        here = ("", urlsplit(self.path).path)
        fits = [
            form for form in self.page.forms
            if form.method == "post" and set(names) <= form.names and (to in form.action if to else form.action in here)
            and (not button or any(button in (one[0], one[1]) for one in form.buttons))
        ]  # fmt: skip
        assert fits, f"no form with {names} {to} {button} on {self.path}: {[(f.action, sorted(f.names)) for f in self.page.forms]}"
        return fits[0]

    def send(self, *, to: str = "", button: str = "", files: dict | None = None, **typed) -> "Visitor":
        """Types into a form of the open page and presses its button (the one named or valued `button`, else the first)."""
        form = self.form(*typed, to=to, button=button)
        values = dict(form.values)
        for name, value in typed.items():
            said = value if isinstance(value, list) else [value]
            assert name not in form.offered or set(said) <= form.offered[name], f"{name}: {said} is not among {form.offered[name]}"
            values[name] = said
        pressed = next((one for one in form.buttons if button and button in one[:2]), (form.buttons or [("", "", "")])[0])
        if pressed[0]:
            values[pressed[0]] = [pressed[1]]
        path = urljoin(self.path, pressed[2] or form.action or urlsplit(self.path).path)
        return self.arrived(self.client.post(path, {**values, **(files or {})}, follow=True), path)

    def sign_in(self, person, password: str, language: str = "kk") -> "Visitor":
        """By typing the address and the password."""
        self.open(f"/{language}/sign-in/").send(username=person.email, password=password)
        assert "sign-in" not in self.path, self.text
        return self
