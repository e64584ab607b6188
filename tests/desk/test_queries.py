"""Every page of the desk asks the database at most eight times, however much there is: the pages are read from the addresses.

Forty bodies and a dozen of everything else here; a thousand reports by `python -m tests.campaigns.desk_queries`.
"""

import pytest

from tests.desk import addresses, counting, world


@pytest.fixture
def desk(concept, monkeypatch) -> world.Desk:
    """The year with everything in it, PDF left out."""
    monkeypatch.setattr("reporting.consolidation.documents.make_pdf", lambda *args: b"%PDF-1.7 made for speed")
    desk = world.build()
    world.multiply(desk)
    world.grow(desk, 40)
    return desk


def test_every_page_of_the_desk_asks_at_most_eight_times(desk, monkeypatch):
    counted = counting.count(desk)
    assert counting.too_many(counted) == []
    assert counting.never_opened(counted) == set(), "nobody of the desk could open these: the count says nothing of them"
    assert set(counted) == set(addresses.pages()) - addresses.FILES
    assert_an_address_that_nobody_named_is_found(desk, monkeypatch)


def assert_an_address_that_nobody_named_is_found(desk, monkeypatch):
    """A new page is not left out of the count."""
    monkeypatch.setattr(addresses, "pages", lambda: {"review:new": ("public_id",)})
    with pytest.raises(AssertionError, match="review:new"):
        list(addresses.visits(desk))


def test_a_page_that_asks_for_each_line_is_found():
    seen = {"a": [counting.Seen("kairat", "/a/", 200, 9, 0.0, ["SELECT 1"])], "b": [counting.Seen("oraz", "/b/", 404, 30, 0.0, [])]}
    assert counting.too_many(seen) == ["9 queries: a /a/ by kairat"]
    assert counting.never_opened(seen) == {"b"}
