"""«See as this body»: the pages of a body as its own people see them, to help on the telephone. Read-only, for half an hour, with an event.

The body reads in its history who looked, when and why, and its signatories are told. Nothing can be written meanwhile: the door of every
signed-in page refuses any other method than reading (`portal.users.middleware`), and so does every rule (`permissions.require`).
"""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, history, notices
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from territories.models import ExecutiveBody

KEPT = "seen"  # in the session
LONGEST = timedelta(minutes=30)


@transaction.atomic
def see_as(body: ExecutiveBody, *, by, why: str) -> dict:
    """Begins the view; returns what the session keeps. Refuses without a reason, which the body reads, and a body that exists no more."""
    require(by, "see_as", body)
    why = why.strip()
    if not why:
        raise Refused(Problem("see_as_reason", "why"))
    if not body.is_valid_on(clock.today()):
        raise Refused(Problem("body_not_valid", "body", params={"body": body.name}))
    history.record("see_as", body, by=by, why=why)
    people = get_user_model().objects.filter(body=body, role=Role.SIGNATORY, is_active=True)
    notices.notify(people, "seen_as", link="/work/", who=by.get_full_name(), why=why)
    return {"body": body.pk, "until": (clock.now() + LONGEST).isoformat()}


@transaction.atomic
def leave(body: ExecutiveBody, *, by) -> None:
    """Ends the view before its time; the body's history says when."""
    history.record("see_as_end", body, by=by)


def body_seen(kept: dict | None) -> ExecutiveBody | None:
    """The body whose pages this session shows now; None when its half hour is over."""
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    return ExecutiveBody.objects.select_related("region").filter(pk=kept["body"]).first()


def look(person, body: ExecutiveBody) -> None:
    """From here on this request sees what an officer of the body would, and may write nothing."""
    person.look_as(Role.OFFICER, body)
