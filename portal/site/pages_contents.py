"""Pages that help to find: the list of all pages, for whoever has no search, and the glossary."""

from collections.abc import Callable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.site import glossary, pages_common, reading
from portal.site.addresses import Addresses
from portal.site.editions import Site
from territories.kazakh import sort_key


def pages(site: Site) -> Iterator[tuple[str, str, Callable]]:
    """(part of the address, template, what it shows) of both."""
    yield "contents/", "contents.html", lambda: {"crumbs": pages_common.crumbs(), "here": _("All pages"), "groups": groups(site)}
    yield "glossary/", "glossary.html", lambda: {"crumbs": pages_common.crumbs(), "here": _("Glossary"), **glossary.context()}


def groups(site: Site) -> list[dict]:
    """Everything there is a page of, in the order of its alphabet; of what is there every year the newest."""
    language = get_language()
    years = [(_("Results for %(year)s") % {"year": one.year}, Addresses(language, one).year) for one in site.current]
    found = [{"key": "years", "name": _("Results of years"), "links": years}] if years else []
    if site.latest:
        to, summary = Addresses(language, site.latest), site.latest.summary
        items = [(f"{one['number']}. {reading.said(one, 'title')}", to.of("items", one["number"])) for one in summary["items"]]
        sections = [(reading.said(one, "title"), to.of("sections", one["number"])) for one in summary["sections"]]
        found += [{"key": "sections", "name": _("Sections of the plan"), "links": sections}]
        found += [{"key": "items", "name": _("Action items"), "links": items}]
        names = {"bodies": _("Bodies"), "regions": _("Regions"), "territories": _("Territories"), "indicators": _("Indicators")}
        found += [{"key": key, "name": name, "links": by_name(summary[key], key, to)} for key, name in names.items()]
    return [*found, {"key": "portal", "name": _("About the portal"), "links": about(language)}]


def by_name(things: list[dict], kind: str, to: Addresses) -> list[tuple[str, str]]:
    """Things with their pages, by name."""
    links = [(reading.said(one, "name"), to.of(kind, one["code"])) for one in things]
    return sorted(links, key=lambda one: sort_key(one[0]))


def about(language: str) -> list[tuple[str, str]]:
    """Pages that belong to no year."""
    pages = {
        "downloads": _("Downloads"), "compare": _("Compare two years"), "corrections": _("Corrections"), "verify": _("Check a document"),
        "search": _("Search"), "glossary": _("Glossary"), "about": _("About the data"), "accessibility": _("Accessibility statement"),
    }  # fmt: skip
    return [(name, f"/{language}/{page}/") for page, name in pages.items()]
