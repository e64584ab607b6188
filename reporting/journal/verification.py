"""The proof of the whole trail: every chain, and every end against the checkpoints. A job, since the trail grows for ten years."""

from itertools import groupby

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, jobs
from reporting.history import JOURNAL, digest, record
from reporting.journal.checkpoints import checkpoint, checkpoints
from reporting.models import Event, Job
from reporting.notices import notify
from reporting.permissions import require
from reporting.roles import Role

KIND = "verify_journal"
MOST = 200  # findings that are kept by name: more say nothing more
BATCH = 2000


@transaction.atomic
def verify_journal(*, by) -> Job:
    """The auditor asks for the proof; while one is owed, it is the same one."""
    require(by, "verify_journal")
    running = Job.objects.filter(kind=KIND, state__in=(Job.WAITING, Job.RUNNING)).first()
    if running:
        return running
    record("verify_journal", JOURNAL, by=by)
    return jobs.owe(KIND, f"{KIND}:run-{Job.objects.filter(kind=KIND).count() + 1}", by=by)


def owe_nightly() -> Job:
    """Every night: the checkpoint of the day, and the proof against all before it."""
    checkpoint()
    return jobs.owe(KIND, f"{KIND}:night-{clock.today()}")


@jobs.kind(KIND)
def verify(job, progress) -> dict:
    """The function behind the job. Auditors and administrators are told when anything does not hold."""
    found = examine(progress)
    if found["broken"] or found["cut"] or found["damaged"]:
        people = get_user_model().objects.filter(role__in=(Role.AUDITOR, Role.ADMINISTRATOR), is_active=True)
        places = len(found["broken"]) + len(found["cut"]) + len(found["damaged"])
        notify(people, "journal_broken", link="/work/journal/", places=places)
    return found


def examine(progress=lambda step, done=0, total=0: None) -> dict:
    """What holds and what does not: `broken` chains, threads whose end was `cut` off, `damaged` files of checkpoints."""
    total = Event.objects.count()
    broken, done = [], 0
    progress("check", 0, total)
    events = Event.objects.order_by("thread", "number").iterator(chunk_size=BATCH)
    for thread, chain in groupby(events, key=lambda event: event.thread):
        numbers, length = faults(chain)
        done += length
        if numbers:
            broken.append({"thread": thread, "numbers": numbers[:20]})
        if done // BATCH != (done - length) // BATCH:
            progress("check", done, total)
    kept = checkpoints()
    return {
        "events": done, "broken": broken[:MOST], "cut": cut_off(kept)[:MOST], "damaged": damaged(kept), "checkpoints": len(kept),
        "until": kept[-1].day if kept else "",
    }  # fmt: skip


def faults(chain) -> tuple[list[int], int]:
    """Numbers of a thread's events whose hash or place does not hold, and how many events it has."""
    bad, previous, expected, length = [], "", 1, 0
    for event in chain:
        if event.number != expected or event.previous_sha256 != previous or event.sha256 != digest(event):
            bad.append(event.number)
        previous, expected, length = event.sha256, event.number + 1, length + 1
    return bad, length


def cut_off(kept: list) -> list[dict]:
    """Threads that do not reach as far, or not by the same event, as a checkpoint says they did."""
    wanted = {}
    for one in kept:
        for thread, (number, sha256) in (one.content or {"heads": {}})["heads"].items():
            wanted[thread, number] = (sha256, one.day)
    present = {(thread, number): sha256 for thread, number, sha256 in heads_at(wanted)}
    missing = [(thread, number, day) for (thread, number), (sha256, day) in wanted.items() if present.get((thread, number)) != sha256]
    last = {}
    for thread, number in Event.objects.filter(thread__in={one[0] for one in missing}).values_list("thread", "number"):
        last[thread] = max(number, last.get(thread, 0))
    return [{"thread": thread, "number": number, "day": day, "left": last.get(thread, 0)} for thread, number, day in sorted(missing)]


def heads_at(wanted: dict):
    """The events that checkpoints name, in portions that every database takes."""
    threads = sorted({thread for thread, _number in wanted})
    for start in range(0, len(threads), 500):
        found = Event.objects.filter(thread__in=threads[start : start + 500]).values_list("thread", "number", "sha256")
        yield from (row for row in found.iterator(chunk_size=BATCH) if (row[0], row[1]) in wanted)


def damaged(kept: list) -> list[str]:
    """Days whose file cannot be read, or does not follow the one before it."""
    previous, bad = "", []
    for one in kept:
        if one.content is None or one.content["previous_sha256"] != previous:
            bad.append(one.day)
        previous = one.sha256
    return bad
