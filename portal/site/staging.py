"""The site as it will be from an announced second on: made and checked ahead, put in place by one rename at that second.

A stage remembers of which public editions it was made. Where others are public by then (another year came out meanwhile) it is not used,
and the site is baked.
"""

from datetime import datetime, timedelta

from django.conf import settings

from portal.site import bake, building, gathering, place
from reporting import clock, jobs
from reporting.models import Edition


def stage(pk: int, at: str, progress) -> dict:
    """Makes the site as it will be when the edition is out, if it is still announced for that instant."""
    edition = Edition.objects.filter(pk=pk, status=Edition.SCHEDULED, publish_at=datetime.fromisoformat(at)).first()
    if edition is None:
        return {}
    with place.alone(lambda: progress("data", 0, 1)):
        made = bake.make(progress, edition.publish_at)
        place.mark(pk, {"build": made["build"], "at": at, "basis": made["basis"]})
        place.prune()
    return made


def put_in_place(edition: Edition) -> str:
    """Flips to the stage of an edition just published; gives its build, or nothing where it is not what is public now."""
    mark = place.marks().get(edition.pk)
    if mark is None or not (place.build(mark["build"]) / building.MANIFEST).exists():
        return ""
    with place.flipping():
        if mark["basis"] != gathering.basis():
            return ""
        place.flip(mark["build"])
    place.mark(edition.pk, None)
    return mark["build"]


def owe_stages() -> None:
    """After each baking: a stage of what is not announced any more, or of another basis, is forgotten; every announced edition gets one."""
    rows = {row.pk: row for row in Edition.objects.filter(status=Edition.SCHEDULED)}
    for pk, mark in place.marks().items():
        row = rows.get(pk)
        if row is None or mark["at"] != row.publish_at.isoformat() or mark["basis"] != gathering.basis(row.publish_at):
            place.mark(pk, None)
    for row in rows.values():
        begin = row.publish_at - timedelta(seconds=settings.STAGE_AHEAD_SECONDS)
        at, basis = row.publish_at.isoformat(), gathering.basis(row.publish_at)
        jobs.owe("stage", f"stage:{row.pk}:{at}:{basis[:16]}", due_at=max(begin, clock.now()), edition=row.pk, at=at)
