"""Made editions for the tests of the public site: as files, and as rows that baking finds."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from portal.site import building, duties  # noqa: F401 - registers the jobs
from portal.site.editions import read_site
from reporting.models import Edition, EditionFile, Summary
from tests.site import made
from tests.throwaway import once_in_a_run


@pytest.fixture(scope="session")
def built() -> Path:
    """A finished build of one corrected year, made without a database, once for the run's processes: `current` points to it."""
    with once_in_a_run("public") as root:
        if not (root / "current").exists():
            build_in(root)
    return root


def build_in(root: Path) -> None:
    """The build, and `current` last of all."""
    folder = root / "builds" / "one"
    made.write_site(folder, correction=True)
    building.build(folder, read_site(folder), lambda *_: None)
    building.write_manifest(folder, "one")
    (root / "current").symlink_to("builds/one")


def store(cycle, number: int, status: str, *, by, lines=None, reason: str = "", every=None) -> Edition:
    """An edition with its files on disk, as approval leaves it; `status` says whether it was published."""
    correction = {"reason": reason, "previous": number - 1} if number > 1 else None
    folder = Path(django_settings.EDITIONS_ROOT) / str(cycle.year) / str(number)
    data = made.write_edition(folder, cycle.year, number, lines=lines, correction=correction, every=every)
    at = datetime(cycle.year + 1, 4, 25, 5, tzinfo=UTC) + timedelta(number)
    listed = [{"name": n, "sha256": hashlib.sha256(c).hexdigest(), "size": len(c)} for n, c in data.items()]
    manifest = json.dumps({"year": cycle.year, "edition": number, "files": listed})
    coordinator, approver = by
    summary = Summary.objects.create(
        cycle=cycle,
        number=number,
        status="approved",
        created_at=at,
        proposed_at=at,
        proposed_by=coordinator,
        approved_at=at,
        approved_by=approver,
    )
    published = {"publication_proposed_at": at, "publication_proposed_by": coordinator, "published_at": at, "published_by": approver}
    edition = Edition.objects.create(
        cycle=cycle, number=number, summary=summary, status=status, summary_json=data["summary.json"].decode(),
        lines_csv=data["lines.csv"].decode(), manifest=manifest, sha256=hashlib.sha256(manifest.encode()).hexdigest(), approved_at=at,
        approved_by=approver, correction_reason=reason, **(published if status != "approved" else {}),
        superseded_at=at if status == "superseded" else None,
    )  # fmt: skip
    EditionFile.objects.bulk_create(EditionFile(edition=edition, media_type="", **one) for one in listed)
    return edition


@pytest.fixture
def two_people(kairat, madina):
    """Who proposes and who confirms."""
    return kairat, madina
