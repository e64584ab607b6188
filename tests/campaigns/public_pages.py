"""The published sample year as strict readers read it: `python -m tests.campaigns.public_pages [--vnu vnu.jar]`.

Makes the demonstration, publishes it through a real worker, and then: every page of every language by the HTML parser and its weight;
one page of each template in three languages, on a screen and on a phone, by axe; the package of data by the Frictionless validator and
its JSON Schemas; every cell of page, CSV, XLSX, JSON and API against the others; the same pages in the three languages; the texts of
the interface that a catalogue lacks. Then a made site of three corrected years is exported, opened from the disk and read likewise. With
`--vnu` the W3C's own checker reads every page as well (Java). Prints one line for each fault and ends with 1 when there is any.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import django
import polib

PLACE = Path(tempfile.mkdtemp(prefix="public-pages-"))
os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ["DATA_DIR"] = str(PLACE / "own")
django.setup()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from portal.site import verifying  # noqa: E402
from portal.site.editions import read_site  # noqa: E402
from portal.site.found import in_page  # noqa: E402
from tests.browser.conftest import OPENED, launch  # noqa: E402
from tests.campaigns import exported  # noqa: E402
from tests.servers import ROOT, portal_processes  # noqa: E402
from tests.site import validity  # noqa: E402

WIDTHS = {"screen": 1280, "phone": 360}
LIVING = ("search/?q=зертхана", "search/", "verify/", "sign-in/", "password/reset/", "no-such-page/")
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--vnu", help="path of vnu.jar")
    asked = asked.parse_args()
    env = {"CLOCK_SHIFT": str(int((OPENED - datetime.now(UTC)).total_seconds()))}
    with portal_processes(PLACE / "portal", env, prepare=lambda running: running.manage("demo"), seconds=300) as portal:
        folder = (Path(portal.env["DATA_DIR"]) / "public" / "current").resolve()
        pages = validity.pages_of(folder)
        found = {"html": html(pages), "languages": validity.uneven(pages), "axe and width": seen(portal.base_url, pages)}
        found |= {
            "texts": untold(),
            "package": validity.package_faults(folder / "data/2026/latest"),
            "cells": cells(folder, portal.base_url),
        }
        if asked.vnu:
            found["vnu"] = vnu(asked.vnu, folder)
    found["export"] = from_the_disk(PLACE / "stick")
    shutil.rmtree(PLACE, ignore_errors=True)
    for name, faults in found.items():
        sys.stdout.write("".join(f"{name}: {fault}\n" for fault in faults))
    counted = ", ".join(f"{name} {len(faults)}" for name, faults in found.items())
    kinds = len(validity.one_of_each(pages))
    sys.stdout.write(f"pages: {len(pages)}, of them one of each template and language: {kinds}; faults: {counted}\n")
    return 1 if any(found.values()) else 0


def html(pages: dict[str, Path]) -> list[str]:
    """Faults of every page."""
    return [f"{path}: {fault}" for path, file in pages.items() for fault in validity.page_faults(file.read_text())]


def seen(base_url: str, pages: dict[str, Path]) -> list[str]:
    """What axe finds on one page of each template and language, and on the pages that the server makes, at both widths."""
    paths = [*validity.one_of_each(pages), *(f"/{language}/{path}" for language in validity.LANGUAGES for path in LIVING)]
    faults, axe = [], Axe()
    with opened() as browser:
        page = browser.new_page(base_url=base_url)
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                page.goto(path)
                broken = axe.run(page).response["violations"]
                faults += [f"{path}, {name}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in broken]
                faults += [f"{path}, {name}: wider than the window"] if page.evaluate(TOO_WIDE) else []
    return faults


@contextlib.contextmanager
def opened():
    """A browser."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def from_the_disk(folder: Path) -> list[str]:
    """The exported site, opened without a server."""
    exported.export(folder)
    with opened() as browser:
        return exported.faults(folder, browser, Axe(), TOO_WIDE)


def untold() -> list[str]:
    """Texts that a catalogue lacks or is not sure of."""
    catalogues = {one: ROOT / "portal" / "locale" / one / "LC_MESSAGES" / "django.po" for one in ("kk", "ru")}
    found = [(one, entry) for one, path in catalogues.items() for entry in polib.pofile(str(path))]
    return [f"{one}: {entry.msgid!r}" for one, entry in found if entry.fuzzy or not entry.translated() and not entry.obsolete]


def cells(folder: Path, base_url: str) -> list[str]:
    """Figures that differ between the pages, the files and the API."""
    site = read_site(folder)
    shown = {path: in_page(path, file.read_bytes()) for path, file in validity.pages_of(folder).items()}
    faults = [str(one) for one in (*verifying.wrong_figures(shown, site.editions), *verifying.wrong_totals(site.latest))]
    faults += validity.cells_that_differ(folder / "data/2026/latest")
    lines = validity.table(folder / "data/2026/latest/lines.csv")
    for n, (line, row) in enumerate(zip(lines, from_api(f"{base_url}/api/v1/public/lines/?year=2026&format=csv"), strict=True), 2):
        faults += [f"api, {name}, row {n}: {row[name]!r}" for name in line if not validity.same(line[name], row[name])]
    return faults


def from_api(url: str) -> list[dict]:
    """Every row of the public API as CSV, page by page."""
    rows, page = [], 1
    while True:
        with urllib.request.urlopen(f"{url}&page_size=200&page={page}") as answer:  # noqa: S310 - our own loopback
            got = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
        rows += got
        if len(got) < 200:
            return rows
        page += 1


def vnu(jar: str, folder: Path) -> list[str]:
    """Errors that the W3C's checker names."""
    places = [str(folder / one) for one in validity.LANGUAGES]
    command = ["java", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", *places]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return [f"{one['url'].partition(str(folder))[2]}: {one['message']}" for one in json.loads(said)["messages"]]


if __name__ == "__main__":
    sys.exit(main())
