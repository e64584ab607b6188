"""Pages of those who act: executive bodies, regions, knowledge-intensive territories."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from portal.site import arrivals, maps, over_years, pages_indicators, pages_plan, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting import formats
from territories.kazakh import sort_key

ORDER = {"not_filed": 0, "late": 1, "on_time": 2, "invited": 3}


def pages(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, Callable]]:
    """(address, template, what it shows) of the three lists and of every body, region and territory."""
    summary = edition.summary
    yield addresses.of("bodies"), "bodies.html", partial(bodies_page, edition, addresses)
    for nth, body in enumerate(summary["bodies"]):
        yield addresses.of("bodies", body["code"]), "body.html", partial(body_page, site, edition, addresses, body, nth)
    for figure in maps.FIGURES:
        yield by_figure(addresses, figure), "regions.html", partial(regions_page, edition, addresses, figure)
    for nth, region in enumerate(summary["regions"]):
        yield addresses.of("regions", region["code"]), "region.html", partial(region_page, site, edition, addresses, region, nth)
    yield addresses.of("territories"), "territories.html", partial(territories_page, edition, addresses)
    for nth, territory in enumerate(summary["territories"]):
        yield addresses.of("territories", territory["code"]), "territory.html", partial(territory_page, edition, addresses, territory, nth)


def bodies_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """The list of bodies, by name, and when their reports came."""
    rows = sorted(bodies(edition, addresses), key=lambda one: sort_key(reading.said(one, "name")))
    return {"crumbs": pages_plan.way(addresses), "here": _("Bodies"), "bodies": rows, "arrivals": arrivals.chart(edition)}


def by_figure(addresses: Addresses, figure: maps.Figure) -> str:
    """Where the map of a figure is: the first of them on the list of regions itself."""
    return addresses.of("regions") if figure is maps.DEFAULT else addresses.of("regions/by", figure.code)


def map_choices(addresses: Addresses) -> list[dict]:
    """Every figure that can be chosen on the map, with its page."""
    return [{"figure": one, "url": by_figure(addresses, one)} for one in maps.FIGURES]


def regions_page(edition: PublishedEdition, addresses: Addresses, figure: maps.Figure) -> dict:
    """The list of regions with the map of one figure, the greatest first, and the way to the other maps."""
    found = {one.code: maps.values(edition.summary, one) for one in maps.FIGURES}
    rows = [{**one, "cells": [cell(each, found[each.code][one["code"]]) for each in maps.FIGURES]} for one in regions(edition, addresses)]
    chosen = found[figure.code]
    rows.sort(key=lambda one: (chosen[one["code"]] is None, -(chosen[one["code"]] or 0)))
    on_first = figure is maps.DEFAULT
    return {
        "crumbs": pages_plan.way(addresses) if on_first else [*pages_plan.way(addresses), (_("Regions"), addresses.of("regions"))],
        "here": _("Regions") if on_first else figure.title, "rows": rows,
        "choices": map_choices(addresses),
        "map": maps.tile_map(edition.summary, lambda code: addresses.of("regions", code), figure),
    }  # fmt: skip


def cell(figure: maps.Figure, value: Decimal | None) -> dict:
    """A figure of a region as it stands in the table; empty where there is none."""
    return {"figure": figure, "text": "" if value is None else formats.number_table(value, figure.table_places)}


def territories_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """The list of territories."""
    rows = [with_region(edition, addresses, one) for one in edition.summary["territories"]]
    return {"crumbs": pages_plan.way(addresses), "here": _("Territories"), "territories": rows}


def bodies(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """Every body that was expected or invited, with the day its report came."""
    return [
        {**one, "url": addresses.of("bodies", one["code"]), "arrived": arrivals.arrived_on(one["report"])}
        for one in edition.summary["bodies"]
    ]


def late_and_missing(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """Who did not report, then who was late: a fact, shown first."""
    found = [one for one in bodies(edition, addresses) if one["report"]["timeliness"] in ("not_filed", "late")]
    return sorted(found, key=lambda one: ORDER[one["report"]["timeliness"]])


def regions(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The regions by share disbursed, the greatest first; those without a figure stand last and say why."""
    rows = [
        {**one, "url": addresses.of("regions", one["code"]), "percent": reading.percent_of(one["funding"]), "nth": nth}
        for nth, one in enumerate(edition.summary["regions"])
    ]
    return sorted(rows, key=lambda one: (one["percent"] is None, -(one["percent"] or 0)))


