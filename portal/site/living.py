"""Pages of the public site that answer a question and so cannot be files: they read the current build, and ask no database."""

import json
import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import get_language

from portal.site import documents, indexing, searching, serve
from portal.site.editions import PublishedEdition, Site
from portal.site.pages import framed
from reporting import clock

EMPTY = {"format": 1, "sample": False, "bodies": {}, "entries": []}


class Current:
    """What the current build knows: its index of places, the hashes of its documents, and what stands around each page."""

    def __init__(self, folder: Path | None):
        self.index = searching.read_index(read(folder, indexing.FILE) or EMPTY)
        self.documents = read(folder, documents.FILE) or {"files": {}, "reports": {}}
        self.site = light_site(read(folder, "data/index.json"), self.index.sample)


def read(folder: Path | None, name: str) -> dict | None:
    """A JSON file of the build; None where the build has none."""
    path = folder / name if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else None


def light_site(index: dict | None, sample: bool) -> Site:
    """The site as its menu and footer need it: which editions there are, without what is in them."""
    if index is None:
        demo_date = clock.today() if clock.is_shifted() else None
        return Site([], {}, clock.today(), settings.DEMO, demo_date, {"phone": settings.SUPPORT_PHONE, "email": settings.SUPPORT_EMAIL})
    latest = {one["year"]: one["number"] for one in index["editions"] if one["status"] == "published"}
    editions = [
        PublishedEdition(
            one["year"], one["number"], one["status"], None, one["correction_reason"], one["sha256"], {"sample": sample}, {}, one["files"],
            latest=latest.get(one["year"], 0),
        )
        for one in sorted(index["editions"], key=lambda one: (-one["year"], -one["number"]))
    ]  # fmt: skip
    demo_date = date.fromisoformat(index["demo_date"]) if index["demo_date"] else None
    return Site(editions, index["concept"], date.fromisoformat(index["baked_on"]), index["demo"], demo_date, index["support"])


def current() -> Current:
    """The current build, read once: the pointer is looked at each time."""
    root = Path(settings.PUBLIC_ROOT)
    try:
        return of_build(str(root / os.readlink(root / "current")))
    except OSError:
        return Current(None)


@lru_cache(maxsize=1)
def of_build(folder: str) -> Current:
    """A build as it is; its name never comes back with another content."""
    return Current(Path(folder))


def answer(request, part: str, template: str, context: dict, status: int = 200) -> HttpResponse:
    """The page with what stands around every public page; the question is kept when the language is changed."""
    language = get_language()
    wish = serve.asked_view(request.META.get("QUERY_STRING", ""))
    if wish is not None:
        response = HttpResponseRedirect(request.path)
        response[serve.remember(wish, request.META)[0]] = serve.remember(wish, request.META)[1]
        return response
    shown = framed(current().site, f"/{language}/{part}", context)
    asked = urlencode([(key, value) for key, value in request.GET.items() if value])
    portal = shown["portal"]
    portal["view"] = "large" if request.COOKIES.get("view") == "large" else ""
    portal["languages"] = [(code, name, f"{url}?{asked}" if asked else url) for code, name, url in portal["languages"]]
    response = HttpResponse(render_to_string(f"site/{template}", shown), status=status)
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie"
    return response
