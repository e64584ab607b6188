"""The trail: append-only, each event carrying the hash of the one before it in its thread (DESIGN §4)."""

import hashlib
import json

from django.db import IntegrityError, models, transaction

from reporting import clock
from reporting.models import BulkAcceptance, Event, Job
from territories.models import ExecutiveBody

TRIES = 20  # as many people may write to one thread in the same instant

# What is no row of a table and has a trail all the same, each a thread of its own
REFERENCE_DATA, SETTINGS, JOURNAL = "reference_data", "settings", "journal"


def thing_name(thing: models.Model | str) -> str:
    """How an event names what it is about, e.g. `report:12`; a text names itself."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


def thread_of(thing: models.Model | str) -> str:
    """The thread a thing belongs to: rows, versions and evidence belong to their report, narratives to their summary.

    What is the Ministry's own (`internal`) has a thread of its own: a body reads the whole thread of its report.
    """
    if is_internal(thing):
        return thing_name(thing)
    for owner in ("report", "version", "row", "summary"):
        parent = getattr(thing, owner, None)
        if isinstance(parent, models.Model) and thing._meta.app_label == "reporting" and parent._meta.app_label == "reporting":
            return thread_of(parent)
    return thing_name(thing)


def is_internal(thing: models.Model) -> bool:
    """Whether a thing concerns the Ministry alone: an internal remark, or rows that two of its people accept together."""
    return getattr(thing, "internal", False) is True or isinstance(thing, BulkAcceptance)


def digest(event: Event) -> str:
    """SHA-256 over everything an event says and the hash of the one before."""
    said = [
        event.thread, event.number, event.verb, event.thing, event.at.isoformat(), event.actor_id, event.role, event.on_behalf_of_id,
        event.body_code, event.old, event.new, event.why, event.previous_sha256,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record(verb: str, thing: models.Model | str, *, by, old: dict | None = None, new: dict | None = None, why: str = "") -> Event:
    """Writes one event in the caller's transaction. `by` is a person or None for the schedule. Values must be JSON as they stand.

    The role is the one under which `permissions.require` let the person act: their own, or that of the person they stand in for.

    The unique (thread, number) keeps the chain single: when two people write to one thread at once, the second waits for the first
    to commit, fails in its savepoint and takes the next number.
    """
    role, on_behalf_of = by.acting if by is not None else ("", None)
    event = Event(
        thread=thread_of(thing), verb=verb, thing=thing_name(thing), at=clock.now(), actor=by, role=role, on_behalf_of_id=on_behalf_of,
        body_code=body_code(thing), old=old or {}, new=new or {}, why=why,
    )  # fmt: skip
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _append(event)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _append(event: Event) -> Event:
    last = Event.objects.filter(thread=event.thread).order_by("-number").values("number", "sha256").first() or {"number": 0, "sha256": ""}
    event.pk, event.number, event.previous_sha256 = None, last["number"] + 1, last["sha256"]
    event.sha256 = digest(event)
    event.save(force_insert=True)
    return event


def body_code(thing: models.Model) -> str:
    """Code of the body an event concerns, so that the body may read it; empty for the Ministry's own matters."""
    if isinstance(thing, Job) or is_internal(thing):
        return ""
    if isinstance(thing, ExecutiveBody):
        return thing.code
    for path in ("body", "report.body", "version.report.body", "row.report.body"):
        value = thing
        for step in path.split("."):
            value = getattr(value, step, None)
        if value is not None and hasattr(value, "code"):
            return value.code
    return ""


def trail(thing: models.Model, *, whole_thread: bool = False):
    """Events of a thing, newest first; with `whole_thread` those of everything that belongs to it as well."""
    events = Event.objects.select_related("actor", "on_behalf_of").order_by("-number")
    return events.filter(thread=thread_of(thing)) if whole_thread else events.filter(thread=thread_of(thing), thing=thing_name(thing))


def broken(thread: str) -> list[int]:
    """Numbers of the events of a thread whose hash or place does not hold; empty when the chain is whole."""
    bad, previous, expected = [], "", 1
    for event in Event.objects.filter(thread=thread).order_by("number"):
        if event.number != expected or event.previous_sha256 != previous or event.sha256 != digest(event):
            bad.append(event.number)
        previous, expected = event.sha256, event.number + 1
    return bad