def with_region(edition: PublishedEdition, addresses: Addresses, territory: dict) -> dict:
    """A territory with its region's name and the addresses of both."""
    region = next((one for one in edition.summary["regions"] if one["code"] == territory["region"]), None)
    links = {"url": addresses.of("territories", territory["code"]), "region_url": addresses.of("regions", territory["region"])}
    return {**territory, "home": region, **links, "has_money": reading.has_money(territory["funding"])}


def answers(edition: PublishedEdition, addresses: Addresses, ids: list[str]) -> list[dict]:
    """A body's lines on items, each with the item it answers."""
    items, lines = edition.items, [line for line in edition.lines_of(ids) if line["kind"] == "item"]
    return [
        {**pages_plan.one_line(edition, addresses, line), "plan": items[line["number"]], "anchor": addresses.line(line)} for line in lines
    ]


def values(edition: PublishedEdition, addresses: Addresses, code: str) -> list[dict]:
    """A body's values of indicators."""
    return [
        {**value, "indicator": indicator, "url": addresses.of("indicators", indicator["code"]), "anchor": value["line"]}
        for indicator, value in edition.values_by_body.get(code, ())
    ]


def body_page(site: Site, edition: PublishedEdition, addresses: Addresses, body: dict, nth: int) -> dict:
    """A body: whether and when it reported, what it answered, its money, its indicators."""
    lines = answers(edition, addresses, body["lines"])
    region = next((one for one in edition.summary["regions"] if one["code"] == body["region"]), None)
    return {
        "crumbs": [*pages_plan.way(addresses), (_("Bodies"), addresses.of("bodies"))],
        "here": reading.said(body, "short") or body["code"],
        "body": body,
        "region": region,
        "region_url": addresses.of("regions", region["code"]) if region else "",
        "region_here": body["region"],
        "lines": lines,
        "states": reading.counted(pages_plan.states_of(lines)),
        "values": [pages_indicators.told(value, value["indicator"]) for value in values(edition, addresses, body["code"])],
        "funding": reading.funding_rows(edition.summary, f"bodies.{nth}.funding"),
        "path": f"bodies.{nth}.funding",
        "has_money": reading.has_money(body["funding"]),
        "history": over_years.of_body(site, edition, addresses.language, body["code"]),
        "longest": max((amount or 0 for one in lines for amount in one["total"].values()), default=0),
    }


def region_page(site: Site, edition: PublishedEdition, addresses: Addresses, region: dict, nth: int) -> dict:
    """A region: its akimat's answers, its money, its territories, its place among the others."""
    akimat = edition.by_code.get(region["body"])
    lines = answers(edition, addresses, akimat["lines"]) if akimat else []
    ranked = [one for one in regions(edition, addresses) if one["percent"] is not None]
    return {
        "crumbs": [*pages_plan.way(addresses), (_("Regions"), addresses.of("regions"))],
        "here": reading.said(region, "name"),
        "region": region,
        "region_here": region["code"],
        "akimat": akimat,
        "akimat_url": addresses.of("bodies", region["body"]) if akimat else "",
        "lines": lines,
        "states": reading.counted(pages_plan.states_of(lines)),
        "percent": reading.percent_of(region["funding"]),
        "place": next((place for place, one in enumerate(ranked, 1) if one["code"] == region["code"]), None),
        "places": len(ranked),
        "territories": [with_region(edition, addresses, one) for one in edition.summary["territories"] if one["region"] == region["code"]],
        "values": [pages_indicators.told(value, value["indicator"]) for value in values(edition, addresses, region["body"])],
        "funding": reading.funding_rows(edition.summary, f"regions.{nth}.funding"),
        "path": f"regions.{nth}.funding",
        "has_money": reading.has_money(region["funding"]),
        "history": over_years.of_region(site, edition, addresses.language, region["code"]),
        "longest": max((amount or 0 for one in lines for amount in one["total"].values()), default=0),
        "map": maps.tile_map(edition.summary, lambda code: addresses.of("regions", code), here=region["code"]),
    }


def territory_page(edition: PublishedEdition, addresses: Addresses, territory: dict, nth: int) -> dict:
    """A territory: its status as it is known, what was reported about it."""
    return {
        "crumbs": [*pages_plan.way(addresses), (_("Territories"), addresses.of("territories"))],
        "here": reading.said(territory, "name"),
        "territory": with_region(edition, addresses, territory),
        "region_here": territory["region"],
        "lines": answers(edition, addresses, territory["lines"]),
        "funding": reading.funding_rows(edition.summary, f"territories.{nth}.funding"),
        "path": f"territories.{nth}.funding",
        "has_money": reading.has_money(territory["funding"]),
    }
