"""Every public page: its address, its template, what it shows. Nothing here knows a request or a database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.site import feeds, pages_bodies, pages_common, pages_compare, pages_contents, pages_indicators, pages_plan, pages_year, reading
from portal.site.addresses import Addresses, in_language
from portal.site.editions import PublishedEdition, Site
from territories.languages import LANGUAGES

LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}  # as OpenGraph names them
ABOUT = ("item", "indicator", "body", "region", "territory", "section")  # what a page may be about, the narrowest first
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


Made = Callable[[], dict]  # what a page shows, worked out only by whoever writes it


@dataclass(frozen=True)
class Page:
    """A page in one language: `path` is its address and its folder. `make` is asked with that language in force."""

    path: str
    language: str
    template: str
    make: Made


def pages(site: Site, language: str) -> list[Page]:
    """All pages of the site in one language, in an order that never changes. Listing them costs next to nothing."""
    with translation.override(language):
        found = [
            Page(f"/{language}/{part}", language, f"site/{template}", partial(alone, site, f"/{language}/{part}", make))
            for module in (pages_common, pages_compare, pages_contents)
            for part, template, make in module.pages(site)
        ]
        for edition in site.editions:
            addresses = Addresses(language, edition)
            found += [
                Page(path, language, f"site/{template}", partial(of_an_edition, site, path, make, addresses))
                for path, template, make in of_edition(site, edition, addresses)
            ]
    return found


def of_edition(site: Site, edition: PublishedEdition, addresses: Addresses) -> Iterator[tuple[str, str, Made]]:
    """All pages of one edition: (address, template, what it shows)."""
    for module in (pages_year, pages_plan, pages_bodies, pages_indicators):
        yield from module.pages(site, edition, addresses)


def alone(site: Site, path: str, make: Made) -> dict:
    """A page that belongs to no edition, framed."""
    return framed(site, path, make())


def of_an_edition(site: Site, path: str, make: Made, addresses: Addresses) -> dict:
    """A page of an edition, framed."""
    edition = addresses.edition
    return framed(site, path, {"edition": edition, "summary": edition.summary, "addresses": addresses, **make()})


def framed(site: Site, path: str, context: dict) -> dict:
    """What a page shows with what stands around it: languages, menu, banners, footer."""
    language = get_language()
    edition = context.get("edition")
    sample = edition.summary["sample"] if edition else bool(site.latest and site.latest.summary["sample"])
    portal = {
        "demo": site.demo,
        "demo_date": site.demo_date,
        "sample_plan": sample,
        "view": "",
        "languages": [(code, NAMES[code], in_language(path, code)) for code in LANGUAGES],
        "nav": menu(site, language, path),
        "footer": footer(language),
        "support": site.support,
        "here": context.get("region_here", ""),
        "path": path,
        "address": settings.SITE_URL + path,
        "locale": LOCALES[language],
        "shared": shared(context),
        "feeds": [(_("Releases"), f"/{language}/{feeds.RELEASES}"), (_("Corrections"), f"/{language}/{feeds.CORRECTIONS}")],
    }
    return {"site": site, "portal": portal, "language": language, **context}


def shared(context: dict) -> dict[str, str]:
    """What a page is called and says where its link is shown elsewhere: by the thing it is about, of the year it is about."""
    edition = context.get("edition")
    thing = next((context[one] for one in ABOUT if context.get(one)), None) if edition else None
    name = reading.said(thing, "title") or reading.said(thing, "name") or context.get("here", "")
    if edition and name == str(edition.year):
        name = _("Results for %(year)s") % {"year": edition.year}
    elif edition and name:
        name = f"{name} · {edition.year}"
    return {"name": name, "says": context.get("sentence") or _("Yearly reports on its implementation")}


def menu(site: Site, language: str, path: str) -> list[tuple[str, str, bool]]:
    """The public menu: everything within three clicks of any page. It leads to the current edition of the latest year."""
    pages = [(_("Home"), f"/{language}/")]
    if site.latest:
        to = Addresses(language, site.latest)
        pages += [
            (_("Results for %(year)s") % {"year": site.latest.year}, to.year),
            (_("Action items"), to.of("items")),
            (_("Bodies"), to.of("bodies")),
            (_("Regions"), to.of("regions")),
            (_("Territories"), to.of("territories")),
            (_("Indicators"), to.of("indicators")),
        ]
    pages.append((_("Downloads"), f"/{language}/downloads/"))
    here = max((url for _label, url in pages if path.startswith(url) and (url != f"/{language}/" or path == url)), key=len, default="")
    return [(label, url, url == here) for label, url in pages]


def footer(language: str) -> list[tuple[str, str]]:
    """Pages about the portal itself, and those that help to find and to check."""
    return [
        (_("Search"), f"/{language}/search/"),
        (_("All pages"), f"/{language}/contents/"),
        (_("Compare two years"), f"/{language}/compare/"),
        (_("Check a document"), f"/{language}/verify/"),
        (_("Glossary"), f"/{language}/glossary/"),
        (_("About the data"), f"/{language}/about/"),
        (_("Corrections"), f"/{language}/corrections/"),
        (_("Accessibility statement"), f"/{language}/accessibility/"),
    ]
