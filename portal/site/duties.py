"""The jobs of the public site: bake it, make it ahead for an announced second, put it in place at that second."""

from collections.abc import Callable
from datetime import datetime

from portal.site import bake as baking
from portal.site import staging
from reporting import jobs
from reporting.consolidation.rules import coordinators
from reporting.notices import notify
from reporting.publication.embargo import release


@jobs.kind("bake")
def bake(job, progress: Callable) -> dict:
    """Bakes what is public now. Safe to run twice and beside itself: one bakes at a time, and the last one reads last."""
    made = baking.bake_site(progress)
    staging.owe_stages()
    return made


@jobs.kind("stage")
def stage(job, progress: Callable) -> dict:
    """Makes the site as it will be from the announced second on."""
    return staging.stage(job.params["edition"], job.params["at"], progress)


@jobs.kind("release", at_once=True)
def release_edition(job, progress: Callable) -> dict:
    """At the announced second: the edition is published, and the site made ahead takes its place. Where there is none, it is baked."""
    edition = release(job.params["edition"], datetime.fromisoformat(job.params["at"]))
    if edition is None:
        return {}
    if build := staging.put_in_place(edition):
        return {"build": build}
    jobs.owe("bake", f"bake:edition:{edition.pk}")
    return {}


@jobs.when_failed("bake", "stage", "release")
def tell_coordinators(job) -> None:
    """The site stays as it was: somebody has to know that what was published is not to be seen yet."""
    notify(coordinators(), "site_failed", link="/work/publication/", reference=job.reference)
