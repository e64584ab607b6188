"""The one way in which a person's rights are written: conditionally, and with the end of every open session."""

from django.db.models import F

from portal.users.models import User
from reporting.problems import Problem, Refused


def change_rights(person, **fields):
    """Write what a person may do, in one conditional update; every open session of theirs ends with it."""
    changed = User.objects.filter(pk=person.pk, rights_version=person.rights_version).update(
        rights_version=F("rights_version") + 1, **fields
    )
    if not changed:
        raise Refused(Problem("moved_on"))
    person.refresh_from_db()
    person.forget_standings()
