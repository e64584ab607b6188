"""Daily checkpoints of the trail, in files outside the database.

Each event carries the hash of the one before, so a change inside a thread shows by itself; cutting off its end, or a whole thread, does
not. A checkpoint keeps the head of every thread (number and hash) as it was that night. The checksum of the file can be written on paper.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, Subquery

from reporting import clock
from reporting.models import Event


@dataclass(frozen=True)
class Checkpoint:
    """One file: its day, its SHA-256, and what it says. `content` is None where the file cannot be read any more."""

    day: str
    sha256: str
    content: dict | None

    @property
    def threads(self) -> int:
        return len(self.content["heads"]) if self.content else 0

    @property
    def events(self) -> int:
        return self.content["events"] if self.content else 0


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.CHECKPOINTS_ROOT)


def heads() -> dict[str, list]:
    """The head of every thread: number and hash of its last event."""
    last = Event.objects.filter(thread=OuterRef("thread")).order_by("-number").values("number")[:1]
    rows = Event.objects.filter(number=Subquery(last)).order_by("thread").values_list("thread", "number", "sha256")
    return {thread: [number, sha256] for thread, number, sha256 in rows}


def checkpoint(day: date | None = None) -> Checkpoint:
    """Writes the checkpoint of a day, whole or not at all; one that is there is never written over."""
    day = day or clock.today()
    before = checkpoints()
    if found := next((one for one in before if one.day == day.isoformat()), None):
        return found
    ends = heads()
    content = {
        "format": 1, "day": day.isoformat(), "made_at": clock.now().isoformat(), "events": sum(number for number, _ in ends.values()),
        "heads": ends, "previous_sha256": before[-1].sha256 if before else "",
    }  # fmt: skip
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0).encode() + b"\n"
    folder().mkdir(parents=True, exist_ok=True)
    unfinished = folder() / f".{day.isoformat()}.part"
    with unfinished.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(folder() / f"{day.isoformat()}.json")
    return Checkpoint(day.isoformat(), hashlib.sha256(data).hexdigest(), content)


def checkpoints() -> list[Checkpoint]:
    """Every checkpoint, the oldest first."""
    return [read(path) for path in sorted(folder().glob("????-??-??.json"))]


def read(path: Path) -> Checkpoint:
    """One file with its checksum."""
    data = path.read_bytes()
    try:
        content = json.loads(data)
    except ValueError:
        content = None
    is_whole = isinstance(content, dict) and {"events", "heads", "previous_sha256"} <= content.keys()
    return Checkpoint(path.stem, hashlib.sha256(data).hexdigest(), content if is_whole else None)
