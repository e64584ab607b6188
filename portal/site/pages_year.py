"""The page of a year: the sentence that sums it up, the figures, the lists, the analytical part, the files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.site import dataset, pages_bodies, pages_common, pages_indicators, pages_plan, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site


def pages(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, dict]]:
    """(address, template, context): the year, and what is not done in it."""
    summary = edition.summary
    replacing = site.edition(edition.year, edition.latest)
    context = {
        "crumbs": [(_("Home"), f"/{addresses.language}/")],
        "here": str(edition.year),
        **pages_common.overview(edition, addresses),
        "groups": pages_plan.groups(edition, addresses),
        "funding": reading.funding_rows(summary, "totals.funding"),
        "path": "totals.funding",
        "reports": pages_bodies.late_and_missing(edition, addresses),
        "regions": pages_bodies.regions(edition, addresses),
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
    yield addresses.year, "year.html", context
    title = _("What is not done and why")
    context = {"crumbs": pages_plan.way(addresses), "here": title, "unfinished": unfinished(edition, addresses)}
    context["proposals"] = [pages_plan.one_line(edition, addresses, line) for line in edition.lines_of(summary["proposals"])]
    yield addresses.of("not-done"), "not_done.html", context


def unfinished(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The lines that are behind, under their items, with reasons and measures."""
    behind = [pages_plan.one_line(edition, addresses, line) for line in edition.lines_of(edition.summary["not_done"])]
    items = [(item, [line for line in behind if line["number"] == item["number"]]) for item in edition.summary["items"]]
    return [{"item": item, "lines": lines} for item, lines in items if lines]


def previous_url(site: Site, edition: PublishedEdition, addresses: Addresses) -> str:
    """Where the edition that this one replaced can still be read."""
    previous = site.edition(edition.year, edition.number - 1)
    return Addresses(addresses.language, previous).year if previous else ""
