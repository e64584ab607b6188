"""Written tasks done by visible text alone, each from the person's first page: `python -m tests.campaigns.tasks [--language kk|ru]`.

«Who is late», «why is this total what it is», «what must I do next», … (tests/browser/tasks.py) in the middle of April 2028 of the
demonstration, in Kazakh and in Russian; the right answers are read from the database. At most four presses each. Prints one line for each
task and ends with 1 when one could not be done. `--shots FOLDER` keeps a picture of each page on which an answer was read.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="tasks-"))
django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.clerk import Clerk  # noqa: E402
from tests.browser.conftest import launch  # noqa: E402
from tests.browser.made_april import DAY  # noqa: E402
from tests.browser.made_april import __name__ as ACTS  # noqa: E402
from tests.browser.season import clock_shift  # noqa: E402
from tests.browser.tasks import TASKS, do  # noqa: E402
from tests.hand import Hand  # noqa: E402
from tests.servers import Running, portal_processes  # noqa: E402


def tried(language: str, hand: Hand, sit_down, shots: Path | None) -> int:
    """How many tasks could not be done in one language."""
    facts, people, failed = hand.do("facts", language=language), {}, 0
    for task in TASKS:
        person = people.setdefault(task.who, None) or sit_down(task.who, language)
        people[task.who] = person
        wrong = do(task, person, facts)
        failed += bool(wrong)
        told = f"WRONG {wrong}" if wrong else f"presses {person.presses}"
        sys.stdout.write(f"{language}: {task.asked[language] % facts}\n    {told}\n")
        sys.stdout.flush()
        if shots:
            person.shot(shots / f"{task.key.replace(' ', '-')}-{language}.png")
    return failed


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--language", choices=("kk", "ru", "en"), action="append")
    asked.add_argument("--shots", type=Path)
    asked = asked.parse_args()
    place, desks, hands = Path(tempfile.mkdtemp(prefix="tasks-")), [], []

    def prepare(running: Running) -> None:
        running.manage("demo")
        hands.append(Hand(running, ACTS))
        hands[0].do("prepare")

    languages = asked.language or ["kk", "ru"]
    env = {"CLOCK_SHIFT": clock_shift(DAY), "SWEEP_SECONDS": "30"}
    with portal_processes(place, env, prepare, seconds=300) as running, sync_playwright() as playwright:
        browser = launch(playwright)

        def sit_down(email: str, language: str) -> Clerk:
            desks.append(Clerk(browser, running.base_url, email, language))
            return desks[-1]

        failed = sum(tried(language, hands[0], sit_down, asked.shots) for language in languages)
        hands[0].close()
        browser.close()
    shutil.rmtree(place, ignore_errors=True)
    troubles = [trouble for one in desks for trouble in one.troubles]
    sys.stdout.writelines(f"browser: {trouble}\n" for trouble in troubles)
    sys.stdout.write(f"tasks: {len(TASKS)} in {languages}, not done: {failed}, browser troubles: {len(troubles)}\n")
    return 1 if failed or troubles else 0


if __name__ == "__main__":
    sys.exit(main())
