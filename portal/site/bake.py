"""Baking: the public editions become a folder of files, which is checked and then put in place by one rename.

The only place of the public site that reads rows: published and superseded editions with their files, and the Concept's own record.
A crash at any step leaves the old site as it was; baking twice does no harm.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from portal.site import building, opendata, spreading, verifying
from portal.site.editions import PUBLISHED, SUPERSEDED, read_site
from reporting import clock, jobs
from reporting.models import Edition, Job
from territories.models import ConceptRecord

KEPT = 3  # builds that stay beside the current one, for readers in the middle of a page and for looking back
LANGUAGES = ("kk", "ru", "en")


@jobs.kind("bake")
def bake(job, progress: Callable) -> dict:
    """The job: bakes what is public now. Safe to run twice and beside itself: one bakes at a time, and the last one reads last."""
    return bake_site(progress)


def owe_day() -> Job:
    """Owes one baking for the present day. The demo's pages say which day its clock shows, so there a new day is a new site."""
    return jobs.owe("bake", f"bake:day:{clock.today().isoformat()}")


def bake_site(progress: Callable = lambda step, done=0, total=0: None) -> dict:
    """Builds, checks and puts in place the whole public site; gives its build id and the number of files."""
    root = Path(settings.PUBLIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with alone(root, lambda: progress("data", 0, 1)):
        sweep_unfinished(root)
        spreading.forget()
        build_id = f"{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        folder = root / "builds" / build_id
        progress("data", 0, 1)
        gather(folder)
        site, prefix = read_site(folder), building.copy_assets(folder)
        building.carry_assets(folder, [one for one in (root / "builds").iterdir() if one != folder])
        paths, found = spreading.write(folder, site, prefix, progress)
        building.finish(folder, site, paths)
        progress("check", 0, 1)
        verifying.verify(folder, found)
        progress("manifest", 0, 1)
        files = building.write_manifest(folder, build_id, prefix)
        progress("save", 0, 1)
        flip(root, build_id)
        prune(root)
    return {"build": build_id, "pages": len(paths), "files": files}


@contextmanager
def alone(root: Path, alive: Callable[[], None]) -> Iterator[None]:
    """One baking at a time: what is read inside is never older than what an earlier baking put in place. A killed one lets go by itself.

    Who has to wait shows life (`alive`), so as not to be taken for dead.
    """
    with (root / ".bake.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                alive()
                time.sleep(0.5)
        yield


def public_editions() -> list[tuple[dict, dict[str, bytes]]]:
    """The editions anyone may read, as entries of the index, each with its manifest as it was approved. No draft, no withdrawn one."""
    rows = Edition.objects.filter(status__in=(PUBLISHED, SUPERSEDED)).select_related("cycle").prefetch_related("files", "postings")
    return [(entry(row), {opendata.MANIFEST: row.manifest.encode()}) for row in rows]


def entry(row: Edition) -> dict:
    """An edition in `index.json`: state, dates, chain, and its approved files with size and SHA-256."""
    files = [
        {"name": f.name, "size": f.size, "sha256": f.sha256, "media_type": f.media_type, "language": f.language} for f in row.files.all()
    ]
    return {
        "year": row.cycle.year,
        "number": row.number,
        "status": row.status,
        "published_at": row.published_at.isoformat(),
        "superseded_at": row.superseded_at.isoformat() if row.superseded_at else None,
        "correction_code": row.correction_code,
        "correction_reason": row.correction_reason,
        # the latest record is the one that counts: an earlier one was wrong or is out of date
        "posted": [{"address": one.address, "posted_on": one.posted_on.isoformat()} for one in row.postings.all()[:1]],
        "sha256": row.sha256,
        "previous_sha256": row.previous_sha256,
        "files": [*files, opendata.described_file(opendata.MANIFEST, row.manifest.encode())],
    }


def about_concept() -> dict:
    """The Concept's own record: titles, act, years, the days of the year by which things are due."""
    facts = {row.field: row for row in ConceptRecord.objects.all()}
    if not facts:
        return {"first_year": 2026, "last_year": 2035, "reports_due": [4, 1], "summary_due": [5, 1], "act_on": ""}
    texts = {f"{name}_{lang}": getattr(facts[name], lang) for name in ("title", "short_title", "act") for lang in LANGUAGES}
    days = {name: [int(part) for part in facts[name].kk.split("-")] for name in ("reports_due", "summary_due")}
    return (
        texts | days | {"act_on": facts["act_date"].kk, "first_year": int(facts["first_year"].kk), "last_year": int(facts["last_year"].kk)}
    )


def gather(folder: Path) -> None:
    """Hands the editions over: their files are copied, and `data/index.json` says which are public. From here on nobody reads a row."""
    editions = []
    data = folder / "data"
    data.mkdir(parents=True)
    for edition, manifest in public_editions():
        place = Path(str(edition["year"])) / str(edition["number"])
        building.copy_files(Path(settings.EDITIONS_ROOT) / place, data / place, edition["files"], manifest)
        opendata.complete(folder, edition)
        editions.append(edition)
    opendata.publish_latest(folder, editions)
    index = {
        "format": 1,
        "baked_on": clock.today().isoformat(),
        "demo": settings.DEMO,
        "demo_date": clock.today().isoformat() if clock.is_shifted() else None,
        "support": {"phone": settings.SUPPORT_PHONE, "email": settings.SUPPORT_EMAIL},
        "concept": about_concept(),
        "editions": editions,
        "all_years": opendata.all_years(folder, editions),
    }
    (data / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def flip(root: Path, build_id: str) -> None:
    """Puts the build in place by one rename: a reader meets the old site or the new one, never a mixture."""
    fresh = root / f".current-{build_id}"
    fresh.symlink_to(Path("builds") / build_id)
    os.replace(fresh, root / "current")


def sweep_unfinished(root: Path) -> None:
    """Removes what a crash left behind. Nobody else is building: we hold the lock."""
    for left in root.glob(".current-*"):
        left.unlink()
    for build in (root / "builds").glob("*"):
        if not (build / building.MANIFEST).exists():
            shutil.rmtree(build)


def prune(root: Path) -> None:
    """Removes old builds but for the last ones."""
    current = (root / "current").resolve().name
    builds = sorted((one for one in (root / "builds").iterdir() if one.name != current), key=lambda one: one.stat().st_mtime)
    for build in builds[: max(0, len(builds) - (KEPT - 1))]:
        shutil.rmtree(build)
