"""A sample of `python -m tests.campaigns.nothing_lost`: interrupted work is there again, and would be gone without the protection."""

import json

import pytest

from tests.browser import interruptions
from tests.browser.interruptions import Case, restart, run, shell

pytestmark = [pytest.mark.browser, pytest.mark.servers]
SAMPLE = [
    (interruptions.session_ended, "item", "kk"),
    (interruptions.token_rotated, "indicator", "ru"),
    (interruptions.another_person, "item", "en"),
    (interruptions.server_restarted, "item", "ru"),
    (interruptions.offline, "indicator", "kk"),
    (interruptions.went_back, "announcement", "ru"),
    (interruptions.two_tabs, "item", "kk"),
    (interruptions.two_tabs, "extension", "kk"),
    (interruptions.typed_on, "item", "en"),
]


@pytest.fixture(scope="module")
def pages(portal) -> dict:
    """Where the pages are."""
    return json.loads(shell(portal, "screens.addresses(whole=False)"))


@pytest.fixture
def unprotected(portal):
    """The same portal without saving by itself and without parking."""
    portal.env["TYPED_TEXT_PROTECTION"] = "0"
    restart(portal)
    yield
    del portal.env["TYPED_TEXT_PROTECTION"]
    restart(portal)


@pytest.mark.parametrize(("kind", "screen", "language"), SAMPLE, ids=lambda part: getattr(part, "__name__", part))
def test_nothing_is_lost(chromium, portal, pages, kind, screen, language):
    case = Case(chromium, portal, pages, screen, language, number=SAMPLE.index((kind, screen, language)), offline_seconds=3)
    assert run(kind, case) == "" and case.troubles == []


def test_without_the_protection_the_same_work_is_lost(chromium, portal, pages, unprotected):
    for number, kind in enumerate((interruptions.session_ended, interruptions.went_back)):
        assert "found" in run(kind, Case(chromium, portal, pages, "item", "kk", number=100 + number, patience=2))
