"""The public site as a folder that stands alone: relative links, so that it opens from a memory stick or under any address."""

import json
import os
import re
import shutil
from pathlib import Path

from django.conf import settings

from portal.site import building
from portal.site.verifying import OUTSIDE, PageReader

ADDRESS = re.compile(r'(<[a-z][^<>]*?)(\s(?:href|src|action|data-[a-z-]+))="(/[^"]*)"')
START = """<!DOCTYPE html>
<html lang="kk"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=kk/index.html">
<title>Қазақша · Русский · English</title></head><body><p><a href="kk/index.html" lang="kk">Қазақша</a> ·
<a href="ru/index.html" lang="ru">Русский</a> · <a href="en/index.html" lang="en">English</a></p></body></html>
"""


class Occupied(Exception):
    """The folder already holds something: nothing is written over."""


def export(target: Path) -> tuple[str, int]:
    """Copies the build that is in place into `target` with relative links; gives the build's id and the number of files."""
    current = (Path(settings.PUBLIC_ROOT) / "current").resolve(strict=True)
    if target.exists() and any(target.iterdir()):
        raise Occupied(target)
    shutil.copytree(current, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.gz", building.MANIFEST))
    known = {f"/{path.relative_to(target).as_posix()}" for path in target.rglob("*") if path.is_file()}
    for page in target.rglob("*.html"):
        place = page.relative_to(target).as_posix()
        page.write_text(relative(page.read_text(encoding="utf-8"), place, known), encoding="utf-8")
    (target / "index.html").write_text(START, encoding="utf-8")
    return current.name, building.write_manifest(target, current.name)


def relative(html: str, place: str, known: set[str]) -> str:
    """A page with links that lead from its own place. What only the portal answers (signing in, search) leads to the portal."""
    here = os.path.dirname(place)

    def replace(found: re.Match) -> str:
        before, attribute, address = found.groups()
        path, mark, anchor = address.partition("#")
        path, question, query = path.partition("?")
        file = f"{path}index.html" if path.endswith("/") else path
        if file in known:
            return f'{before}{attribute}="{os.path.relpath(file[1:], here)}{question}{query}{mark}{anchor}"'
        return f'{before}{attribute}="{settings.SITE_URL}{address}"' if attribute.strip() in ("href", "src", "action") else found[0]

    while (changed := ADDRESS.sub(replace, html)) != html:  # one address of a tag at a time
        html = changed
    return html


def faults(folder: Path) -> list[str]:
    """What does not hold in an exported folder: links that lead nowhere or out of it, files that are not as the manifest has them."""
    listed = json.loads((folder / building.MANIFEST).read_text(encoding="utf-8"))["files"]
    return [*faults_of_links(folder), *(one["path"] for one in listed if building.sha256_of(folder / one["path"]) != one["sha256"])]


def faults_of_links(folder: Path) -> list[str]:
    """Links that lead nowhere, or out of the folder."""
    found, whole = [], folder.resolve()
    for page in folder.rglob("*.html"):
        for link in PageReader(page.read_text(encoding="utf-8")).links:
            path = link.partition("#")[0].partition("?")[0]
            if link.startswith(OUTSIDE) or not path:
                continue
            there = (page.parent / path).resolve()
            if link.startswith("/") or not there.is_relative_to(whole) or not there.is_file():
                found.append(f"{page.relative_to(folder)}: {link}")
    return found
