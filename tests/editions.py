"""An approved edition made by hand, for tests of what comes after the freeze."""

import hashlib
import json
from datetime import date
from pathlib import Path

from django.conf import settings

from reporting import clock
from reporting.models import Cycle, Edition, EditionFile, Summary

FILES = {"summary.json": '{"year": 2026}\n', "lines.csv": "line,kind\nSC-01-AK-ABA,item\n"}


def make_edition(cycle: Cycle, *, proposed_by, approved_by, number: int = 1) -> Edition:
    """An edition with two small files on disk, approved on 20 April 2027."""
    at = clock.local(date(2027, 4, 20), 11)
    summary = Summary.objects.create(
        cycle=cycle, number=number, status="approved", created_at=at, proposed_at=at, proposed_by=proposed_by,
        approved_at=at, approved_by=approved_by,
    )  # fmt: skip
    listed = [{"name": n, "sha256": hashlib.sha256(c.encode()).hexdigest(), "size": len(c.encode())} for n, c in FILES.items()]
    manifest = json.dumps({"year": cycle.year, "edition": number, "files": listed}, sort_keys=True)
    edition = Edition.objects.create(
        cycle=cycle, number=number, summary=summary, summary_json=FILES["summary.json"], lines_csv=FILES["lines.csv"], manifest=manifest,
        sha256=hashlib.sha256(manifest.encode()).hexdigest(), approved_at=at, approved_by=approved_by,
    )  # fmt: skip
    folder = Path(settings.EDITIONS_ROOT) / str(cycle.year) / str(number)
    folder.mkdir(parents=True)
    for entry in listed:
        (folder / entry["name"]).write_text(FILES[entry["name"]])
        EditionFile.objects.create(edition=edition, media_type="text/plain", **entry)
    return edition
