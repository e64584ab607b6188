"""Two years beside each other: items by their identity, funding, indicators, reporting. A page for every pair of published years."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import combinations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.site import pages_common, reading, series
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from portal.site.pages_indicators import legible, verdict
from reporting import formats

REPORTS = ("expected", "filed", "on_time", "late", "not_filed")


def pages(site: Site) -> Iterator[tuple[str, str, Callable]]:
    """(part of the address, template, what it shows): the list of pairs, or when the first will be; then each pair."""
    yield "compare/", "compare.html", partial(list_of_pairs, site)
    for old, new in pairs(site):
        yield f"compare/{old.year}-{new.year}/", "compare.html", partial(pair, old, new)


def list_of_pairs(site: Site) -> dict:
    """The page that leads to every comparison."""
    listed = [{"old": old.year, "new": new.year, "url": address(old, new)} for old, new in pairs(site)]
    around = {"crumbs": pages_common.crumbs(), "here": _("Compare two years"), "next": pages_common.next_dates(site)}
    return {**around, "pairs": listed, "only": site.latest}


def pairs(site: Site) -> list[tuple[PublishedEdition, PublishedEdition]]:
    """Every two published years, the newest first."""
    years = sorted(site.current, key=lambda one: one.year)
    return sorted(combinations(years, 2), key=lambda two: (-two[1].year, -two[0].year))


def address(old: PublishedEdition, new: PublishedEdition) -> str:
    """Where the comparison of two years is."""
    return f"/{get_language()}/compare/{old.year}-{new.year}/"


def pair(old: PublishedEdition, new: PublishedEdition) -> dict:
    """Everything that one page shows."""
    to_old, to_new = (Addresses(get_language(), one) for one in (old, new))
    above = pages_common.crumbs((_("Compare two years"), f"/{get_language()}/compare/"))
    return {
        "crumbs": above, "here": f"{old.year} – {new.year}", "old": old, "new": new, "old_url": to_old.year, "new_url": to_new.year,
        "same_plan": old.summary["plan"]["code"] == new.summary["plan"]["code"],
        "items": items(old, new, to_old, to_new), "indicators": indicators(old, new, to_new, to_old),
        "funding": funding(old, new), "reports": reports(old, new),
    }  # fmt: skip


def by_key(rows: list[dict], key: str) -> dict[str, dict]:
    """Rows of an edition by what outlives it."""
    return {row[key]: row for row in rows}


def items(old, new, to_old: Addresses, to_new: Addresses) -> list[dict]:
    """Each item of either year: an item keeps its identity when its number changes."""
    before, after = by_key(old.summary["items"], "item"), by_key(new.summary["items"], "item")
    rows = []
    for code in [*after, *(one for one in before if one not in after)]:
        was, now = before.get(code), after.get(code)
        rows.append(
            {
                "title": reading.said(now or was, "title"), "number": (now or was)["number"],
                "url": to_new.of("items", now["number"]) if now else to_old.of("items", was["number"]),
                "renumbered": was["number"] if was and now and was["number"] != now["number"] else None,
                "was": side(was), "now": side(now), "difference": difference(was, now),
                "changed": bool(was and now and was["status"] != now["status"]),
            }
        )  # fmt: skip
    return rows


def side(item: dict | None) -> dict | None:
    """An item in one of the years."""
    if item is None:
        return None
    shape, word = reading.shape_and_word(item["status"])
    return {"shape": shape, "word": word, "disbursed": item["funding"]["total"]["disbursed"]}


def difference(was: dict | None, now: dict | None) -> int | None:
    """By how much the disbursed funds differ; nothing where one of them was not given."""
    sums = [one["funding"]["total"]["disbursed"] for one in (was, now) if one]
    return sums[1] - sums[0] if len(sums) == 2 and None not in sums else None


def funding(old, new) -> list[dict]:
    """Planned and disbursed of each source in both years."""
    labels = {
        "republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds"), "total": _("Total"),
    }  # fmt: skip
    was, now = old.summary["totals"]["funding"], new.summary["totals"]["funding"]
    return [{"source": one, "label": label, "was": was[one], "now": now[one]} for one, label in labels.items()]


def reports(old, new) -> list[dict]:
    """How the bodies reported in both years."""
    labels = dict(zip(REPORTS, (_("Bodies obliged to report"), _("Reported"), _("On time"), _("Late"), _("Not filed")), strict=True))
    was, now = old.summary["totals"]["reports"], new.summary["totals"]["reports"]
    return [{"label": labels[one], "was": was[one], "now": now[one]} for one in REPORTS]


def indicators(old, new, to_new: Addresses, to_old: Addresses) -> list[dict]:
    """Each indicator of either year. Where another thing was measured the difference is not drawn."""
    before, after = by_key(old.summary["indicators"], "code"), by_key(new.summary["indicators"], "code")
    rows = []
    for code in [*after, *(one for one in before if one not in after)]:
        was, now = (legible(found[code]) if code in found else None for found in (before, after))
        broken = series.is_broken(was, now) if was and now else False
        rows.append(
            {
                "name": reading.said(now or was, "name"), "unit": reading.said(now or was, "unit"),
                "url": (to_new if now else to_old).of("indicators", code),
                "sides": [labelled(old, value_of(was)), labelled(new, value_of(now))], "now": value_of(now), "broken": broken,
                "retargeted": bool(was and now and was["target"] != now["target"]),
                "difference": None if broken else gap(was, now),
            }
        )  # fmt: skip
    return rows


def value_of(indicator: dict | None) -> dict | None:
    """Target, actual and verdict in one of the years."""
    return indicator and {"target": indicator["target"], "actual": indicator["actual"], **verdict(indicator)}


def labelled(edition: PublishedEdition, value: dict | None) -> dict:
    """A year's value with the names of its columns, which a narrow screen shows beside each figure."""
    year = {"year": edition.year}
    return {"value": value, "target_label": _("Target, %(year)s") % year, "actual_label": _("Actual, %(year)s") % year}


def gap(was: dict | None, now: dict | None) -> str | None:
    """By how much the actual values differ, with its sign."""
    if not was or not now or was["actual"] is None or now["actual"] is None:
        return None
    found = Decimal(now["actual"]) - Decimal(was["actual"])
    return ("+" if found > 0 else "") + formats.number(found)
