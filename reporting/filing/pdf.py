"""Documents on paper: a template becomes a tagged PDF (PDF/UA-1). The receipt and the consolidated report are made here.

A PDF never reaches out: styles and fonts are the portal's own static files, and any other address stops the making.
"""

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ORIGIN = "https://static.invalid/"  # templates name files under static/: `css/pdf.css`


class OwnFilesOnly(URLFetcher):
    """Answers addresses of our static files from the disk and refuses everything else, whatever its scheme."""

    def fetch(self, url, headers=None):
        """The file behind `url`; a fatal error where it is not ours, so that no document is made without its fonts."""
        path = unquote(urlsplit(url).path).lstrip("/")
        try:
            found = finders.find(path) if url.startswith(ORIGIN) else None
        except SuspiciousFileOperation:
            found = None
        if not found:
            raise FatalURLFetchingError(f"Not a static file of the portal: {url[:200]}")
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=Path(found).read_bytes(), headers={"Content-Type": kind})


def render_pdf(template: str, context: dict, lang: str) -> bytes:
    """The bytes of the PDF of `template` in the language `lang`. The template links `css/tokens.css` and `css/pdf.css`."""
    with translation.override(lang):
        html = render_to_string(template, {**context, "lang": lang})
    return HTML(string=html, base_url=ORIGIN, url_fetcher=OwnFilesOnly()).write_pdf(pdf_variant="pdf/ua-1")
