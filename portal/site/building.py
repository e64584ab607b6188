"""Writing a build: pages in three languages, the portal's own assets, ready-compressed copies, the manifest of everything."""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from portal.site import documents, feeds, indexing, sitemap
from portal.site.editions import Site
from portal.site.pages import LANGUAGES, Page, pages

MANIFEST = "site-manifest.json"
ASSETS = ("css/tokens.css", "css/base.css", "css/site.css", "js/view.js", "mark.svg", "fonts/LICENSE")
FONTS = "golos-text-{}-{}-normal.woff2"
COMPRESSED = {".html", ".json", ".csv", ".css", ".js", ".svg", ".xml"}
VERIFIER = "verify_edition.py"


class Altered(Exception):
    """A file is not the one that was approved."""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_files(source: Path, target: Path, files: list[dict], written: dict[str, bytes]) -> None:
    """Copies an edition's files, readable by all, and writes those that come with it; one that is not as approved stops the baking."""
    target.mkdir(parents=True)
    for file in files:
        place = target / file["name"]
        if file["name"] in written:
            place.write_bytes(written[file["name"]])
        else:
            shutil.copyfile(source / file["name"], place)
        place.chmod(0o644)
        if sha256_of(place) != file["sha256"]:
            raise Altered(f"{place}: the SHA-256 is not that of the approved file")


def build(folder: Path, site: Site, progress: Callable) -> int:
    """Writes all pages and assets into `folder`; gives the number of pages."""
    prefix = copy_assets(folder)
    paths = []
    for nth, language in enumerate(LANGUAGES):
        progress("pages", nth, len(LANGUAGES))
        for page in pages(site, language):
            write_page(folder, page, prefix)
            paths.append(page.path)
    progress("pages", len(LANGUAGES), len(LANGUAGES))
    feeds.write(folder, site)
    sitemap.write(folder, site, paths)
    indexing.write(folder, site)
    documents.write(folder, site)
    shutil.copyfile(settings.BASE_DIR / "scripts" / VERIFIER, folder / "data" / VERIFIER)
    for path in sorted(folder.rglob("*")):
        if path.suffix in COMPRESSED:
            compress(path)
    return len(paths)


def write_page(folder: Path, page: Page, prefix: str) -> None:
    """Renders one page in its language. Its styles and scripts come from the build itself, so that the folder stands alone."""
    with translation.override(page.language):
        html = render_to_string(page.template, page.context)
    target = folder / page.path.strip("/") / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html.replace(f'"{settings.STATIC_URL}', f'"/{prefix}/'), encoding="utf-8")


def copy_assets(folder: Path) -> str:
    """Copies what the pages need into a folder named by its content, so that it may be kept for ever; gives its address."""
    fonts = [f"fonts/{FONTS.format(part, weight)}" for part in ("cyrillic", "cyrillic-ext", "latin", "latin-ext") for weight in (400, 700)]
    found = {name: Path(finders.find(name)) for name in (*ASSETS, *fonts)}
    digest = hashlib.sha256("".join(f"{name}{sha256_of(path)}" for name, path in sorted(found.items())).encode()).hexdigest()[:12]
    for name, path in found.items():
        target = folder / "site-static" / digest / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return f"site-static/{digest}"


def compress(path: Path) -> None:
    """A ready-compressed copy beside the file: compressing at each answer costs ten times the answer."""
    data = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
    path.with_name(path.name + ".gz").write_bytes(data)


def write_manifest(folder: Path, build_id: str) -> int:
    """The manifest of the pages, written last: a build without it is unfinished."""
    files = [
        {"path": str(path.relative_to(folder)), "sha256": sha256_of(path), "size": path.stat().st_size}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".gz"
    ]
    draft = folder / f".{MANIFEST}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": 1, "build": build_id, "files": files}, file, ensure_ascii=False, indent=0)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / MANIFEST)
    return len(files)
