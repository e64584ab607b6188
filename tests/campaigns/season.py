"""A season of the Ministry's desk in a real browser: `python -m tests.campaigns.season [--bodies 40] [--seed 1] [--language kk|ru]`.

So many made bodies, two terms extended, one body that never files, one report on paper, one report returned twice, one corrected edition.
Every act of the Ministry is done on pages by visible names, in Kazakh and in Russian (each its own portal); at the end every total of the
desk, the public page, the CSV and the JSON is the sum of what was typed. `--by-hand`: reports accepted on pages, row by row or together;
the others are accepted by the verbs. `--postgres` takes a private PostgreSQL and Redis. Ends with 1 when anything is wrong.
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="season-"))
django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.clerk import Clerk  # noqa: E402
from tests.browser.conftest import launch  # noqa: E402
from tests.browser.made_season import __name__ as ACTS  # noqa: E402
from tests.browser.season import MARCH, Season, clock_shift, walk  # noqa: E402
from tests.hand import Hand  # noqa: E402
from tests.servers import Running, portal_processes  # noqa: E402
from tests.throwaway import private_postgres  # noqa: E402


def say(text: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(f"{time.strftime('%X')} {text}\n")
    sys.stdout.flush()


def season(asked, language: str, browser) -> list[str]:
    """One season in one language; what went wrong in the browsers."""
    desks, hands, codes = [], [], []
    place = Path(tempfile.mkdtemp(prefix="season-"))

    def prepare(running: Running) -> None:
        hands.append(Hand(running, ACTS))
        codes.extend(hands[0].do("prepare", bodies=asked.bodies, seed=asked.seed))

    def sit_down(email: str) -> Clerk:
        desks.append(Clerk(browser, running.base_url, email, language))
        return desks[-1]

    try:
        with portal_processes(place, {"CLOCK_SHIFT": clock_shift(MARCH), "SWEEP_SECONDS": "2"}, prepare, seconds=300) as running:
            names = hands[0].do("names", codes=codes, language=language)
            it = Season(running, hands[0], sit_down, language, asked.seed, codes, names, asked.by_hand, say=say)
            try:
                walk(it)
            except BaseException:
                for nth, person in enumerate(it.people.values()):
                    person.shot(Path(tempfile.gettempdir()) / f"season-{language}-{nth}.png")
                raise
            finally:
                hands[0].close()
            presses = sum(one.presses for one in desks)
            say(f"{language}: bodies {len(codes)}, typed rows {len(it.typed)}, presses {presses}")
            return [trouble for one in desks for trouble in one.troubles]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bodies", type=int, default=40)
    asked.add_argument("--by-hand", type=int, default=12)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--language", choices=("kk", "ru"), action="append")
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    troubles = []
    with contextlib.ExitStack() as stack:
        if asked.postgres:
            os.environ.update(TEST_DATABASE="postgres", TEST_REDIS="1", DATABASE_URL=stack.enter_context(private_postgres()))
        playwright = stack.enter_context(sync_playwright())
        browser = launch(playwright)
        for language in asked.language or ("kk", "ru"):
            troubles += season(asked, language, browser)
        browser.close()
    for trouble in troubles:
        say(f"browser: {trouble}")
    say(f"seasons: {asked.language or ['kk', 'ru']}, browser troubles: {len(troubles)}")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
