"""Is a document ours? Every file of every public edition is known by its SHA-256, and so is every report version in it."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from portal.site.editions import PUBLISHED, Site

FILE = "data/hashes.json"
SHA256 = re.compile(r"[0-9a-f]{64}")
COPY = re.compile(r"(?:\s*\(\d+\)|\s*-\s*(?:copy|копия|көшірме))+(?=\.[^.]+$|$)", re.I)  # what browsers and Windows add to a name
GENUINE, REPLACED, ALTERED, UNKNOWN = "genuine", "replaced", "altered", "unknown"


def write(folder: Path, site: Site) -> None:
    """`data/hashes.json`: SHA-256 → year, edition, file, status. A file that is the same in several editions is the newest one's."""
    files, reports = {}, {}
    for edition in reversed(site.editions):
        about = {"year": edition.year, "edition": edition.number, "status": edition.status, "latest": edition.latest}
        for one in edition.files:
            known = files.get(one["sha256"])
            if known is None or known["status"] != PUBLISHED or edition.status == PUBLISHED:
                files[one["sha256"]] = {**about, "file": one["name"]}
        for one in edition.summary["sources"]:
            reports[one["sha256"]] = {**about, "body": one["body"], "version": one["version"]}
    for one in site.all_years:
        files.setdefault(one["sha256"], {"year": None, "edition": None, "status": PUBLISHED, "latest": 0, "file": one["name"]})
    text = json.dumps({"format": 1, "files": files, "reports": reports}, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Verdict:
    """What can be said of a document. `about` is what it is, or, of an altered one, what it says it is."""

    code: str
    sha256: str
    about: dict = field(default_factory=dict)
    expected: list[dict] = field(default_factory=list)  # of an altered one: the files that bear its name, with their hashes
    is_report: bool = False


def tidy(pasted: str) -> str:
    """A hash as people paste it: spaces, capitals, «sha256:» before it, the name of the file after it."""
    text = pasted.strip().lower().removeprefix("sha-256").removeprefix("sha256").lstrip(":= ")
    joined = re.sub(r"\s+", "", text)
    return joined if SHA256.fullmatch(joined) else text.split()[0] if text.split() else ""


def bare_name(name: str) -> str:
    """The name of a file without its folder and without what was added to a copy."""
    return COPY.sub("", re.split(r"[\\/]", name.strip())[-1])


def examine(known: dict, sha256: str, name: str = "", year: int | None = None, edition: int | None = None) -> Verdict:
    """The answer for a SHA-256. `name`, `year` and `edition` are what the document says of itself, if it says anything."""
    if about := known["files"].get(sha256):
        return Verdict(GENUINE if about["status"] == PUBLISHED else REPLACED, sha256, about)
    if about := known["reports"].get(sha256):
        return Verdict(GENUINE if about["status"] == PUBLISHED else REPLACED, sha256, about, is_report=True)
    bare = bare_name(name)
    files = [{**about, "sha256": one} for one, about in known["files"].items()]
    claimed = [one for one in files if is_claimed(one, bare, year, edition)]
    if not claimed and year and edition:
        claimed = [one for one in files if (one["year"], one["edition"]) == (year, edition)]
    claimed.sort(key=lambda one: (-(one["year"] or 0), -(one["edition"] or 0), one["file"]))
    if claimed:
        return Verdict(ALTERED, sha256, {"file": bare, "year": year, "edition": edition}, claimed)
    return Verdict(UNKNOWN, sha256)


def is_claimed(about: dict, name: str, year: int | None, edition: int | None) -> bool:
    """Whether a document says that it is this file of ours: by its name, and by the year and the edition written in it."""
    return about["file"].casefold() == name.casefold() and year in (None, about["year"]) and edition in (None, about["edition"])
