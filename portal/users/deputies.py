"""Who stands in for whom: appointed for certain days on the ground of a document, within one body, never passed on."""

from django.db import transaction

from portal.users.models import ROLES_WITHOUT_BODY, Substitution, User
from reporting import clock, history, notices, permissions
from reporting.dates import date_short
from reporting.problems import Problem, Refused

# Rights over accounts, and the reading of everything, are given by role only: they are not lent out, and their holders borrow none.
NEVER_LENT = frozenset(ROLES_WITHOUT_BODY)


@transaction.atomic
def appoint_deputy(person, *, by, deputy, starts_on, ends_on, basis):
    """Let `deputy` act in the role of `person` from day to day, both inclusive.

    Refuses another body, a closed account, dates in the past or in disorder, days already given to somebody, roles that are never lent.
    """
    permissions.require(by, "appoint_deputy", person)
    person = hold(person.pk)
    problems = [*_problems_of_people(person, deputy), *_problems_of_dates(person, starts_on, ends_on)]
    if problems:
        raise Refused(problems)
    substitution = Substitution.objects.create(
        person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on, basis=basis, created_at=clock.now(), created_by=by
    )
    history.record("appoint_deputy", person, by=by, new=described(substitution))
    notices.notify({person, deputy} - {by}, "deputy_appointed", link="/account/", **told(substitution))
    return substitution


@transaction.atomic
def cancel_deputy(substitution, *, by):
    """End a substitution before its last day; what was done under it stays. Refuses one that is over."""
    permissions.require(by, "cancel_deputy", substitution.person)
    _cancel(substitution, by=by)
    notices.notify({substitution.person, substitution.deputy} - {by}, "deputy_cancelled", link="/account/", **told(substitution))
    return substitution


def close_substitutions(person, *, by):
    """End what was agreed for a former role or a closed account: a stand-in must not inherit the new one."""
    for substitution in Substitution.objects.open(clock.today()).concerning(person).select_related("person", "deputy"):
        _cancel(substitution, by=by)


def hold(person_id):
    """Lock the person's row: two appointments for the same days cannot both pass."""
    return User.objects.select_for_update().get(pk=person_id)


def _cancel(substitution, *, by):
    hold(substitution.person_id)
    now = clock.now()
    open_ones = Substitution.objects.open(clock.today()).filter(pk=substitution.pk)
    if not open_ones.update(cancelled_at=now, cancelled_by=by):
        raise Refused(Problem("substitution_over"))
    substitution.cancelled_at, substitution.cancelled_by = now, by
    history.record("cancel_deputy", substitution.person, by=by, old=described(substitution))


def _problems_of_people(person, deputy):
    if person.pk == deputy.pk:
        yield Problem("deputy_is_self", "deputy")
    elif person.body_id is None or person.body_id != deputy.body_id:
        yield Problem("deputy_of_another_body", "deputy")
    elif not (person.is_active and deputy.is_active):
        yield Problem("access_closed", "deputy")
    elif {person.role, deputy.role} & NEVER_LENT:
        yield Problem("role_never_lent", "deputy")


def _problems_of_dates(person, starts_on, ends_on):
    if starts_on < clock.today():
        yield Problem("deputy_from_past", "starts_on")
    if ends_on < starts_on:
        yield Problem("deputy_ends_before", "ends_on")
    taken = Substitution.objects.open(starts_on).filter(person=person, starts_on__lte=ends_on).select_related("deputy").first()
    if taken:
        yield Problem("deputy_days_taken", "starts_on", params={"name": taken.deputy.full_name})


def may_have_deputy(user, person):
    """Whether the page offers to appoint one: the table allows it and the role can be lent."""
    return person.is_active and person.role not in NEVER_LENT and permissions.may(user, "appoint_deputy", person)


def described(substitution):
    """What the history keeps."""
    return {
        "person": substitution.person.full_name,
        "deputy": substitution.deputy.full_name,
        "starts_on": date_short(substitution.starts_on),
        "ends_on": date_short(substitution.ends_on),
        "basis": substitution.basis,
    }


def told(substitution):
    """What the notice says."""
    return {
        "person": substitution.person.full_name,
        "deputy": substitution.deputy.full_name,
        "starts": date_short(substitution.starts_on),
        "ends": date_short(substitution.ends_on),
    }
