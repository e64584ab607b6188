"""Passwords: given for a short time by the administrator, chosen by the person, asked for by letter. Never kept, never recorded."""

import secrets
from datetime import timedelta

from django.db import transaction

from portal.users.models import User, fold_email
from portal.users.rights import change_rights
from reporting import clock, history, jobs, permissions
from reporting.problems import Problem, Refused

TEMPORARY_PASSWORD_LIFE = timedelta(hours=72)
# No letters or figures that are mistaken for each other when read aloud or copied by hand.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def set_temporary_password(person, *, by):
    """Make a password that is shown once and must be changed at the first sign-in; returns it. It is never kept or recorded."""
    permissions.require(by, "set_temporary_password", person)
    if person.pk == by.pk:
        raise Refused(Problem("own_password"))
    if not person.is_active:
        raise Refused(Problem("access_closed"))
    password = make_password()
    person.set_password(password)
    change_rights(person, password=person.password, must_change_password=True, temporary_until=clock.now() + TEMPORARY_PASSWORD_LIFE)
    history.record("set_temporary_password", person, by=by)
    return password


@transaction.atomic
def change_own_password(person, *, by, password):
    """Set the password a person chose themselves, at the sign-in page or by the link from a letter. Other sessions of theirs end."""
    permissions.require(by, "change_own_account", person)
    person.set_password(password)
    change_rights(person, password=person.password, must_change_password=False, temporary_until=None)
    history.record("change_own_password", person, by=by)
    return person


@transaction.atomic
def ask_for_password_link(email):
    """Owe a letter with a link for a new password, at most one in ten minutes; an unknown address owes nothing, and nobody is told."""
    person = User.objects.active().filter(email=fold_email(email)).first()
    if person is not None:
        minute = int(clock.now().timestamp()) // 600
        jobs.owe("password_letter", f"password_letter:{person.pk}:{minute}", person=person.pk)


def make_password():
    """Four groups of four signs: about 79 bits, easy to read from a sheet of paper."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
