"""Writing a build: pages in three languages, the portal's own assets, ready-compressed copies, the manifest of everything."""

import gzip
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from portal.site import documents, feeds, indexing, sitemap
from portal.site.editions import Site
from portal.site.found import Found, in_page
from portal.site.pages import Page, pages
from territories.languages import LANGUAGES

MANIFEST = "site-manifest.json"
ASSETS = ("css/tokens.css", "css/base.css", "css/site.css", "js/view.js", "mark.svg", "fonts/LICENSE")
FONTS = "golos-text-{}-{}-normal.woff2"
COMPRESSED = {".html", ".json", ".csv", ".css", ".js", ".svg", ".xml"}
VERIFIER = "verify_edition.py"
BEAT_SECONDS = 0.5


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


def build(folder: Path, site: Site, progress: Callable) -> list[Found]:
    """Writes all pages and assets into `folder`, in this process alone; gives what was found in the pages."""
    prefix, every = copy_assets(folder), all_pages(site)
    found = write_pages(folder, every, prefix, lambda done: progress("pages", done, len(every)))
    finish(folder, site, [page.path for page in every])
    return found


def all_pages(site: Site) -> list[Page]:
    """Every page in every language, always in the same order: whoever writes a part of them counts on it."""
    return [page for language in LANGUAGES for page in pages(site, language)]


def write_pages(folder: Path, some: list[Page], prefix: str, alive: Callable[[int], None]) -> list[Found]:
    """Writes these pages; gives what was found in each. `alive` hears the number written, twice a second at most."""
    found, told_at = [], time.monotonic()
    alive(0)
    for page in some:
        found.append(write_page(folder, page, prefix))
        if time.monotonic() - told_at >= BEAT_SECONDS:
            alive(len(found))
            told_at = time.monotonic()
    alive(len(found))
    return found


def finish(folder: Path, site: Site, paths: list[str]) -> None:
    """Writes what stands beside the pages: feeds, sitemap, index of the search, known hashes, the verifier; and what is not yet packed."""
    feeds.write(folder, site)
    sitemap.write(folder, site, paths)
    indexing.write(folder, site)
    documents.write(folder, site)
    shutil.copyfile(settings.BASE_DIR / "scripts" / VERIFIER, folder / "data" / VERIFIER)
    for path in sorted(folder.rglob("*")):
        if path.suffix in COMPRESSED and path.name != "index.html":
            compress(path)


def write_page(folder: Path, page: Page, prefix: str) -> Found:
    """Renders one page in its language, and packs it. Its styles and scripts come from the build itself: the folder stands alone."""
    with translation.override(page.language):
        html = render_to_string(page.template, page.make())
    data = html.replace(f'"{settings.STATIC_URL}', f'"/{prefix}/').encode()
    target = folder / page.path.strip("/") / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    put(target, data)
    compress(target, data)
    return in_page(page.path, data)


def put(path: Path, data: bytes) -> None:
    """Writes a file by one rename: a second run that was thought dead can only put the same bytes in place of the same bytes."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(data)
    draft.replace(path)


def carry_assets(folder: Path, earlier: list[Path]) -> None:
    """Keeps the styles and scripts of earlier builds: a reader in the middle of an old page still asks for them after the flip."""
    for build in earlier:
        own = json.loads((build / MANIFEST).read_text(encoding="utf-8")).get("assets", "")
        if own and (build / own).is_dir() and not (folder / own).exists():
            shutil.copytree(build / own, folder / own)


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


def compress(path: Path, data: bytes | None = None) -> None:
    """A ready-compressed copy beside the file: compressing at each answer costs ten times the answer."""
    put(path.with_name(path.name + ".gz"), gzip.compress(path.read_bytes() if data is None else data, compresslevel=9, mtime=0))


def write_manifest(folder: Path, build_id: str, assets: str = "") -> int:
    """The manifest of the pages, written last: a build without it is unfinished. `assets`: where its own styles and scripts are."""
    files = [
        {"path": str(path.relative_to(folder)), "sha256": sha256_of(path), "size": path.stat().st_size}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".gz"
    ]
    draft = folder / f".{MANIFEST}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": 1, "build": build_id, "assets": assets, "files": files}, file, ensure_ascii=False, indent=0)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / MANIFEST)
    return len(files)
