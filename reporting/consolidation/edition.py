"""From an approved summary to its edition: data, documents, manifest, chain. Immutable from birth; made exactly once.

The job may be killed anywhere and run again: nothing is kept before the one transaction that inserts the edition, and the files are
written inside it, under the insert's unique constraint, so that no second run can write over them.
"""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from reporting import history, jobs
from reporting.consolidation import figures, narrative
from reporting.consolidation.documents import FILES, LINES, SUMMARY, make_all, sha256
from reporting.consolidation.sources import canonical
from reporting.models import Edition, EditionFile, Summary
from reporting.notices import notify
from reporting.roles import Role

KIND = "make_edition"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


@jobs.kind(KIND)
def make_edition(job, progress) -> dict:
    """The function behind the job. Approved summaries without an edition are made first, in the order of approval: the chain has no gap."""
    summary = Summary.objects.get(pk=job.params["summary"])
    earlier = Summary.objects.filter(status=Summary.APPROVED, edition=None, approved_at__lte=summary.approved_at)
    for each in earlier.select_related("cycle", "approved_by").order_by("approved_at", "pk"):
        make(each, progress)
    return {"edition": Edition.objects.get(summary=summary).sha256}


def make(summary: Summary, progress) -> Edition:
    """The edition of one approved summary; the one that is there, if it was made already."""
    previous = chain_end(summary)
    data = {SUMMARY: freeze(summary, previous), LINES: summary.lines}
    files = make_all(data[SUMMARY], data[LINES], progress)
    progress("manifest")
    listed = manifest(summary, files, previous)
    try:
        return keep(summary, data, files, listed, previous)
    except IntegrityError:
        found = Edition.objects.filter(summary=summary).first()
        if found is None:
            raise
        return found


def chain_end(summary: Summary) -> str:
    """SHA-256 of the edition approved last before this one, of whatever year; empty for the first."""
    before = Edition.objects.filter(approved_at__lte=summary.approved_at).exclude(summary=summary).order_by("-approved_at", "-pk")
    return before.values_list("sha256", flat=True).first() or ""


def freeze(summary: Summary, previous: str) -> str:
    """The text of `summary.json`: the figures as they were approved, the texts, the approval and the chain."""
    person = summary.approved_by
    why = {"code": summary.correction_code, "reason": summary.correction_reason, "previous": summary.number - 1}
    correction = why if summary.correction_reason else None
    return figures.freeze(
        summary.figures,
        dates={"calculated_at": summary.calculated_at.isoformat(), "approved_at": summary.approved_at.isoformat()},
        approved_by={"name": person.get_full_name(), "position": person.position},
        narrative=narrative.as_data(summary),
        correction=correction,
        previous_sha256=previous,
    )


def manifest(summary: Summary, files: dict[str, bytes], previous: str) -> str:
    """The text of `manifest.json`: every file and every report version by its SHA-256, and the edition before."""
    listed = {
        "format": 1, "year": summary.cycle.year, "edition": summary.number,
        "files": [{"name": name, "sha256": sha256(data), "size": len(data)} for name, data in files.items()],
        "reports": summary.figures["sources"], "previous_sha256": previous, "approved_at": summary.approved_at.isoformat(),
    }  # fmt: skip
    return canonical(listed) + "\n"


@transaction.atomic
def keep(summary: Summary, data: dict[str, str], files: dict[str, bytes], listed: str, previous: str) -> Edition:
    """Inserts the edition with its files, or nothing. IntegrityError where another run was first."""
    edition = Edition.objects.create(
        cycle=summary.cycle, number=summary.number, summary=summary, summary_json=data[SUMMARY], lines_csv=data[LINES], manifest=listed,
        sha256=sha256(listed.encode()), previous_sha256=previous, correction_code=summary.correction_code,
        correction_reason=summary.correction_reason, approved_at=summary.approved_at, approved_by=summary.approved_by,
    )  # fmt: skip
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, name=name, media_type=FILES[name][0], language=FILES[name][1], sha256=sha256(body), size=len(body))
        for name, body in files.items()
    )
    history.record("approve", edition, by=summary.approved_by, new={"status": edition.status, "sha256": edition.sha256})
    people = get_user_model().objects.filter(role__in=(Role.COORDINATOR, Role.APPROVER), is_active=True).order_by("pk")
    year = summary.cycle.year
    notify(people, "edition_approved", link=f"/work/summary/{year}/editions/{edition.number}/", year=year, number=edition.number)
    write_files(folder(edition), {**files, MANIFEST: listed.encode(), SUMS: sums(files, listed).encode()})
    return edition


def sums(files: dict[str, bytes], listed: str) -> str:
    """`SHA256SUMS`, as `sha256sum -c` reads it."""
    every = {**files, MANIFEST: listed.encode()}
    return "".join(f"{sha256(data)}  {name}\n" for name, data in every.items())


def folder(edition: Edition) -> Path:
    """Where the files of an edition lie; private until it is published."""
    return Path(settings.EDITIONS_ROOT) / str(edition.cycle.year) / str(edition.number)


def write_files(place: Path, files: dict[str, bytes]) -> None:
    """Writes each file whole: under another name first, then renamed, so that nobody ever reads half a file."""
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        unfinished = place / f".{name}.part"
        with unfinished.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(place / name)
