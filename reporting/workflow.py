"""The states of the year and the only writer of a status.

A move is one conditional UPDATE (id, status and lock unchanged), the `_at`/`_by` pair and the event: correct on SQLite and
PostgreSQL alike, where row locks are not the same thing (DESIGN §4).
"""

from dataclasses import dataclass

from reporting import clock, history
from reporting.models import (
    BulkAcceptance,
    Comment,
    Confirmation,
    Edition,
    Extension,
    Outage,
    PaperReport,
    Report,
    ReturnRequest,
    Signature,
    Summary,
    Transmission,
)
from reporting.problems import Problem, Refused


@dataclass(frozen=True)
class Transition:
    """A row of the table: by this verb, from one of these states, to that one, stamped with `<stamp>_at` and `<stamp>_by`."""

    sources: tuple[str, ...]
    target: str
    stamp: str


TRANSITIONS = {
    (Report, "submit"): Transition(("draft", "returned"), "submitted", "submitted"),
    (Report, "recall"): Transition(("submitted",), "draft", "recalled"),
    (Report, "begin_review"): Transition(("submitted",), "in_review", "review_begun"),
    (Report, "return_for_revision"): Transition(("in_review",), "returned", "returned"),
    (Report, "accept"): Transition(("in_review",), "accepted", "accepted"),
    (Report, "amend"): Transition(("accepted",), "returned", "returned"),
    (Report, "close_amendment"): Transition(("draft", "returned"), "accepted", ""),
    (Confirmation, "confirm_step"): Transition(("waiting",), "confirmed", "decided"),
    (Confirmation, "send_back"): Transition(("waiting",), "sent_back", "decided"),
    (Confirmation, "replace_step"): Transition(("waiting",), "replaced", ""),
    (ReturnRequest, "grant_return"): Transition(("asked",), "granted", "answered"),
    (ReturnRequest, "refuse_return"): Transition(("asked",), "refused", "answered"),
    (Signature, "find_valid"): Transition(("checking",), "valid", ""),
    (Signature, "find_invalid"): Transition(("checking",), "invalid", ""),
    (Signature, "fail_to_check"): Transition(("checking",), "unchecked", ""),
    (Signature, "check_again"): Transition(("unchecked",), "checking", ""),
    (Extension, "propose_answer"): Transition(("asked",), "proposed", "proposed"),
    (Extension, "hand_back"): Transition(("proposed",), "asked", "handed_back"),
    (Extension, "grant"): Transition(("proposed",), "granted", "confirmed"),
    (Extension, "refuse"): Transition(("proposed",), "refused", "confirmed"),
    (PaperReport, "enter"): Transition(("registered",), "entered", "entered"),
    (PaperReport, "cancel"): Transition(("registered",), "cancelled", "cancelled"),
    (Outage, "confirm"): Transition(("proposed",), "confirmed", "confirmed"),
    (Outage, "decline"): Transition(("proposed",), "declined", "declined"),
    (Comment, "answer"): Transition(("open", "answered"), "answered", "answered"),
    (Comment, "close"): Transition(("open", "answered"), "closed", "closed"),
    (Comment, "reopen"): Transition(("closed", "answered"), "open", "reopened"),
    (BulkAcceptance, "confirm"): Transition(("proposed",), "confirmed", "confirmed"),
    (BulkAcceptance, "decline"): Transition(("proposed",), "declined", "declined"),
    (Summary, "propose"): Transition(("draft",), "proposed", "proposed"),
    (Summary, "reject"): Transition(("proposed",), "draft", "rejected"),
    (Summary, "approve"): Transition(("proposed",), "approved", "approved"),
    (Edition, "schedule_publication"): Transition(("approved",), "scheduled", "scheduled"),
    (Edition, "reschedule_publication"): Transition(("scheduled",), "scheduled", "scheduled"),
    (Edition, "cancel_publication"): Transition(("scheduled",), "approved", ""),
    (Edition, "publish"): Transition(("approved", "scheduled"), "published", "published"),
    (Edition, "supersede"): Transition(("published",), "superseded", ""),
    (Transmission, "send"): Transition(("prepared",), "sent", "sent"),
    (Transmission, "register"): Transition(("sent",), "registered", "registered"),
    (Transmission, "acknowledge"): Transition(("sent", "registered"), "acknowledged", "acknowledged"),
    (Transmission, "return"): Transition(("sent", "registered"), "returned", "returned"),
}


def allowed(thing, verb: str) -> bool:
    """Whether the state of `thing` lets `verb` happen; permission is another question (`permissions.may`)."""
    return thing.status in TRANSITIONS[type(thing), verb].sources


def move(thing, verb: str, *, by, why: str = "", at=None, told: dict | None = None, **fields):
    """Moves `thing` by `verb` and returns it. `fields` are written in the same UPDATE; `at` is the stamped instant (now if not given);
    `told` is what the event says beside the status.

    Refuses (`moved_on`) when the state does not allow it or somebody moved it since it was read.
    """
    rule = TRANSITIONS[type(thing), verb]
    stamped = {f"{rule.stamp}_at": at or clock.now(), f"{rule.stamp}_by": by} if rule.stamp else {}
    values = {"status": rule.target, "lock": thing.lock + 1, **stamped, **fields}
    found = type(thing).objects.filter(pk=thing.pk, status__in=rule.sources, lock=thing.lock).update(**values)
    if not found:
        raise Refused(Problem("moved_on"))
    old = {"status": thing.status}
    for name, value in values.items():
        setattr(thing, name, value)
    history.record(verb, thing, by=by, old=old, new={"status": rule.target, **(told or {})}, why=why)
    return thing
