"""Pages of the target indicators: the list, and an indicator with its sentence, chart, table and definition."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.site import charts, pages_plan, reading, series
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting import formats, words


def pages(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, Callable]]:
    """(address, template, what it shows) of each."""
    yield addresses.of("indicators"), "indicators.html", partial(indicators_page, edition, addresses)
    for indicator in map(legible, edition.summary["indicators"]):
        make = partial(indicator_page, site, edition, addresses, indicator)
        yield addresses.of("indicators", indicator["code"]), "indicator.html", make


def indicators_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """The list of indicators."""
    return {"crumbs": pages_plan.way(addresses), "here": _("Indicators"), "indicators": rows(edition, addresses)}


def rows(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The indicators as rows of a list."""
    return [{**legible(one), "url": addresses.of("indicators", one["code"]), **verdict(one)} for one in edition.summary["indicators"]]


def legible(indicator: dict) -> dict:
    """The indicator with blanks as None and a quotient rounded for reading; the files keep all its digits."""
    known = {name: None if value == "" and name in ("target", "actual", "percent") else value for name, value in indicator.items()}
    if known["roll_up"] == "ratio" and known["actual"] is not None:
        known["actual"] = str(round(Decimal(known["actual"]), 2))
    return known


def verdict(indicator: dict) -> dict:
    """Achieved, not achieved, no data, or nothing to compare with, as shape and word."""
    if indicator["verdict"] == "no_data" and indicator["actual"] and not indicator["target"]:
        return {"shape": "off", "word": pgettext("indicator", "No target set")}
    shape, word = words.look_up(indicator["verdict"], "indicator")
    return {"shape": shape, "word": str(word)}


def told(value: dict, indicator: dict) -> dict:
    """One body's value: the number, or the kind of non-answer in words."""
    expected = date.fromisoformat(value["available_on"]) if value.get("available_on") else None
    return {
        **value,
        "indicator": indicator,
        "expected": expected,
        "reasons": reading.own_words(value, "reasons"),
        "given": value["answer"] == "given",
    }


def sentence(indicator: dict, year: int) -> str:
    """One sentence that reads the figure."""
    if indicator["actual"] is None:
        return _("There are no data for %(year)s.") % {"year": year}
    values = {"year": year, "actual": formats.number(indicator["actual"]), "unit": reading.said(indicator, "unit")}
    if indicator["target"] is None:
        return _("In %(year)s the actual value is %(actual)s (%(unit)s). No target is set for the year.") % values
    values["target"] = formats.number(indicator["target"])
    if indicator["verdict"] == "achieved":
        return _("In %(year)s the actual value is %(actual)s, the target %(target)s (%(unit)s). The target has been achieved.") % values
    return _("In %(year)s the actual value is %(actual)s, the target %(target)s (%(unit)s). The target has not been achieved.") % values


def decimal(text: str | None) -> Decimal | None:
    """A figure of the file as a number."""
    return Decimal(text) if text not in (None, "") else None


def points(site: Site, edition: PublishedEdition, code: str) -> list[dict]:
    """Target and actual of each published year: of its current edition, or of the very edition that is being read."""
    chosen = {one.year: one for one in site.current} | {edition.year: edition}
    found, before = [], None
    for year, one in sorted(chosen.items()):
        indicator = next((x for x in one.summary["indicators"] if x["code"] == code), None)
        if indicator:
            indicator = legible(indicator)
            target, actual = decimal(indicator["target"]), decimal(indicator["actual"])
            gap = actual - target if target is not None and actual is not None else None
            broken = before is not None and series.is_broken(before, indicator)
            found.append({"year": year, "target": target, "actual": actual, "gap": gap, "broken": broken, **verdict(indicator)})
            before = indicator
    return found


def indicator_page(site: Site, edition: PublishedEdition, addresses: Addresses, indicator: dict) -> dict:
    """An indicator: sentence, chart with its table, values by body, how it is measured."""
    years = points(site, edition, indicator["code"])
    several = len([one for one in years if one["actual"] is not None]) > 1
    drawn = any(one["target"] is not None or one["actual"] is not None for one in years)
    values = [told(one, indicator) for one in indicator["values"]]
    greatest = max((decimal(one["actual"]) or Decimal(0) for one in values), default=Decimal(0))
    return {
        "crumbs": [*pages_plan.way(addresses), (_("Indicators"), addresses.of("indicators"))],
        "here": indicator["code"],
        "indicator": {**indicator, **verdict(indicator)},
        "sentence": sentence(indicator, edition.year),
        "years": years,
        "breaks": [one["year"] for one in years if one["broken"]],
        "series": charts.series(years, site.concept["first_year"], site.concept["last_year"]) if several else None,
        "bars": charts.pair_of_bars(years[-1]["target"], years[-1]["actual"]) if drawn and not several else None,
        "values": [
            {
                **one,
                "organ": edition.by_code.get(one["body"]),
                "url": addresses.of("bodies", one["body"]),
                "bar": round(float((decimal(one["actual"]) or 0) / greatest) * 300) if greatest > 0 and one["actual"] else 0,
            }
            for one in values
        ],
        "responsible": [edition.by_code[one["body"]] for one in values if one["body"] in edition.by_code],
        "verdict": verdict(indicator),
    }
