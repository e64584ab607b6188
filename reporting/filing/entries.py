"""Saving a row: kept, versioned, in the history, and never over somebody else's text."""

import copy
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from reporting import clock, history
from reporting.filing.checks import question_key
from reporting.filing.examination import judged
from reporting.filing.reported import faults, plain_values, snapshot, tidied
from reporting.models import EntryRevision, IndicatorValue, ItemProgress, Report
from reporting.permissions import require
from reporting.problems import Problem, Refused

# state in which a report is locked → what to say: why, and who can unlock it
LOCKED = {Report.SUBMITTED: "locked_submitted", Report.IN_REVIEW: "locked_in_review", Report.ACCEPTED: "locked_accepted"}


@dataclass(frozen=True)
class SaveResult:
    """What a save did. `changed` is empty when there was nothing to write; `merged` when another person had saved in between."""

    entry: ItemProgress | IndicatorValue
    changed: dict = field(default_factory=dict)
    merged: bool = False


@dataclass(frozen=True)
class Clash:
    """One field that two people changed to different things, as plain data."""

    name: str
    base: object
    mine: object
    theirs: object
    who: str
    at: datetime
    is_own: bool = False  # the other text is the same person's, from another window or program

    @property
    def problem(self) -> Problem:
        """In words: who has changed the field meanwhile."""
        return Problem("conflict_own", self.name) if self.is_own else Problem("conflict", self.name, params={"who": self.who})


class Conflict(Refused):
    """Two people changed the same fields: nothing was written, both texts are here.

    `current` is the row as it now is; `mine` are all values that the refused save wanted to change.
    """

    def __init__(self, entry, clashes: list[Clash], mine: dict):
        self.entry, self.clashes, self.mine = entry, clashes, mine
        super().__init__([clash.problem for clash in clashes])


def hold(report_id: int) -> Report:
    """The report as it is now, kept from moving until the caller's transaction ends.

    On PostgreSQL by the row's lock; SQLite's transactions are IMMEDIATE and stand in one line anyway.
    """
    return Report.objects.select_for_update(of=("self",)).select_related("cycle", "body").get(pk=report_id)


def hold_editable(report_id: int) -> Report:
    """`hold`, or a refusal that says why the report is locked and who can unlock it."""
    report = hold(report_id)
    if report.status not in Report.EDITABLE:
        raise Refused(Problem(LOCKED[report.status]))
    return report


def hold_open(entry):
    """The row as it is now, with its report held. Refuses a locked report, a closed row and one that needs no answer."""
    report = hold_editable(entry.report_id)
    if report.no_activity:
        raise Refused(Problem("report_no_activity"))
    beside = ["row", "territory"] if isinstance(entry, ItemProgress) else ["indicator"]
    fresh = type(entry).objects.select_related(*beside).get(pk=entry.pk)
    fresh.report = report
    if not fresh.needs_answer:
        raise Refused(Problem("row_not_due"))
    if not fresh.open:
        raise Refused(Problem("row_accepted_before"))
    return fresh


@transaction.atomic
def save_entry(
    entry: ItemProgress | IndicatorValue, *, by, base_version: int, values: dict, bases: dict[str, int] | None = None
) -> SaveResult:
    """Saves reported fields of a row that was read at `base_version`. Nothing changed writes nothing.

    Where others have saved since, changes of different fields merge; the same field changed to different things is a `Conflict`.
    A page that saves by itself has read some fields at another version: `bases` names them.
    Refuses a locked report, a closed row, and values that a field cannot hold.
    """
    require(by, "save_entry", entry)
    fresh = hold_open(entry)
    read_at = {name: (bases or {}).get(name, base_version) for name in values}
    if not all(1 <= version <= fresh.version for version in (base_version, *read_at.values())):
        raise Refused(Problem("moved_on"))
    values = tidied(fresh, values)
    wanted, now = plain_values(values), snapshot(fresh)
    merged = any(version < fresh.version for version in read_at.values())
    if merged:
        base = as_read(fresh, read_at)
        mine = {name: value for name, value in wanted.items() if value != base[name]}
        both = [name for name, value in mine.items() if value != now[name] and now[name] != base[name]]
        clashes = [clash(fresh, name, base, mine[name], now, by=by) for name in both]
        if clashes:
            raise Conflict(fresh, clashes, mine)
        wanted = mine
    changed = {name: value for name, value in wanted.items() if value != now[name]}
    if problems := faults(fresh, {name: values[name] for name in changed}):
        raise Refused(problems)
    if changed:
        write(fresh, {name: values[name] for name in changed}, by=by, before=now)
    return SaveResult(fresh, {name: (now[name], value) for name, value in changed.items()}, merged)


def write(entry, values: dict, *, by, before: dict, carried: list[str] | None = None) -> None:
    """Writes changed fields by one conditional UPDATE, the revision and the event."""
    keep_opening_state(entry, before)
    at = clock.now()
    carried = [name for name in entry.carried if name not in values] if carried is None else carried
    answered = {"answered": asked_of(entry, values)} if "questions_answer" in values else {}
    values = {**values, **answered, "carried": carried, "version": entry.version + 1, "edited_at": at, "edited_by": by}
    if not type(entry).objects.filter(pk=entry.pk, version=entry.version, open=True).update(**values):
        raise Refused(Problem("moved_on"))
    for name, value in values.items():
        setattr(entry, name, value)
    after = snapshot(entry)
    EntryRevision.objects.create(**owner(entry), version=entry.version, fields=after, saved_at=at, saved_by=by)
    changed = [name for name in after if after[name] != before[name]]
    history.record("save_entry", entry, by=by, old={n: before[n] for n in changed}, new={n: after[n] for n in changed})


def asked_of(entry, values: dict) -> list[list]:
    """Questions that the row will be asked with these values: those an answer in words written now is about."""
    trial = copy.copy(entry)
    for name, value in values.items():
        setattr(trial, name, value)
    (found,) = judged(entry.report, [trial])
    return [question_key(problem, trial) for problem in found.questions] if trial.questions_answer else []


def owner(entry) -> dict:
    """Which column of a revision or decision points to this kind of row."""
    return {"row": entry} if isinstance(entry, ItemProgress) else {"value": entry}


def keep_opening_state(entry, said: dict) -> None:
    """The state a row was opened in is the first revision: written by nobody, with the first save."""
    if not EntryRevision.objects.filter(**owner(entry), version=entry.version).exists():
        EntryRevision.objects.create(**owner(entry), version=entry.version, fields=said, saved_at=entry.report.opened_at, saved_by=None)


def as_read(entry, read_at: dict[str, int]) -> dict:
    """What the page had of each field when it was read, by the version at which it was."""
    now = snapshot(entry)
    seen = {version: now if version == entry.version else revision_at(entry, version) for version in set(read_at.values())}
    return {name: seen[version][name] for name, version in read_at.items()}


def revision_at(entry, version: int) -> dict:
    """What the row held at `version`."""
    return EntryRevision.objects.get(**owner(entry), version=version).fields


def clash(entry, name: str, base: dict, mine, now: dict, *, by) -> Clash:
    """Who last changed the field to what it now is, and when."""
    last = None
    for revision in EntryRevision.objects.filter(**owner(entry)).select_related("saved_by").order_by("-version"):
        if revision.fields[name] != now[name]:
            break
        last = revision
    who = last.saved_by.get_full_name() if last.saved_by else ""
    return Clash(name, base[name], mine, now[name], who, last.saved_at, is_own=last.saved_by_id == by.pk)
