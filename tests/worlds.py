"""Years that many tests begin with, made once: a transaction around those tests keeps them, and each test is rolled back to it.

To open a year for each test anew took a third of the suite's processor time, a calculated season half a second each. The levels stand on
one another, each in a transaction of its own; between two tests the standing ones are taken down to what the next test may see. A test
that asks for a level finds it made, or makes it: whoever runs it alone sees no difference. Tests with real transactions empty
the tables: they come last, everything is taken down for them, and what the run began with is loaded again after them.
"""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation

makers: dict[str, Callable[[], None]] = {}  # by the name of the fixture that asks for it, the lower level first
standing: list[tuple[str, ExitStack]] = []
doors: list = []  # pytest-django's way to the database; empty until the tables are there
emptied: list[str] = []  # tests after which the tables are empty


def level(make: Callable[[], None], name: str) -> Callable[[], None]:
    """Names what stands on the level before. Returns what its fixture calls: it makes the level for a test that begins without it."""
    makers[name] = make
    return lambda: None if name in (one for one, _ in standing) else make()


def needed(item) -> list[str]:
    """The levels that a test asks for."""
    return [] if is_transactional(item) else [name for name in makers if name in item.fixturenames]


def is_transactional(item) -> bool:
    """Whether the test's transactions are real ones."""
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


def stand(names: list[str]) -> None:
    """Takes down and builds up until exactly these levels stand."""
    if not doors:
        return
    with doors[0].unblock():
        while standing and [name for name, _ in standing] != names[: len(standing)]:
            standing.pop()[1].close()
        for name in names[len(standing) :]:
            put_up(name)


def put_up(name: str) -> None:
    """One level more, in a transaction of its own."""
    with ExitStack() as stack:
        whole = transaction.atomic()
        whole._from_testcase = True  # as those of Django's TestCase: what must be outermost in the portal may be within it
        stack.enter_context(whole)
        stack.callback(transaction.set_rollback, True)
        static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": static}), translation.override(settings.LANGUAGE_CODE):
            makers[name]()
        standing.append((name, stack.pop_all()))


class Plugin:
    """What pytest asks; `load` brings what every test begins with into empty tables."""

    def __init__(self, load: Callable[[], None]):
        self.load = load

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        """Tests of one level side by side, so that it is made once; first what waits for servers: the other processes work meanwhile."""
        items.sort(key=lambda item: (item.get_closest_marker("servers") is None, is_transactional(item), len(needed(item))))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        """Before the test's own transaction begins."""
        if emptied and doors:
            with doors[0].unblock():
                self.load()
            emptied.clear()
        stand(needed(item))
        if is_transactional(item):
            emptied.append(item.nodeid)
