"""An edition as schema.org words a Dataset, for search engines of data: JSON-LD that no browser runs."""

import json

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.site import licence, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site

ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def of_edition(edition: PublishedEdition, language: str) -> dict:
    """The Dataset of one edition with its files."""
    summary = edition.summary
    return {
        "@context": "https://schema.org", "@type": "Dataset", "@id": f"{settings.SITE_URL}{edition.folder}",
        "name": f"{reading.said(summary['concept'], 'title')}: {edition.year}, № {edition.number}",
        "description": _("Yearly reports of executive bodies on the action plan: statuses, funding and indicators, line by line."),
        "url": settings.SITE_URL + Addresses(language, edition).year, "inLanguage": ["kk", "ru", "en"], "isAccessibleForFree": True,
        "identifier": f"sha256:{edition.sha256}", "version": str(edition.number), "temporalCoverage": str(edition.year),
        "spatialCoverage": {"@type": "Country", "name": "KZ"}, "datePublished": edition.published_at.isoformat(),
        "license": licence.PAGE, "creator": {"@type": "GovernmentOrganization", "name": reading.said(summary["overseer"], "name")},
        "distribution": [download(edition, file) for file in edition.files if file["name"] != "SHA256SUMS"],
    }  # fmt: skip


def download(edition: PublishedEdition, file: dict) -> dict:
    """A file of the edition."""
    kind = {"encodingFormat": file["media_type"].partition(";")[0]} if file["media_type"] else {}
    address = f"{settings.SITE_URL}{edition.folder}{file['name']}"
    return {"@type": "DataDownload", "name": file["name"], "contentUrl": address, "contentSize": str(file["size"]),
            "sha256": file["sha256"], **kind}  # fmt: skip


def catalogue(site: Site, language: str) -> dict:
    """All current editions as a DataCatalog."""
    return {
        "@context": "https://schema.org", "@type": "DataCatalog", "name": _("Open data of every edition"),
        "url": f"{settings.SITE_URL}/{language}/downloads/", "license": licence.PAGE,
        "dataset": [{key: value for key, value in of_edition(one, language).items() if key != "@context"} for one in site.current],
    }  # fmt: skip


def written(data: dict) -> SafeString:
    """The data block in a page. It can hold no markup: whatever could end it is escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
