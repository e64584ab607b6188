"""Atom feeds in three languages: releases of editions, and corrections. Files of the build, like the pages."""

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as xml

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.site import reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting import formats
from territories.languages import LANGUAGES

ATOM = "http://www.w3.org/2005/Atom"
RELEASES, CORRECTIONS = "feed.xml", "corrections.xml"


def write(folder: Path, site: Site) -> None:
    """Writes both feeds of each language."""
    for language in LANGUAGES:
        with translation.override(language):
            corrected = [one for one in site.editions if one.number > 1]
            feeds = {RELEASES: (_("Releases"), site.editions), CORRECTIONS: (_("Corrections"), corrected)}
            for name, (title, editions) in feeds.items():
                data = feed(site, language, name, title, sorted(editions, key=lambda one: one.published_at, reverse=True))
                (folder / language).mkdir(parents=True, exist_ok=True)
                (folder / language / name).write_bytes(data)


def feed(site: Site, language: str, name: str, title: str, editions: list[PublishedEdition]) -> bytes:
    """One feed, newest entry first."""
    address = f"{settings.SITE_URL}/{language}/{name}"
    root = xml.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    add(root, "title", ": ".join([_("Science cities Concept"), title]))
    add(root, "id", address)
    last = max((changed_at(one).isoformat() for one in editions), default=f"{site.today.isoformat()}T00:00:00+05:00")
    add(root, "updated", last)
    add(root, "link", rel="self", type="application/atom+xml", href=address)
    page = "downloads/" if name == RELEASES else "corrections/"
    add(root, "link", rel="alternate", type="text/html", hreflang=language, href=f"{settings.SITE_URL}/{language}/{page}")
    add(add(root, "author"), "name", _("Ministry of Science and Higher Education of the Republic of Kazakhstan"))
    for edition in editions:
        entry(root, language, name, edition)
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def entry(root: xml.Element, language: str, name: str, edition: PublishedEdition) -> None:
    """An edition as an entry: its page, its files, what it says in one sentence."""
    there, one = Addresses(language, edition), add(root, "entry")
    facts = {"year": edition.year, "no": edition.number, "date": formats.date_long(edition.published_at)}
    add(one, "title", _("%(year)s, edition No. %(no)s, %(date)s") % facts)
    add(one, "id", f"{settings.SITE_URL}/data/{edition.year}/{edition.number}/#{language}-{name}")
    add(one, "published", edition.published_at.isoformat())
    add(one, "updated", changed_at(edition).isoformat())
    add(one, "link", rel="alternate", type="text/html", hreflang=language, href=settings.SITE_URL + there.year)
    for file in edition.files:
        if file["name"] in ("lines.csv", "summary.json", "report.xlsx", "report.kk.pdf", "report.ru.pdf"):
            add(one, "link", rel="enclosure", href=f"{settings.SITE_URL}{edition.folder}{file['name']}", length=str(file["size"]))
    add(one, "summary", told(edition))


def changed_at(edition: PublishedEdition) -> datetime:
    """When the entry last changed: published, or replaced."""
    return edition.superseded_at or edition.published_at


def told(edition: PublishedEdition) -> str:
    """What the entry says: the reports and the items; of a correction its reason; of a replaced edition by which."""
    totals, counted = edition.summary["totals"], reading.counted(edition.summary["totals"]["items"]["by_status"])
    facts = {"filed": totals["reports"]["filed"], "expected": totals["reports"]["expected"], "total": totals["items"]["total"]}
    said = [_("Bodies that reported: %(filed)s of %(expected)s. Action items: %(total)s.") % facts]
    said.append("; ".join(f"{one['word']}: {one['count']}" for one in counted) + ".")
    if edition.correction_reason:
        said.insert(0, _("Reason for the correction: %(reason)s") % {"reason": edition.correction_reason})
    if not edition.is_current:
        said.append(_("Replaced by edition No. %(n)s.") % {"n": edition.latest})
    said.append(_("SHA-256 of the edition: %(sha)s") % {"sha": edition.sha256})
    return "\n".join(said)


def add(above: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    """An element of Atom."""
    found = xml.SubElement(above, tag, attributes)
    found.text = text
    return found
