"""`sitemap.xml` with the three languages of each page, and `robots.txt`: what a search engine may know. Replaced editions are not in it."""

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from portal.site.addresses import in_language
from portal.site.editions import Site
from territories.languages import LANGUAGES

MAPS, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
MOST = 50_000  # addresses in one file, as the protocol allows
REPLACED = re.compile(r"/[a-z]{2}/\d{4}/editions/")
OF_YEAR = re.compile(r"/[a-z]{2}/(\d{4})/")
LIVING = ("work", "sign-in", "sign-out", "password", "people", "account", "view", "check", "search")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(folder: Path, site: Site, paths: list[str]) -> None:
    """Writes both for the pages of the build. A demonstration asks not to be listed at all."""
    listed = [path for path in paths if not REPLACED.match(path)]
    parts = [listed[start : start + MOST] for start in range(0, len(listed), MOST)] or [[]]
    changed = {str(one.year): one.published_at.date().isoformat() for one in site.current}
    if len(parts) == 1:
        (folder / "sitemap.xml").write_bytes(urls(listed, changed))
    else:
        for nth, part in enumerate(parts, 1):
            (folder / f"sitemap-{nth}.xml").write_bytes(urls(part, changed))
        (folder / "sitemap.xml").write_bytes(index(len(parts)))
    (folder / "robots.txt").write_text(robots(site), encoding="utf-8")


def robots(site: Site) -> str:
    """What a robot is asked to leave alone: the workplaces, not the published pages."""
    if site.demo:
        return "User-agent: *\nDisallow: /\n"
    closed = "".join(f"Disallow: /{language}/{part}/\n" for language in LANGUAGES for part in LIVING)
    return f"User-agent: *\n{closed}Disallow: /*?view=\n\nSitemap: {settings.SITE_URL}/sitemap.xml\n"


def urls(paths: list[str], changed: dict[str, str]) -> bytes:
    """The addresses of pages, each with its other languages."""
    found = []
    for path in paths:
        year = OF_YEAR.match(path)
        day = changed.get(year[1]) if year else None
        modified = f"<lastmod>{day}</lastmod>" if day else ""
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(settings.SITE_URL + in_language(path, code))}/>'
            for language, code in [*((one, one) for one in LANGUAGES), ("x-default", LANGUAGES[0])]
        )
        found.append(f"<url><loc>{escape(settings.SITE_URL + path)}</loc>{modified}{others}</url>\n")
    return f'{HEAD}<urlset xmlns="{MAPS}" xmlns:xhtml="{XHTML}">\n{"".join(found)}</urlset>\n'.encode()


def index(parts: int) -> bytes:
    """The list of the files where one is not enough."""
    found = "".join(f"<sitemap><loc>{escape(settings.SITE_URL)}/sitemap-{nth}.xml</loc></sitemap>\n" for nth in range(1, parts + 1))
    return f'{HEAD}<sitemapindex xmlns="{MAPS}">\n{found}</sitemapindex>\n'.encode()
