"""The pages of a build written by as many workers as there are. A part is a row of `Job`: whoever is free takes it.

The worker that bakes takes parts too, so one worker alone is enough. A worker killed in a part leaves a silent row, which another takes;
a part may be written twice, each page by one rename, with the same bytes. A part of a build that nobody waits for any more has no row,
and stops at its next sign of life.
"""

import json
import math
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from portal.site import building
from portal.site.editions import Site, read_site
from portal.site.found import Found
from reporting import jobs
from reporting.models import Job

KIND = "bake_part"
WAIT_SECONDS = 0.1
RESULT = ".part-{}.json"


class PartFailed(Exception):
    """A part could not be written, however often it was tried."""


def write(folder: Path, site: Site, prefix: str, progress: Callable) -> tuple[list[str], list[Found]]:
    """Writes every page of the build, alone or with whoever helps; gives the addresses and what was found in the pages."""
    every = building.all_pages(site)
    parts = math.ceil(len(every) / settings.BAKE_PART_PAGES)
    if parts == 1:
        found = building.write_pages(folder, every, prefix, lambda done: progress("pages", done, len(every)))
    else:
        found = together(folder, prefix, parts, lambda done: progress("pages", done, len(every)))
    return [page.path for page in every], found


def forget() -> None:
    """Takes back the parts of builds that were given up. Only for who holds the lock of baking."""
    Job.objects.filter(kind=KIND).delete()


def together(folder: Path, prefix: str, parts: int, alive: Callable[[int], None]) -> list[Found]:
    """Owes the parts, takes those that nobody took, and waits for the others."""
    told = {"build": folder.name, "prefix": prefix, "parts": parts}
    ids = [jobs.owe(KIND, f"{KIND}:{folder.name}:{nth}", nth=nth, **told).pk for nth in range(parts)]

    def living() -> None:
        alive(sum(Job.objects.filter(pk__in=ids).values_list("done", flat=True)))

    try:
        while left := Job.objects.filter(pk__in=ids).exclude(state=Job.DONE).order_by("pk"):
            if failed := next((one for one in left if one.state == Job.FAILED), None):
                raise PartFailed(f"{failed.key}: {failed.reference}")
            for one in left:
                jobs.run(one.pk, beside=living)
            living()
            time.sleep(WAIT_SECONDS)
        return [found for nth in range(parts) for found in result_of(folder, nth)]
    finally:
        Job.objects.filter(pk__in=ids).delete()


@jobs.kind(KIND)
def write_part(job, progress: Callable) -> dict:
    """The job: every so-manieth page of a build. A build that is gone needs no pages."""
    folder = Path(settings.PUBLIC_ROOT) / "builds" / job.params["build"]
    nth, parts = job.params["nth"], job.params["parts"]
    if not (folder / "data" / "index.json").exists():
        return {}
    some = pages_of(folder)[nth::parts]
    found = building.write_pages(folder, some, job.params["prefix"], lambda done: progress("pages", done, len(some)))
    building.put(folder / RESULT.format(nth), json.dumps([one.as_data() for one in found]).encode())
    return {"pages": len(found)}


@lru_cache(maxsize=1)
def pages_of(folder: Path) -> list[building.Page]:
    """The pages of a build, read once by each process for all the parts that it takes. A build's name never comes back."""
    return building.all_pages(read_site(folder))


def result_of(folder: Path, nth: int) -> list[Found]:
    """What the writer of a part found; its file goes, for it is no part of the site."""
    path = folder / RESULT.format(nth)
    found = [Found(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    path.unlink()
    return found
