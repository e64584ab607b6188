"""Where builds lie and which one is served: `builds/<id>/` beside each other, `current` points to one. Whoever flips does it by one rename.

A build made ahead for an announced second lies there too, without an address: only what `current` points to is served.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from portal.site import building

KEPT = 3  # builds that stay beside the current one, for readers in the middle of a page and for looking back
MARK = ".staged-{}.json"


def root() -> Path:
    """The folder of the public site, made where it is not there."""
    found = Path(settings.PUBLIC_ROOT)
    found.mkdir(parents=True, exist_ok=True)
    return found


def build(name: str) -> Path:
    """The folder of a build."""
    return root() / "builds" / name


@contextmanager
def alone(alive: Callable[[], None]) -> Iterator[None]:
    """One baking at a time. A killed one lets go by itself; who has to wait shows life (`alive`), so as not to be taken for dead."""
    with (root() / ".bake.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                alive()
                time.sleep(0.5)
        yield


@contextmanager
def flipping() -> Iterator[None]:
    """For the instant of looking once more what is public and moving the pointer: of two that flip, the later one has looked later."""
    with (root() / ".flip.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def flip(name: str) -> None:
    """Puts a build in place by one rename: a reader meets the old site or the new one, never a mixture.

    A folder in the place of the pointer, as a restored copy that followed links leaves it, gives way: no rename could replace it.
    """
    fresh, current, aside = root() / f".current-{name}", root() / "current", root() / f".restored-{name}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("builds") / name)
    if current.is_dir() and not current.is_symlink():
        current.rename(aside)
    os.replace(fresh, current)
    shutil.rmtree(aside, ignore_errors=True)


def mark(pk: int, told: dict | None) -> None:
    """Remembers which build waits for the second of an edition, or forgets it."""
    path = root() / MARK.format(pk)
    if told is None:
        path.unlink(missing_ok=True)
    else:
        building.put(path, json.dumps(told).encode())


def marks() -> dict[int, dict]:
    """What waits for its second, by the edition's key."""
    paths = root().glob(MARK.format("*"))
    return {int(path.stem.rpartition("-")[2]): json.loads(path.read_text(encoding="utf-8")) for path in paths}


def sweep_unfinished() -> None:
    """Removes what a crash left behind. Nobody else is building: we hold the lock."""
    for left in root().glob(".current-*"):
        left.unlink(missing_ok=True)
    for one in (root() / "builds").glob("*"):
        if not (one / building.MANIFEST).exists():
            shutil.rmtree(one)


def prune() -> None:
    """Removes old builds but for the last ones and those that wait for their second."""
    staying = {(root() / "current").resolve().name, *(one["build"] for one in marks().values())}
    builds = sorted((one for one in (root() / "builds").iterdir() if one.name not in staying), key=lambda one: one.stat().st_mtime)
    for one in builds[: max(0, len(builds) - (KEPT - 1))]:
        shutil.rmtree(one)
