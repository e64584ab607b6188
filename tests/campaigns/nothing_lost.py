"""Interrupted typing in a real browser: `python -m tests.campaigns.nothing_lost [--languages kk ru en] [--kinds …] [--off]`.

Every kind of interruption on every page with text in every language. Prints one line for each text that was lost and ends with 1 when
there is any. `--off` switches the protection off: then nearly everything must be lost. `--data FOLDER` keeps the data for the next run.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
django.setup()

import json  # noqa: E402
import shutil  # noqa: E402
from datetime import UTC, datetime  # noqa: E402

from playwright.sync_api import Error, sync_playwright  # noqa: E402

from tests.browser.conftest import OPENED, launch  # noqa: E402
from tests.browser.interruptions import KINDS, Case, run, shell  # noqa: E402
from tests.browser.screens import SCREENS  # noqa: E402
from tests.servers import demo_data, portal_processes  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--languages", nargs="+", default=["kk", "ru", "en"])
    asked.add_argument("--kinds", nargs="+", default=[kind.__name__ for kind in KINDS])
    asked.add_argument("--screens", nargs="+", default=list(SCREENS))
    asked.add_argument("--offline", type=float, default=20, help="seconds without network")
    asked.add_argument("--from", dest="first", type=int, default=1, help="number of the first interruption, to go on after a stop")
    asked.add_argument("--rotate", action="store_true", help="each interruption of each page in one of the languages, by turns")
    asked.add_argument("--off", action="store_true", help="without the protection")
    asked.add_argument("--data", type=Path, help="where the demo's data are, or will be kept")
    asked = asked.parse_args()
    shift = int((OPENED - datetime.now(UTC)).total_seconds())
    env = {"CLOCK_SHIFT": str(shift), "TYPED_TEXT_PROTECTION": "0" if asked.off else "1", "LOG_LEVEL": "CRITICAL"}
    place = Path(tempfile.mkdtemp())
    running = portal_processes(place, env, prepare=lambda running: demo_data(running, asked.data), seconds=300)
    with running as portal, sync_playwright() as playwright:
        browser = launch(playwright)
        lost, number = campaign(asked, browser, portal)
    shutil.rmtree(place, ignore_errors=True)
    sys.stdout.write(f"interruptions: {number - asked.first + 1}, with text lost: {lost}\n")
    return 1 if lost else 0


def campaign(asked, browser, portal) -> tuple[int, int]:
    """How many texts were lost of how many."""
    pages = json.loads(shell(portal, "screens.addresses(whole=True)"))
    lost = number = 0
    for screen in asked.screens:
        shell(portal, f"screens.put({screen!r})")
        for language, kind in turns(asked, asked.screens.index(screen)):
            number += 1
            if number < asked.first:
                continue
            shell(portal, "interruptions.nothing_waits()")
            case = Case(browser, portal, pages, screen, language, number, asked.offline, patience=2 if asked.off else 30)
            try:
                said = run(kind, case)
            except (AssertionError, Error) as broken:
                said = f"{kind.__name__}, {screen}, {language}: {type(broken).__name__} {broken}"
            lost += bool(said or case.troubles)
            if said or case.troubles:
                sys.stdout.write(f"{number}: {said} {' '.join(case.troubles)}\n")
            if number % 50 == 0:
                sys.stdout.write(f"{number} interruptions, with text lost: {lost}\n")
            sys.stdout.flush()
    return lost, number


def turns(asked, place: int) -> list[tuple]:
    """Languages and kinds of interruption for one page, the `place`-th."""
    kinds, languages = [kind for kind in KINDS if kind.__name__ in asked.kinds], asked.languages
    if asked.rotate:
        return [(languages[(place + n) % len(languages)], kind) for n, kind in enumerate(kinds)]
    return [(language, kind) for language in languages for kind in kinds]


if __name__ == "__main__":
    sys.exit(main())
