"""Pages of the plan: all items, a section, an item."""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils.translation import gettext as _

from portal.site import changes, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting.consolidation import rollup


def pages(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, Callable]]:
    """(address, template, what it shows) of each."""
    yield addresses.of("items"), "items.html", partial(items_page, edition, addresses)
    for nth, section in enumerate(edition.summary["sections"]):
        yield addresses.of("sections", section["number"]), "section.html", partial(section_page, edition, addresses, section, nth)
    for nth, item in enumerate(edition.summary["items"]):
        yield addresses.of("items", item["number"]), "item.html", partial(item_page, site, edition, addresses, item, nth)


def items_page(edition: PublishedEdition, addresses: Addresses) -> dict:
    """The list of all items."""
    return {"crumbs": way(addresses), "here": _("Action items"), "groups": groups(edition, addresses)}


def section_page(edition: PublishedEdition, addresses: Addresses, section: dict, nth: int) -> dict:
    """A section of the plan: its items, its states, its money."""
    return {
        "crumbs": way(addresses),
        "here": reading.said(section, "title"),
        "section": section,
        "states": reading.counted(section["by_status"]),
        "groups": [one for one in groups(edition, addresses) if one["section"] is section],
        "funding": reading.funding_rows(edition.summary, f"sections.{nth}.funding"),
        "path": f"sections.{nth}.funding",
    }


def way(addresses: Addresses) -> list[tuple[str, str]]:
    """Crumbs from home to the year of this edition."""
    return [(_("Home"), f"/{addresses.language}/"), (str(addresses.edition.year), addresses.year)]


def groups(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The items under their sections, each with its state and address."""
    return [
        {
            "section": section,
            "url": addresses.of("sections", section["number"]),
            "items": [told(item, addresses) for item in edition.summary["items"] if item["section"] == section["number"]],
        }
        for section in edition.summary["sections"]
    ]


def strips(edition: PublishedEdition, addresses: Addresses) -> list[dict]:
    """The row of shapes: one item, one shape with its number."""
    return groups(edition, addresses)


def told(item: dict, addresses: Addresses) -> dict:
    """An item as a row of a list."""
    shape, word = reading.shape_and_word(item["status"])
    return {**item, "url": addresses.of("items", item["number"]), "shape": shape, "word": word}


def item_page(site: Site, edition: PublishedEdition, addresses: Addresses, item: dict, nth: int) -> dict:
    """An item: the plan's text, its state, what each executor says, the money, the years."""
    order = {code: place for place, code in enumerate([*item["lead"], *item["co"], *item["by_agreement"]])}
    lines = [one_line(edition, addresses, line) for line in edition.lines_of(item["lines"])]
    lines.sort(key=lambda line: order.get(line["body"], len(order)))
    section = next(one for one in edition.summary["sections"] if one["number"] == item["section"])
    return {
        "crumbs": [*way(addresses), (_("Action items"), addresses.of("items"))],
        "here": str(item["number"]),
        "item": told(item, addresses),
        "section": section,
        "section_url": addresses.of("sections", section["number"]),
        "states": reading.counted(states_of(lines)),
        "executors": executors(item),
        "lines": lines,
        "answered": [one for one in lines if one["texts"] or one["evidence"]],
        "longest": max((amount or 0 for one in lines for amount in one["total"].values()), default=0),
        "funding": reading.funding_rows(edition.summary, f"items.{nth}.funding"),
        "path": f"items.{nth}",
        "history": history(site, edition, addresses, item),
        "others": neighbours(edition, addresses, nth),
    }


def states_of(lines: list[dict]) -> dict[str, int]:
    """How many executors are in each state."""
    found: dict[str, int] = {}
    for line in lines:
        found[line["state"]] = found.get(line["state"], 0) + 1
    return found


def one_line(edition: PublishedEdition, addresses: Addresses, line: dict) -> dict:
    """One executor's answer: state, words in the language they were filed in, evidence, amounts."""
    body = edition.by_code[line["body"]]
    total = {kind: total_of(line, kind) for kind in ("planned", "disbursed")}
    own = {name: reading.own_words(line, name) for name in ("progress", "reasons", "measures", "proposal")}
    labels = {"progress": "", "reasons": _("Reason."), "measures": _("Measures."), "proposal": _("Proposal for correcting the plan.")}
    return {
        **line,
        **own,
        "organ": body,
        "url": addresses.of("bodies", body["code"]),
        "state": reading.state_of(line),
        "total": total,
        "funding": {"total": total},
        "texts": [(labels[name], text) for name, text in own.items() if text],
        "leads": line["part"] == "lead",
        "invited": line["by_agreement"] == "true",
    }


def total_of(line: dict, kind: str) -> int | None:
    """Sum over the sources that were given; nothing where none was."""
    return rollup.add(line[f"{kind}_{source}"] for source in reading.SOURCES)


def executors(item: dict) -> dict[str, list[str]]:
    """Who leads, who helps, who is invited: as the plan names them, a group by its own name."""
    parts: dict[str, list[str]] = {"lead": [], "co": [], "by_agreement": []}
    for one in item["executors"]:
        parts["by_agreement" if one["by_agreement"] else one["part"]].append(reading.said(one, "short"))
    return parts


def history(site: Site, edition: PublishedEdition, addresses: Addresses, item: dict) -> list[dict]:
    """The same item in the current editions of all published years: it keeps its code through renumbering."""
    rows = []
    for other in reversed(site.current):
        found = next((one for one in other.summary["items"] if one["item"] == item["item"]), None)
        if found:
            rows.append({"year": other.year, **told(found, Addresses(addresses.language, other))})
    return rows


def neighbours(edition: PublishedEdition, addresses: Addresses, nth: int) -> dict:
    """The items before and after, for reading on."""
    items = edition.summary["items"]
    return {
        "previous": told(items[nth - 1], addresses) if nth else None,
        "next": told(items[nth + 1], addresses) if nth + 1 < len(items) else None,
    }


def changed(site: Site, edition: PublishedEdition) -> list[dict]:
    """What this edition changed against the one it replaced."""
    previous = site.edition(edition.year, edition.number - 1)
    return changes.between(previous, edition) if previous else []
