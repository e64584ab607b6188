"""Debian's Chromium, kept off the network, and the demo's portal with its real worker."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from reporting import clock
from tests.browser.desk import Desk
from tests.servers import Running, portal_processes, shared_demo

# Chromium's own errands: updates, field trials, safe browsing, translation, first-run pages
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-domain-reliability",
    "--disable-sync", "--disable-gpu", "--no-first-run", "--no-pings", "--no-default-browser-check", "--metrics-recording-only",
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,InterestFeedContentSuggestions",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
OPENED = clock.local(date(2028, 2, 14), 9)


def launch(playwright: Playwright) -> Browser:
    """Chromium without its window: Debian's smaller package, which draws the same pages in less time, or else the whole."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        pytest.exit("chromium is missing: install Debian's package chromium-headless-shell (make test does).", returncode=4)
    as_root = [] if os.getuid() else ["--no-sandbox"]
    return playwright.chromium.launch(executable_path=program, args=[*QUIET, *as_root])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run. Without Chromium the run ends with one clear line."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Running]:
    """The demo in February 2028: 2026 is published, 2027 is open. Web, worker and beat are real."""
    shift = int((OPENED - datetime.now(UTC)).total_seconds())
    env = {"CLOCK_SHIFT": str(shift), "SWEEP_SECONDS": "2"}
    with portal_processes(tmp_path_factory.mktemp("browser"), env, prepare=shared_demo) as running:
        yield running


@pytest.fixture
def desk(chromium, portal):
    """`desk("officer@ak-aba.example", "kk")` → a person at a browser of their own. What went wrong in it fails the test at its end."""
    desks = []

    def sit_down(email: str = "", language: str = "kk", **options) -> Desk:
        desks.append(Desk(chromium, portal.base_url, email, language, **options))
        return desks[-1]

    yield sit_down
    troubles = [trouble for one in desks for trouble in one.close()]
    assert troubles == []
