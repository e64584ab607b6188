"""Who fills in which row: colleagues take rows, hand them over and see their own first. It locks nobody out of a row."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import history
from reporting.filing.entries import hold_editable
from reporting.models import Report
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY


def people_of(report: Report) -> list:
    """Who may be responsible for a row: people of the body whose access is open."""
    return list(get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True).order_by("full_name", "pk"))


@transaction.atomic
def share_rows(report: Report, *, by, shares: Iterable[tuple]) -> int:
    """Makes people responsible for rows. `shares`: (row, id of who was responsible or None, person or None) for each choice.

    Refuses a locked report, a person of another body or without access, and a row that somebody else has given away meanwhile.
    Nothing is written then. Answers how many rows have changed hands; each person is told once of what came to them.
    """
    require(by, "share_rows", report)
    fresh = hold_editable(report.pk)
    own, given = {person.pk for person in people_of(fresh)}, Counter()
    changed = 0
    for entry, was, person in shares:
        if was == (person.pk if person else None):
            continue
        if person and person.pk not in own:
            raise Refused(Problem("not_of_the_body", params={"name": person.full_name}))
        before = get_user_model().objects.filter(pk=was).first()
        if not type(entry).objects.filter(pk=entry.pk, report=fresh, responsible=was).update(responsible=person):
            raise Refused(Problem("shared_meanwhile"))
        old, new = (one.full_name if one else "" for one in (before, person))
        history.record("share_rows", entry, by=by, old={"responsible": old}, new={"responsible": new})
        changed += 1
        if person and person.pk != by.pk:
            given[person] += 1
    for person, rows in given.items():
        link = f"/work/report/{fresh.public_id}/?show=mine"
        notify([person], "rows_given", link=link, year=fresh.cycle.year, rows=rows, by=by.full_name)
    return changed


def take_row(entry, *, by) -> int:
    """Makes the person responsible for a row they work on. Refuses what `share_rows` refuses."""
    return share_rows(entry.report, by=by, shares=[(entry, entry.responsible_id, by)])
