"""What the years say of one another: the change of the headline figures, a body's and a region's years, the days on which reports came."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.site import arrivals, charts, over_years, pages
from portal.site.editions import Site, read_site
from tests.site import made


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Two published years."""
    place = tmp_path_factory.mktemp("over-years") / "build"
    made.write_site(place, years=(2026, 2027))
    return read_site(place)


def page(site: Site, path: str) -> str:
    """One page in its language."""
    with translation.override(path[1:3]):
        found = next(one for one in pages.pages(site, path[1:3]) if one.path == path)
        return render_to_string(found.template, found.make())


def with_totals(**changed) -> SimpleNamespace:
    """The totals of a year, for the phrases alone."""
    totals = {"done": 3, "items": 16, "filed": 20, "expected": 29, "spent": 2_000_000_000} | changed
    return SimpleNamespace(
        year=totals.get("year", 2026),
        summary={"totals": {
            "items": {"total": totals["items"], "by_status": {"done": totals["done"]}},
            "reports": {"filed": totals["filed"], "expected": totals["expected"]},
            "funding": {"total": {"disbursed": totals["spent"]}}}},
    )  # fmt: skip


def headlines(**changed) -> dict[str, str]:
    """The phrases of 2027 against 2026."""
    old, new = with_totals(), with_totals(year=2027, **changed)
    with translation.override("en"):
        return over_years.headlines(SimpleNamespace(current=[new, old]), new)


def test_headline_figures_say_how_they_changed_since_the_year_before():
    assert headlines(done=5, filed=19, spent=2_500_000_000) == {
        "items_done": "In 2026: 3 / 16; change: +2", "reports": "In 2026: 20 / 29; change: −1",
        "money": "In 2026: 2.00 bn ₸; change: +25.0\u00a0%",
    }  # fmt: skip
    assert headlines()["items_done"] == "In 2026: 3 / 16; change: 0"
    assert "money" not in headlines(spent=None)


def test_without_the_year_before_nothing_is_compared():
    new = with_totals(year=2028)
    assert over_years.headlines(SimpleNamespace(current=[new, with_totals()]), new) == {}


@pytest.mark.parametrize("path", ["/kk/", "/ru/2027/"])
def test_the_change_and_its_source_stand_under_the_figures(site, path):
    html = page(site, path)
    assert ("өзгерісі: " if path == "/kk/" else "изменение: ") in html
    assert '/data/2027/1/lines.csv">CSV' in html.partition('id="figures"')[2].partition("</section>")[0]
    assert "изменение: " not in page(site, "/ru/2026/")


@pytest.mark.parametrize("path", ["bodies/AK-ALM/", "regions/ALM/"])
def test_a_body_and_a_region_lead_to_their_other_years(site, path):
    html = page(site, f"/ru/2027/{path}").partition('id="years"')[2]
    assert f'href="/ru/2026/{path}"' in html and f'href="/ru/2027/{path}"' in html


def test_bodies_stand_in_the_order_of_the_language(site):
    listed = page(site, "/ru/2027/bodies/").partition('id="list"')[2]
    assert 0 < listed.index("Акимат Акмолинской") < listed.index("Акимат Туркестанской") < listed.index("Министерство")


def report(day: str | None, timeliness: str = "on_time", **more) -> dict:
    """A body with the report that came at this instant."""
    return {"report": {"submitted_at": day, "timeliness": timeliness, **more}}


def test_reports_are_counted_by_the_day_in_almaty():
    came = [report("2027-03-31T18:59:00+00:00"), report("2027-03-31T19:01:00+00:00"), report("2027-04-01T10:00:00+00:00"),
            report("2027-04-03T10:00:00+00:00", "late"), report("2027-04-03T11:00:00+00:00"), report(None, "not_filed"),
            report("2027-04-09T10:00:00+00:00", paper={"arrived_on": "2027-03-31"})]  # fmt: skip
    drawn = arrivals.chart(SimpleNamespace(summary={"dates": {"due_on": "2027-04-01"}, "bodies": came}))
    told = [(one["day"].isoformat(), one["count"], one["late"]) for one in drawn["bars"]]
    assert told == [("2027-03-31", 2, 0), ("2027-04-01", 2, 0), ("2027-04-03", 2, 1)]
    before, on_the_day, after = drawn["bars"]
    assert before["middle"] < on_the_day["middle"] < drawn["line"] < after["middle"] and after["late_height"] * 2 == after["height"]
    assert (drawn["first"], drawn["last"], drawn["after"]) == (date(2027, 3, 31), date(2027, 4, 3), True)


def test_where_nobody_reported_nothing_is_drawn():
    assert arrivals.chart(SimpleNamespace(summary={"dates": {"due_on": "2027-04-01"}, "bodies": [report(None, "not_filed")]})) is None


def test_labels_of_lines_do_not_lie_on_each_other_nor_outside():
    def drawn(target, actual, year=2027):
        return charts.series([{"year": year, "target": Decimal(target), "actual": Decimal(actual)}], 2026, 2035)

    for target, actual in (("3", "1"), ("1", "3"), ("2", "2")):
        one = drawn(target, actual)
        assert (one["aim"]["y"] < one["last"]["y"]) == (Decimal(target) >= Decimal(actual))
        assert abs(one["aim"]["y"] - one["last"]["y"]) >= 30
    assert (drawn("3", "1")["aim"]["anchor"], drawn("3", "1", 2035)["aim"]["anchor"]) == ("start", "end")
