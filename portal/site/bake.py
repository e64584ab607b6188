"""Baking: the public editions become a folder of files, which is checked and then put in place by one rename.

A crash at any step leaves the old site as it was; baking twice does no harm.
"""

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime

from portal.site import building, gathering, place, spreading, verifying
from portal.site.editions import read_site
from reporting import clock, jobs
from reporting.models import Job


def owe_day() -> Job:
    """Owes one baking for the present day. The demo's pages say which day its clock shows, so there a new day is a new site."""
    return jobs.owe("bake", f"bake:day:{clock.today().isoformat()}")


def bake_site(progress: Callable = lambda step, done=0, total=0: None) -> dict:
    """Builds, checks and puts in place the whole public site; gives its build id and the number of files.

    What is public is looked at once more at the flip: when an announced edition came out meanwhile, the build is made anew, so that no
    site ever goes back behind what readers have seen.
    """
    with place.alone(lambda: progress("data", 0, 1)):
        while True:
            made = make(progress)
            progress("save", 0, 1)
            with place.flipping():
                if made["basis"] == gathering.basis():
                    place.flip(made["build"])
                    break
            shutil.rmtree(place.build(made["build"]))
        place.prune()
    return made


def make(progress: Callable, at: datetime | None = None) -> dict:
    """A finished build that nothing points to yet: of what is public now, or of what will be at an announced instant `at`.

    Only for who is `place.alone`.
    """
    place.sweep_unfinished()
    spreading.forget()
    name, basis = f"{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", gathering.basis(at)
    folder = place.build(name)
    progress("data", 0, 1)
    gathering.gather(folder, at)
    site, prefix = read_site(folder), building.copy_assets(folder)
    building.carry_assets(folder, [one for one in folder.parent.iterdir() if one != folder])
    paths, found = spreading.write(folder, site, prefix, progress)
    building.finish(folder, site, paths)
    progress("check", 0, 1)
    verifying.verify(folder, found)
    progress("manifest", 0, 1)
    files = building.write_manifest(folder, name, prefix)
    return {"build": name, "pages": len(paths), "files": files, "basis": basis}
