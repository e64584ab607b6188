"""What a build must be before anyone may read it: its pages as they were written, every link leads somewhere, three languages have the
same pages, figures agree with `summary.json` and totals with the lines."""

import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from portal.site import reading
from portal.site.editions import SUPERSEDED, PublishedEdition, read_site
from portal.site.found import Found, in_page
from territories.languages import LANGUAGES

# Addresses that Django answers, not the build
LIVING = re.compile(r"/(kk|ru|en)/(sign-in|check|search|verify)/|/api/v1/public/")
OUTSIDE = ("http://", "https://", "mailto:")
EDITION_PAGE = re.compile(r"(?:kk|ru|en)/(\d{4})/(?:editions/(\d+)/)?")


class Unfit(Exception):
    """The build is not fit to be read; the old one stays."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults[:20]))
        self.faults = faults


class PageReader(HTMLParser):
    """Collects the links of a page that was not written just now."""

    def __init__(self, text: str):
        super().__init__()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links |= {found[name] for name in ("href", "src", "action") if found.get(name)}


def verify(folder: Path, written: list[Found] | None = None) -> None:
    """Raises `Unfit` naming what is wrong. `written` is what the writers of the pages found in them; without it the pages are read."""
    bytes_of = {f"/{path.parent.relative_to(folder)}/": path.read_bytes() for path in folder.rglob("index.html")}
    pages = {one.path: one for one in written} if written else {path: in_page(path, data) for path, data in bytes_of.items()}
    editions = read_site(folder).editions
    faults = [*altered(bytes_of, pages), *languages(pages), *broken_links(folder, pages), *wrong_figures(pages, editions)]
    for edition in editions:
        faults += wrong_totals(edition)
    if faults:
        raise Unfit(faults)


def altered(bytes_of: dict[str, bytes], pages: dict[str, Found]) -> list[str]:
    """The folder holds the very pages that were written, and no other."""
    faults = [f"{path}: the page is not there" for path in pages.keys() - bytes_of.keys()]
    faults += [f"{path}: nobody wrote this page" for path in bytes_of.keys() - pages.keys()]
    both = pages.keys() & bytes_of.keys()
    return faults + [f"{one}: not as it was written" for one in both if hashlib.sha256(bytes_of[one]).hexdigest() != pages[one].sha256]


def languages(pages: dict[str, Found]) -> list[str]:
    """Each language has the same set of pages."""
    sets = {one: {path[3:] for path in pages if path.startswith(f"/{one}/")} for one in LANGUAGES}
    every = set().union(*sets.values())
    return [f"/{one}{path}: missing" for one, found in sets.items() for path in sorted(every - found)]


def broken_links(folder: Path, pages: dict[str, Found]) -> list[str]:
    """Every link inside leads to a page, an anchor or a file of the build."""
    files = {f"/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
    places = {path: set(page.places) for path, page in pages.items()}
    faults = []
    for path, page in pages.items():
        faults += [f"{path}: the anchor {one} occurs twice" for one, times in Counter(page.places).items() if times > 1]
        for link in page.links:
            if link.startswith(OUTSIDE) or LIVING.match(link):
                continue
            target, _mark, anchor = link.partition("#")
            target = target or path
            if target not in pages and target not in files:
                faults.append(f"{path}: {link} leads nowhere")
            elif anchor and anchor not in places.get(target, ()):
                faults.append(f"{path}: {link} has no such place")
    return faults


def wrong_figures(pages: dict[str, Found], editions: list[PublishedEdition]) -> list[str]:
    """Every marked figure equals the one at its path in the `summary.json` of its edition."""
    by_year = {(one.year, 0 if one.status != SUPERSEDED else one.number): one for one in editions}
    newest = max((year for year, number in by_year if number == 0), default=None)
    faults = []
    for path, page in pages.items():
        found = EDITION_PAGE.match(path.strip("/") + "/")
        edition = by_year.get((int(found[1]), int(found[2] or 0))) if found else by_year.get((newest, 0))
        faults += [
            f"{path}: {figure} is {value}, not {reading.look_up(edition.summary, figure)}"
            for figure, value in page.figures
            if str(reading.look_up(edition.summary, figure)) != value
        ]
    return faults


def wrong_totals(edition: PublishedEdition) -> list[str]:
    """The totals of `summary.json` are the sums of `lines.csv`, to the tenge."""
    faults = []
    items = [line for line in edition.lines.values() if line["kind"] == "item"]
    for source in reading.SOURCES:
        for kind in ("planned", "disbursed"):
            given = [line[f"{kind}_{source}"] for line in items if line[f"{kind}_{source}"] is not None]
            total = edition.summary["totals"]["funding"][source][kind]
            if (sum(given) if given else None) != total:
                faults.append(f"{edition.year}/{edition.number}: {source} {kind} is {total}, the lines give {sum(given)}")
    return faults
