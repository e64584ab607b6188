"""The only place of the public site that reads rows: published and superseded editions with their files, the calendar of releases, and
the Concept's own record. What it hands over are files; from there on nobody asks the database."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from portal.site import building, opendata
from portal.site.editions import PUBLISHED, SUPERSEDED
from reporting import clock
from reporting.models import Edition
from territories.languages import LANGUAGES
from territories.models import ConceptRecord


def public_rows(at: datetime | None = None) -> list[Edition]:
    """The editions anyone may read: no draft, no withdrawn one. With `at` as it will be then: those announced until then are out."""
    known = Q(status__in=(PUBLISHED, SUPERSEDED))
    if at is not None:
        known |= Q(status=Edition.SCHEDULED, publish_at__lte=at)
    rows = list(Edition.objects.filter(known).select_related("cycle").prefetch_related("files", "postings"))
    for coming in sorted((row for row in rows if row.status == Edition.SCHEDULED), key=lambda row: row.publish_at):
        for other in rows:
            if other.cycle_id == coming.cycle_id and other.status == PUBLISHED:
                other.status, other.superseded_at = SUPERSEDED, coming.publish_at
        coming.status, coming.published_at = PUBLISHED, coming.publish_at
    return rows


def announced(at: datetime | None = None) -> list[dict]:
    """The calendar of releases: which editions are announced for when. With `at` those that are still to come then."""
    rows = Edition.objects.filter(status=Edition.SCHEDULED, **({"publish_at__gt": at} if at else {}))
    return [
        {"year": row.cycle.year, "number": row.number, "at": row.publish_at.isoformat()}
        for row in rows.select_related("cycle").order_by("publish_at")
    ]


def basis(at: datetime | None = None) -> str:
    """What a build is made of, in one hash: of the same basis comes the same site."""
    told = [sorted((entry(row) for row in public_rows(at)), key=lambda one: (one["year"], one["number"])), announced(at)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


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


def gather(folder: Path, at: datetime | None = None) -> None:
    """Hands the editions over: their files are copied, and `data/index.json` says which are public. From here on nobody reads a row.

    With `at` it is the site as it will be at that instant.
    """
    editions, day = [], (at or clock.now()).astimezone(clock.ALMATY).date().isoformat()
    data = folder / "data"
    data.mkdir(parents=True)
    for row in public_rows(at):
        edition, manifest = entry(row), {opendata.MANIFEST: row.manifest.encode()}
        place = Path(str(edition["year"])) / str(edition["number"])
        building.copy_files(Path(settings.EDITIONS_ROOT) / place, data / place, edition["files"], manifest)
        editions.append(edition)
    for edition in editions:  # a correction is compared with the edition before it, whose files must be there
        opendata.complete(folder, edition)
    opendata.publish_latest(folder, editions)
    index = {
        "format": 1,
        "baked_on": day,
        "demo": settings.DEMO,
        "demo_date": day if clock.is_shifted() else None,
        "support": {"phone": settings.SUPPORT_PHONE, "email": settings.SUPPORT_EMAIL},
        "concept": about_concept(),
        "editions": editions,
        "announced": announced(at),
        "all_years": opendata.all_years(folder, editions),
    }
    (data / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
