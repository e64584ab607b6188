"""Interleavings of two officers, one of them in two tabs, in the same rows: nobody ever writes over a text they were not shown.

A `Tab` speaks to the portal's own pages and follows `static/js/autosave.js`; a `Run` lets a seeded chance choose what happens next and
looks at every revision of a row: what is gone had been shown to the one who replaced it. `python -m tests.campaigns.interleavings` runs
thousands.
"""

import contextlib
import contextvars
import json
import random
import re
import threading
from collections import Counter
from html import unescape

from django.db import connection
from django.test import Client

from reporting.filing.returning import place_of
from reporting.models import EntryRevision, ItemProgress, ParkedText
from reporting.parking import opened

FIELDS = ("progress_kk", "reasons_ru", "planned_local")
MONEY = "planned_local"
JSON = {"headers": {"Accept": "application/json"}}
BACKEND = "portal.users.backend.SignedInBackend"
INPUT = re.compile(r"<input\b[^>]*>")
AREA = re.compile(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>|<textarea id="\w+" name="(\w+)"[^>]*>\n?(.*?)</textarea>', re.S)


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def inputs(html: str) -> dict[str, str]:
    """What a form of the page would send: hidden and text inputs, chosen buttons, texts."""
    values = {}
    for tag in INPUT.findall(html):
        kind, name = attribute(tag, "type"), attribute(tag, "name")
        if kind in ("hidden", "text", "") or (kind in ("radio", "checkbox") and " checked" in tag):
            values[name] = attribute(tag, "value")
    for first, one, second, two in AREA.findall(html):
        values[first or second] = unescape(one or two).replace("\r\n", "\n")
    return values


def told(name: str, value) -> str:
    """A value in one form, whether a page, an answer or the database says it."""
    if value is None:
        return ""
    if name == MONEY:
        return str(value // 1000) if isinstance(value, int) else re.sub(r"\s", "", str(value))
    return str(value).replace("\r\n", "\n")


class Tab:
    """One open page of one person. `seen` are the values that it has shown of each field: what it may replace."""

    def __init__(self, person, row: ItemProgress, name: str):
        self.person, self.row, self.name, self.client = person, row, name, Client()
        self.sign_in()

    def sign_in(self) -> None:
        """Signs in, if need be, and opens the row."""
        self.client.force_login(self.person, backend=BACKEND)
        self.open()

    @property
    def url(self) -> str:
        return f"/kk/work/report/{self.row.report.public_id}/items/{self.row.pk}/"

    def open(self, row: ItemProgress | None = None) -> None:
        """A fresh page."""
        self.row = row or self.row
        html = self.client.get(self.url).content.decode()
        form, waiting = inputs(html), set((re.search(r'data-typed="([^"]*)"', html) or ["", ""])[1].split())
        self.sent_along = {name: form[name] for name in ("who", "parked", "base_version", "bases")}
        self.others = {name: form.get(name, "") for name in ItemProgress.REPORTED if name not in FIELDS and form.get(name)}
        self.shows = {name: told(name, form.get(name, "")) for name in FIELDS}
        self.known = {name: None if name in waiting else self.shows[name] for name in FIELDS}
        self.seen = {name: set() if name in waiting else {self.shows[name]} for name in FIELDS}
        self.refused, self.clashing, self.conflict, self.is_out = {}, set(), None, False
        self.returned = waiting & set(FIELDS)

    @property
    def is_unfinished(self) -> bool:
        """Whether something on the page is not in the row yet, or both texts wait for a decision."""
        return bool(self.conflict or self.is_out or any(self.shows[name] != self.known[name] for name in FIELDS))

    def dirty(self) -> dict[str, str]:
        """What the script would send."""
        names = [name for name in FIELDS if self.shows[name] != self.known[name]]
        return {name: self.shows[name] for name in names if self.refused.get(name) != self.shows[name]}

    def save(self, *, is_answer_lost: bool = False) -> bool:
        """The automatic save; its answer may be lost on the way. True when the page knows that the server has everything."""
        sent = self.dirty()
        if self.conflict or not sent:
            return not self.is_out
        answer = self.client.post(f"{self.url}autosave/", {**self.sent_along, "fields": " ".join(sent), **sent}, **JSON)
        said = answer.json()
        if is_answer_lost:
            return False
        if answer.status_code == 200 or "version" in said:
            self.settle(sent, said)
            return True
        self.is_out = answer.status_code == 401
        self.sent_along["parked"] = said.get("parked") or self.sent_along["parked"]
        return False

    def settle(self, sent: dict, said: dict) -> None:
        """What the script does with the answer."""
        held, theirs, late = {one["field"] for one in [*said["problems"], *said["conflicts"]]}, said["theirs"], set()
        for name, value in theirs.items():
            if name not in FIELDS:
                self.others[name] = value
            elif self.shows[name] == sent.get(name, self.known[name]):
                self.shows[name] = self.known[name] = told(name, value)
                self.seen[name].add(self.shows[name])
            else:
                late.add(name)
        for name, value in sent.items():
            if name in held:
                self.refused[name] = value
            elif name not in theirs:
                self.known[name] = value
                self.seen[name].add(value)
                self.refused.pop(name, None)
                self.clashing.discard(name)
        self.clashing |= {one["field"] for one in said["conflicts"]}
        before, page = json.loads(self.sent_along["bases"] or "{}"), int(self.sent_along["base_version"])
        bases = {name: before.get(name, page) for name in {*held, *late, *self.clashing, *self.refused}}
        self.sent_along |= {"bases": json.dumps(bases), "base_version": str(said["version"]), "parked": said["parked"]}

    def press(self) -> None:
        """The button: the text first, then the form."""
        if self.conflict or not self.save():
            return
        self.follow(self.client.post(self.url, {**self.others, **self.shows, **self.sent_along, "do": "stay"}))

    def follow(self, answer) -> None:
        """Goes where the answer leads: the page anew, or both texts."""
        if answer.status_code == 302:
            self.is_out = "/sign-in/" in answer["Location"]
            return None if self.is_out else self.open()
        assert answer.status_code == 409, answer.content.decode()
        form = inputs(answer.content.decode().split("<main", 1)[1])
        self.conflict = {name: value for name, value in form.items() if not name.startswith("keep_")}
        self.clashes = [name for name in FIELDS if f"theirs_{name}" in form]
        for name in self.clashes:
            self.seen[name].add(told(name, form[f"theirs_{name}"]))
        return None

    def resolve(self, choose) -> None:
        """Decides on each field of the conflict page."""
        choices = {name: choose(("mine", "theirs") if name == MONEY else ("mine", "theirs", "joined")) for name in self.clashes}
        kept = {f"keep_{name}": choice for name, choice in choices.items()}
        self.follow(self.client.post(self.url, {**self.conflict, **kept}))


class Run:
    """One interleaving. `faults` says what was written over unseen, or is nowhere to be found."""

    def __init__(self, rows: list[ItemProgress], people, seed, say=None):
        self.say, self.chance, self.rows, self.faults, self.done = say, random.Random(seed), rows, [], Counter()
        self.tokens, self.at = 0, {row.pk: row.version for row in rows}
        self.seen_at_typing: dict[str, frozenset] = {}
        self.typed: list[tuple[Tab, ItemProgress, str, str]] = []
        self.let_go: set[str] = set()  # tokens that their author replaced or gave up, looking at both
        first, second = people
        self.tabs = [Tab(person, rows[0], name) for person, name in ((first, "a"), (first, "b"), (second, "c"))]

    def run(self, steps: int) -> list[str]:
        """So many steps, then everybody finishes; gives the faults."""
        acts = (self.type, self.type, self.type, self.save, self.save, self.press, self.lose, self.switch, self.reload, self.leave)
        acts = (*acts, self.together)
        for _ in range(steps):
            tab = self.chance.choice(self.tabs)
            act = self.resolve if tab.conflict else self.enter if tab.is_out else self.chance.choice(acts)
            self.step(act, tab)
        for _round in range(6):
            for tab in [one for one in self.tabs if one.is_unfinished]:
                self.step(self.resolve if tab.conflict else self.enter if tab.is_out else self.press, tab)
        self.look_for_everything()
        return self.faults

    def step(self, act, tab: Tab) -> None:
        """One act, and a look at what it wrote."""
        self.done[act.__name__] += 1
        seen = {one: {name: self.seen_by(one, name) for name in FIELDS} for one in self.tabs}  # before the act
        self.look(act(tab) or [tab], seen)
        if self.say:
            self.say(f"{act.__name__} {tab.name} row {tab.row.pk} shows {tab.shows} known {tab.known} {tab.sent_along} {tab.clashing}\n")

    def look(self, acting: list[Tab], seen: dict) -> None:
        """Every new revision: what it replaced had been shown on a page that acted."""
        for row in self.rows:
            news = EntryRevision.objects.filter(row=row, version__gte=self.at[row.pk]).order_by("version").values_list("version", "fields")
            news = list(news)
            for (_, before), (version, after) in zip(news, news[1:], strict=False):
                for name in FIELDS:
                    old, new = told(name, before[name]), told(name, after[name])
                    if old != new and old and not any(old in seen[tab][name] for tab in acting):
                        who = [tab.name for tab in acting]
                        self.faults.append(f"version {version}: {name} «{old}» was written over by «{new}» of {who}")
                    if old != new:
                        self.let_go.add(old)
            self.at[row.pk] = news[-1][0] if news else self.at[row.pk]

    def seen_by(self, tab: Tab, name: str) -> set[str]:
        """What the page has shown of a field; of a text that came back also what its author had been shown when they typed it."""
        return tab.seen[name] | (self.seen_at_typing.get(tab.shows[name], frozenset()) if name in tab.returned else frozenset())

    def look_for_everything(self) -> None:
        """Each typed value is in the row or its history, was replaced by its author, is on a page or parked for its author."""
        for tab, row, name, value in self.typed:
            held = [told(name, fields[name]) for fields in EntryRevision.objects.filter(row=row).values_list("fields", flat=True)]
            parked = [opened(text) for text in ParkedText.objects.filter(person=tab.person, report=row.report, place=place_of(row))]
            kept = [told(name, text.fields.get(name, "")) for text in parked if text]
            on_page = [one.shows[name] for one in self.tabs if one.row == row and one.person == tab.person]
            if value not in self.let_go and not any(value in text for text in (*held, *kept, *on_page)):
                self.faults.append(f"{name} «{value}» of {tab.name} is nowhere")

    # What may happen

    def type(self, tab: Tab):
        """Another value, never typed before; what the page showed is replaced by its author's own eyes."""
        name = self.chance.choice(FIELDS)
        self.tokens += 1
        value = str(self.tokens) if name == MONEY else f"{tab.name}{self.tokens}."
        self.let_go.add(tab.shows[name])
        self.seen_at_typing[value] = frozenset(self.seen_by(tab, name))
        tab.shows[name] = value
        tab.seen[name].add(value)
        self.typed.append((tab, tab.row, name, value))

    def save(self, tab: Tab):
        tab.save()

    def press(self, tab: Tab):
        tab.press()

    def lose(self, tab: Tab):
        """The server saves, the page never hears of it."""
        tab.save(is_answer_lost=True)

    def switch(self, tab: Tab):
        """To the other row: a page that is left saves first."""
        tab.save()
        tab.open(next(row for row in self.rows if row != tab.row))

    def reload(self, tab: Tab):
        tab.save()
        tab.open()

    def leave(self, tab: Tab):
        """The session ends."""
        tab.client.cookies.clear()
        if tab.dirty():
            tab.save()
        else:
            tab.is_out = True

    def enter(self, tab: Tab):
        tab.save()
        tab.sign_in()

    def resolve(self, tab: Tab):
        """Both texts are before their eyes: whichever is left out is left out knowingly."""
        for name in tab.clashes:
            self.let_go |= {told(name, tab.conflict[f"mine_{name}"]), told(name, tab.conflict[f"theirs_{name}"])}
        tab.resolve(self.chance.choice)

    def together(self, tab: Tab) -> list[Tab]:
        """Two pages save in the same instant (one after the other where the database has one connection)."""
        pair = [tab, self.chance.choice([one for one in self.tabs if one is not tab])]
        at_once([one.save for one in pair])
        return pair


def cleared(rows: list[ItemProgress]) -> list[ItemProgress]:
    """The rows as they were opened, without what an earlier run has written."""
    EntryRevision.objects.filter(row__in=rows).delete()
    ParkedText.objects.filter(report=rows[0].report).delete()
    for row in rows:
        fields = [row._meta.get_field(name) for name in row.REPORTED]
        blank = {field.name: None if field.null else field.get_default() for field in fields}
        ItemProgress.objects.filter(pk=row.pk).update(**blank, version=1, edited_at=None, edited_by=None)
        row.refresh_from_db(fields=["version"])
    return rows


def at_once(acts: list) -> None:
    """Together, each on a connection of its own; in turn on SQLite, whose writers wait in one line anyway."""
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        for act in acts:
            act()
        return
    failed = []

    def go(act) -> None:
        try:
            act()
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=[go, act]) for act in acts]  # the clock of the run
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


@contextlib.contextmanager
def blind(entries):
    """The rule without its look at what was read: it must be noticed."""
    as_read, entries.as_read = entries.as_read, lambda entry, read_at: {name: entries.snapshot(entry)[name] for name in read_at}
    try:
        yield
    finally:
        entries.as_read = as_read
