"""Every state of the filing screens by the rules of accessibility: `python -m tests.campaigns.accessibility [--languages kk ru en]`.

Runs axe on each state in each language, at the width of a phone and of a screen, and sees that a phone is not scrolled sideways. Prints
one line a fault and ends with 1 when there is any.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
django.setup()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import OPENED, QUIET  # noqa: E402
from tests.browser.desk import Desk  # noqa: E402
from tests.browser.interruptions import Case, restart, shell  # noqa: E402
from tests.browser.states import AFTER_THE_DAY, STATES, faults_of, preview  # noqa: E402
from tests.servers import portal_processes  # noqa: E402

LATE = 60 * 86400  # seconds: after the last day


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--languages", nargs="+", default=["kk", "ru", "en"])
    asked = asked.parse_args()
    shift = int((OPENED - datetime.now(UTC)).total_seconds())
    place, as_root = Path(tempfile.mkdtemp()), [] if os.getuid() else ["--no-sandbox"]
    env = {"CLOCK_SHIFT": str(shift)}
    running = portal_processes(place, env, prepare=lambda running: running.manage("demo"), seconds=300)
    with running as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *as_root])
        pages = json.loads(shell(portal, "screens.addresses(whole=True)"))
        pages |= {"start": pages["no_activity"].removesuffix("no-activity/"), "last": pages["amend"].removesuffix("amend/")}
        number, faults = conflicts(browser, portal, pages, asked.languages)
        number, faults = add((number, faults), look(browser, portal, pages, asked.languages, STATES))
        portal.env["CLOCK_SHIFT"] = str(shift + LATE)
        restart(portal)
        number, faults = add((number, faults), look(browser, portal, pages, asked.languages, AFTER_THE_DAY))
    shutil.rmtree(place, ignore_errors=True)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) + f"states: {number}, faults: {len(faults)}\n")
    return 1 if faults else 0


def add(first: tuple, second: tuple) -> tuple[int, list[str]]:
    """Both counts and both lists."""
    return first[0] + second[0], first[1] + second[1]


def look(browser, portal, pages: dict, languages: list[str], states: dict) -> tuple[int, list[str]]:
    """How many states were seen, and what is wrong with them. One desk for a person and a language."""
    axe, number, faults = Axe(), 0, []
    for language in languages:
        desks = {}
        for name, (who, come) in states.items():
            desk = desks.get(who) or desks.setdefault(who, Desk(browser, portal.base_url, who, language))
            come(desk, pages)
            faults += [f"{name}, {language}: {fault}" for fault in faults_of(desk, axe)]
            number += 1
        for desk in desks.values():
            desk.close()
    return number, faults


def conflicts(browser, portal, pages: dict, languages: list[str]) -> tuple[int, list[str]]:
    """Both texts side by side, after the form and after an uploaded file."""
    axe, faults = Axe(), []
    for number, language in enumerate(languages):
        case = Case(browser, portal, pages, "conflict", language, number)
        case.desk = Desk(browser, portal.base_url, case.email, language)
        case.open()
        faults += [f"conflict, {language}: {fault}" for fault in faults_of(case.desk, axe)]
        preview(case, pages)
        faults += [f"changes in the file, {language}: {fault}" for fault in faults_of(case.desk, axe)]
        case.desk.close()
    return 2 * len(languages), faults


if __name__ == "__main__":
    sys.exit(main())
