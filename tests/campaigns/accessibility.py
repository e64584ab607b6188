"""Every state of the filing screens by the rules of accessibility: `python -m tests.campaigns.accessibility [--languages kk ru en]`.

Runs axe on each state in each language, at the width of a phone and of a screen, and sees that a phone is not scrolled sideways. Prints
one line a fault and ends with 1 when there is any. `--data FOLDER` keeps the demo's data for the next run, `--shots FOLDER` a picture of
each state.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
django.setup()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import OPENED, launch  # noqa: E402
from tests.browser.interruptions import Case, restart, seated, shell  # noqa: E402
from tests.browser.states import AFTER_THE_DAY, NEAR_THE_DAY, STATES, at, faults_of, preview  # noqa: E402
from tests.servers import demo_data, portal_processes  # noqa: E402

DAY = 86400
NEAR, LATE = 44 * DAY, 60 * DAY  # seconds after the opening: 29 March, and after the last day
NOBODY_YET = "officer@ak-aba.example"


class Looking:
    """One portal looked at in some languages: how many states were seen, and what is wrong with them."""

    def __init__(self, browser, portal, asked):
        self.browser, self.portal, self.languages, self.shots, self.only = browser, portal, asked.languages, asked.shots, asked.only
        self.axe, self.number, self.faults = Axe(), 0, []

    def is_asked(self, name: str) -> bool:
        """Whether to look at the state."""
        return any(part in name for part in self.only)

    def at(self, desk, name: str, language: str) -> None:
        """The page that is open."""
        picture = self.shots / f"{language} {name}" if self.shots else None
        found = [f"{name}, {language}: {fault}" for fault in faults_of(desk, self.axe, picture)]
        self.faults, self.number = self.faults + found, self.number + 1
        for fault in found:
            sys.stdout.write(f"{fault}\n")
        sys.stdout.flush()

    def through(self, states: dict, pages: dict) -> None:
        """Every state in every language; one desk for a person and a language."""
        for language in self.languages:
            desks = {}
            for name, (who, come) in states.items():
                if not self.is_asked(name):
                    continue
                desk = desks.get(who) or desks.setdefault(who, seated(self.browser, self.portal, who, language))
                come(desk, pages)
                self.at(desk, name, language)
            for desk in desks.values():
                desk.close()

    def conflicts(self, pages: dict) -> None:
        """Both texts side by side, after the form and after an uploaded file."""
        for number, language in enumerate(self.languages if self.is_asked("conflict, changes in the file") else []):
            case = Case(self.browser, self.portal, pages, "conflict", language, number)
            case.desk = seated(self.browser, self.portal, case.email, language)
            case.open()
            self.at(case.desk, "conflict", language)
            preview(case, pages)
            self.at(case.desk, "changes in the file", language)
            case.desk.close()


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--languages", nargs="+", default=["kk", "ru", "en"])
    asked.add_argument("--data", type=Path, help="where the demo's data are, or will be kept")
    asked.add_argument("--only", nargs="+", default=[""], help="states whose names have one of these in them")
    asked.add_argument("--shots", type=Path, help="where to keep pictures")
    asked = asked.parse_args()
    if asked.shots:
        asked.shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        number, faults = not_open_yet(browser, asked)
        found = in_the_year(browser, asked)
    sys.stdout.write(f"states: {number + found[0]}, faults: {faults + found[1]}\n")
    return 1 if faults + found[1] else 0


@contextmanager
def portal_of(shift: int, prepare):
    """A portal on data of its own."""
    place = Path(tempfile.mkdtemp())
    with portal_processes(place, {"CLOCK_SHIFT": str(shift), "LOG_LEVEL": "CRITICAL"}, prepare=prepare, seconds=300) as portal:
        yield portal
    shutil.rmtree(place, ignore_errors=True)


def not_open_yet(browser, asked) -> tuple[int, int]:
    """Before the first year is opened: how many states, how many faults."""

    def prepare(running) -> None:
        running.manage("load_concept")
        running.call("from portal.operations.demo.people import make_people; make_people()")

    with portal_of(0, prepare) as portal:
        looking = Looking(browser, portal, asked)
        looking.through({"not open yet": (NOBODY_YET, at("/work/report/")), "not open yet, work": (NOBODY_YET, at("/work/"))}, {})
        return looking.number, len(looking.faults)


def in_the_year(browser, asked) -> tuple[int, int]:
    """The demo's second year, before and after the last day: how many states, how many faults."""
    shift = int((OPENED - datetime.now(UTC)).total_seconds())
    with portal_of(shift, lambda running: demo_data(running, asked.data)) as portal:
        looking = Looking(browser, portal, asked)
        pages = json.loads(shell(portal, "screens.addresses(whole=True)"))
        pages |= {"start": pages["no_activity"].removesuffix("no-activity/"), "last": pages["amend"].removesuffix("amend/")}
        prepared = json.loads(portal.call("from tests.browser import prepared; prepared.states()"))
        looking.conflicts(pages)
        looking.through(STATES | {name: (who, at(path)) for name, (who, path) in prepared.items()}, pages)
        for seconds, states in ((NEAR, NEAR_THE_DAY), (LATE, AFTER_THE_DAY)):
            portal.env["CLOCK_SHIFT"] = str(shift + seconds)
            for part in ("worker", "beat"):  # on the same day as the pages: else their work counts as stalled
                os.killpg(portal.pids[part], signal.SIGKILL)
                portal.processes[part].wait()
                portal.start(part)
            restart(portal)
            looking.through(states, pages)
        return looking.number, len(looking.faults)


if __name__ == "__main__":
    sys.exit(main())
