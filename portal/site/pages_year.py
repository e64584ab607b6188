"""The page of a year: the sentence that sums it up, the figures, the lists, the analytical part, the files."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from portal.site import dataset, pages_bodies, pages_common, pages_indicators, pages_plan, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting.review.discipline_words import NAMES
from territories.kazakh import sort_key


def pages(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, Callable]]:
    """(address, template, what it shows): the year, and what is not done in it."""
    yield addresses.year, "year.html", partial(year_page, site, edition, addresses)
    yield addresses.of("not-done"), "not_done.html", partial(not_done_page, edition, addresses)
    if "discipline" in edition.summary:
        yield addresses.of("discipline"), "discipline.html", partial(discipline_page, edition, addresses)


def year_page(site: Site, edition: PublishedEdition, addresses: Addresses) -> dict:
    """Everything the page of a year shows."""
    summary = edition.summary
    replacing = site.edition(edition.year, edition.latest)
    return {
        "crumbs": [(_("Home"), f"/{addresses.language}/")],
        "here": str(edition.year),
        **pages_common.overview(site, edition, addresses),
        "groups": pages_plan.groups(edition, addresses),
        "funding": reading.funding_rows(summary, "totals.funding"),
        "path": "totals.funding",
        "reports": pages_bodies.late_and_missing(edition, addresses),
        "regions": pages_bodies.regions(edition, addresses),
        "choices": pages_bodies.map_choices(addresses),
        "indicators": pages_indicators.rows(edition, addresses),
        "narrative": [{"title": reading.said(one, "title"), "words": reading.narrated(one)} for one in summary["narrative"]],
        "files": next(one for one in pages_common.listed(site) if one["edition"] is edition)["files"],
        "changes": pages_plan.changed(site, edition),
        "previous": site.edition(edition.year, edition.number - 1),
        "previous_url": previous_url(site, edition, addresses),
        "current_url": Addresses(addresses.language, replacing).year if replacing else "",
        "others": [one for one in pages_common.listed(site) if one["edition"].year == edition.year and one["edition"] is not edition],
        "unfinished": unfinished(edition, addresses),
        "described": dataset.written(dataset.of_edition(edition, addresses.language)),
    }


def not_done_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """What is behind, and what the bodies propose to change in the plan."""
    proposals = [pages_plan.one_line(edition, addresses, line) for line in edition.lines_of(edition.summary["proposals"])]
    context = {"crumbs": pages_plan.way(addresses), "here": _("What is not done and why")}
    return {**context, "unfinished": unfinished(edition, addresses), "proposals": proposals}


def discipline_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """How the bodies filed, by the formula that stands under the table: every body in the order of its name, no places."""
    told = edition.summary["discipline"]
    rows = [
        {"body": edition.by_code[one["body"]], "code": one["body"], "points": one["points"],
         "parts": [(name, one[f"part_{key}"]) for key, name in NAMES.items()]}
        for one in told["bodies"]
    ]  # fmt: skip
    rows.sort(key=lambda row: sort_key(reading.said(row["body"], "name")))
    weights = [(NAMES[key], weight) for key, weight in told["formula"]["weights"].items()]
    return {
        "crumbs": pages_plan.way(addresses), "here": _("Discipline of filing"), "rows": rows, "weights": weights,
        "late_days": told["formula"]["late_days"], "names": list(NAMES.values()),
        "until": date.fromisoformat(told["comments_until"]), "file": edition.named("discipline.csv"), "folder": edition.folder,
    }  # fmt: skip


def unfinished(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The lines that are behind, under their items, with reasons and measures."""
    behind = [pages_plan.one_line(edition, addresses, line) for line in edition.lines_of(edition.summary["not_done"])]
    of: dict[int, list[dict]] = {}
    for line in behind:
        of.setdefault(line["number"], []).append(line)
    return [{"item": item, "lines": of[item["number"]]} for item in edition.summary["items"] if item["number"] in of]


def previous_url(site: Site, edition: PublishedEdition, addresses: Addresses) -> str:
    """Where the edition that this one replaced can still be read."""
    previous = site.edition(edition.year, edition.number - 1)
    return Addresses(addresses.language, previous).year if previous else ""
