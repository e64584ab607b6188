"""Everything a body has ever filed, in one ZIP: asked for by its people, made by the worker, kept for a week."""

import errno
import shutil
import uuid
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from reporting import clock, history, jobs
from reporting.filing.archive_contents import Contents, gathered, written
from reporting.models import Archive, Job, Report
from reporting.permissions import require

log = structlog.get_logger(__name__)
DAYS = 7
SPARE = 200 * 2**20  # bytes that an archive leaves free for what people upload meanwhile


def folder() -> Path:
    """Where archives lie."""
    return Path(settings.FILES_ROOT) / "archives"


def place(archive: Archive) -> Path:
    """Where one lies."""
    return folder() / f"{archive.public_id}.zip"


@transaction.atomic
def ask_archive(report: Report, *, by) -> Archive:
    """Owes the archive of the report's body. One that is being made is given instead of a second. Refuses another body's people."""
    require(by, "ask_archive", report)
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)  # two clicks at once: the second waits and finds the first
    running = Archive.objects.filter(body=report.body_id, made_at=None, job__state__in=(Job.WAITING, Job.RUNNING)).first()
    if running:
        return running
    asked = Archive.objects.create(body=report.body, public_id=uuid.uuid4(), asked_at=clock.now(), asked_by=by)
    asked.job = jobs.owe("archive_body", f"archive_body:{asked.pk}", by=by, archive=asked.pk)
    asked.save(update_fields=["job"])
    history.record("ask_archive", asked, by=by)
    return asked


@jobs.kind("archive_body")
def archive_body(job, progress) -> dict:
    """Makes an archive, beside and then in its place; run twice it makes the same. A full disk is told on the page, not tried again."""
    archive = Archive.objects.select_related("body", "asked_by").get(pk=job.params["archive"])
    if archive.made_at:
        return {}
    progress("collect")
    contents = gathered(archive)
    if not has_room(contents):
        return no_room(archive)
    folder().mkdir(parents=True, exist_ok=True)
    aside = folder() / f".making-{archive.public_id}-{job.claim}"
    try:
        digest = written(aside, contents, progress)
        size = aside.stat().st_size
        aside.replace(place(archive))
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return no_room(archive)
    finally:
        aside.unlink(missing_ok=True)
    now = clock.now()
    told = {"size": size, "sha256": digest, "contents": contents.counts(), "made_at": now, "expires_at": now + timedelta(days=DAYS)}
    Archive.objects.filter(pk=archive.pk).update(**told)
    forget(Archive.objects.filter(body=archive.body).exclude(pk=archive.pk))
    return {"size": size}


def has_room(contents: Contents) -> bool:
    """Whether the archive fits and leaves room."""
    folder().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder()).free > contents.size + SPARE


def no_room(archive: Archive) -> dict:
    """Said on the page in words; the next click tries anew."""
    log.error("no_room_for_archive", archive=archive.pk)
    Archive.objects.filter(pk=archive.pk).update(contents={"no_room": True})
    return {"no_room": True}


def forget(archives) -> int:
    """Takes files of archives off the disk; that they were asked for stays known. Gives how many files went."""
    gone = 0
    for archive in archives:
        gone += place(archive).exists()
        place(archive).unlink(missing_ok=True)
    return gone


def forget_expired() -> int:
    """Archives past their days, and what a killed worker left aside two days ago."""
    now = clock.now()
    for left in folder().glob(".making-*") if folder().exists() else ():
        if left.stat().st_mtime < (now - timedelta(days=2)).timestamp():
            left.unlink(missing_ok=True)
    return forget(Archive.objects.filter(expires_at__lte=now, expires_at__gt=now - timedelta(days=60)))


def latest(report: Report) -> Archive | None:
    """The body's newest archive, made or being made."""
    return Archive.objects.filter(body=report.body_id).select_related("job", "asked_by").first()


def is_ready(archive: Archive) -> bool:
    """Whether it can be downloaded now."""
    return archive.made_at is not None and archive.expires_at > clock.now() and place(archive).exists()
