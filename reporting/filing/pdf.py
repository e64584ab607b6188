"""Documents on paper: a template becomes a tagged PDF (PDF/UA-1). The receipt and the consolidated report are made here.

A PDF never reaches out: styles and fonts are the portal's own static files, and any other address stops the making.
"""

import contextlib
import logging
import mimetypes
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.logger import PROGRESS_LOGGER
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


class Heart(logging.Handler):
    """Tells how many pages are laid out: making a long document takes minutes, and the job must show that it lives.

    What `beat` raises goes through the making and ends it: a run that has lost its claim makes nothing more.
    """

    def __init__(self, beat: Callable[[int], None]):
        super().__init__(logging.INFO)
        self.beat, self.thread, self.pages = beat, threading.get_ident(), 0

    def emit(self, record):
        """A message about this thread's document."""
        if record.thread == self.thread:
            self.pages = record.args[0] if "Page" in str(record.msg) and record.args else self.pages
            self.beat(self.pages)


@contextlib.contextmanager
def heard(beat: Callable[[int], None] | None) -> Iterator[None]:
    """While a document is made, `beat(pages)` hears of it."""
    if beat is None:
        yield
        return
    heart, level = Heart(beat), PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(heart)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(heart)
        PROGRESS_LOGGER.setLevel(level)


def render_pdf(template: str, context: dict, lang: str, beat: Callable[[int], None] | None = None) -> bytes:
    """The bytes of the PDF of `template` in the language `lang`. The template links `css/tokens.css` and `css/pdf.css`.

    `beat(pages)` is told how far it is, whenever the maker says so.
    """
    with translation.override(lang):
        html = render_to_string(template, {**context, "lang": lang})
    with heard(beat):
        return HTML(string=html, base_url=ORIGIN, url_fetcher=OwnFilesOnly()).write_pdf(pdf_variant="pdf/ua-1")
