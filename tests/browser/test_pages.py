"""Every page that a role reaches by links, in three languages: quiet, accessible, at home on a phone, in Kazakh without foreign words."""

import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.servers]
ROLES = (
    "", "officer@ak-aba.example", "signatory@ak-alm.example", "head@ak-aba.example", "reviewer@mnvo.example", "coordinator@mnvo.example",
    "approver@mnvo.example", "observer@mne.example", "auditor@portal.example", "administrator@portal.example",
)  # fmt: skip
PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ENOUGH = 60  # pages of different kinds for one role; more means that addresses are not told apart well
FILES = re.compile(r"[^/]$|/package/$|/documents/")  # an address without a slash at its end is a file
# Words that are the same in Kazakh: names of formats, units and files
SAME = frozenset(
    re.split(
        r"\s+",
        """PDF XLSX CSV JSON YAML ZIP DOCX JPG PNG SHA HTML WCAG UTF UTC RFC MB KB English https http www lines csv json summary manifest
        report xlsx pdf docx CLAMD ADDRESS excel kk ru en SUMS example com org gov kz axe AA BOM CC BY Excel QR API OpenAPI GII""",
    )
)
NAMES = re.compile(r"\{\{[^}]*\}\}|\S+@\S+|https?://\S+|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b|\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b|\b\S+\.(?:csv|json|xlsx|docx|pdf|txt)\b")
# Words of text and of what a screen reader says; not what is said in another language, typed, or a code of the data files
WORDS = """() => {
  const skip = "[lang]:not([lang=kk]):not(html), code, kbd, .hash, .n, [aria-labelledby=columns] td, script, style, svg, input, textarea";
  const said = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.parentElement.closest(skip)) said.push(node.data);
  }
  for (const e of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]"))
    if (!e.closest("[lang]:not([lang=kk]):not(html)"))
      for (const name of ["aria-label", "title", "alt", "placeholder"]) said.push(e.getAttribute(name) ?? "");
  said.push(document.title);
  return said.join("\\n");
}"""
UNKEPT = "() => [...document.querySelectorAll('main form textarea')].some((one) => !one.form.querySelector('[data-autosave]'))"
axe = Axe()
looked_at: set[str] = set()  # kinds of pages that another role has looked at already


def kind_of(url: str) -> str:
    """What kind of page an address is: ids and codes are one kind, and of a table's views only the first is looked at."""
    path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}/", "/uuid/", urlsplit(url).path)
    path = re.sub(r"(?<=/)(bodies|regions|territories|indicators|items|text)/(?!add)[^/]+/", r"\\1/code/", path)
    return re.sub(r"/\d+(?=/)", "/n", path)


def links_of(desk: Desk) -> list[str]:
    """Addresses on the page: for somebody signed in those behind the door, else the public ones; no files."""
    found = desk.page.evaluate("() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)")
    inside = re.compile(rf"{re.escape(desk.base_url)}/{desk.language}/(work|people|account|password)/")
    start = f"{desk.base_url}/{desk.language}/"
    return [
        urldefrag(url).url for url in found
        if url.startswith(start) and bool(inside.match(url)) == desk.is_signed_in and "?" not in url and not FILES.search(url)
    ]  # fmt: skip


def reached(desk: Desk, first: str):
    """One page of every kind that links lead to, each open in the browser when it is yielded."""
    seen, waiting = set(), deque([f"{desk.base_url}/{desk.language}/{first}"])
    while waiting:
        url = waiting.popleft()
        if kind_of(url) in seen:
            continue
        seen.add(kind_of(url))
        assert len(seen) < ENOUGH, seen
        answer = desk.page.goto(url)
        assert answer.status == 200, f"{url}: {answer.status}"
        yield url
        waiting += links_of(desk)


def is_too_wide(desk: Desk) -> bool:
    """Whether the page can be moved sideways on a phone."""
    desk.page.set_viewport_size(PHONE)
    wide = desk.page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    desk.page.set_viewport_size(SCREEN)
    return wide


def foreign_words(desk: Desk) -> set[str]:
    """Latin words on a Kazakh page that are no names."""
    text = NAMES.sub(" ", desk.page.evaluate(WORDS))
    return {word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in SAME}


def faults_of(desk: Desk, url: str) -> list[str]:
    """What is wrong with the Kazakh page that is open. Rules of accessibility are asked once for each kind of page."""
    faults = [f"{url}: wider than a phone"] if is_too_wide(desk) else []
    if foreign := foreign_words(desk):
        faults.append(f"{url}: not Kazakh: {', '.join(sorted(foreign))}")
    if desk.page.evaluate(UNKEPT):
        faults.append(f"{url}: a text is not kept while it is typed")
    if kind_of(url) not in looked_at:
        broken = axe.run(desk.page).response["violations"]
        faults += [f"{url}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in broken]
    return faults


@pytest.mark.parametrize("email", ROLES, ids=lambda email: email.partition("@")[0] or "public")
def test_every_page_of_a_role(desk, email):
    person = desk(email, "kk", viewport=SCREEN)
    faults, new = [], []
    for url in reached(person, "work/" if email else ""):
        faults += faults_of(person, url)
        new += [url] if kind_of(url) not in looked_at else []
        looked_at.add(kind_of(url))
    for language in ("ru", "en"):
        person.language = language
        for url in new:
            there = url.replace(f"{person.base_url}/kk/", f"/{language}/")
            person.open(there)
            faults += [f"{there}: lang"] if person.page.get_attribute("html", "lang") != language else []
            faults += [f"{there}: wider than a phone"] if is_too_wide(person) else []
    assert not faults, "\n".join(faults)
