"""What may be done to people: accounts, roles, passwords. Nobody gives rights to themselves, and the last administrator stays."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from portal.users.deputies import close_substitutions
from portal.users.models import User, fold_email
from portal.users.passwords import TEMPORARY_PASSWORD_LIFE
from portal.users.rights import change_rights
from reporting import clock, history, notices, permissions
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY, OF_THE_MINISTRY, Role
from territories.models import concept


def refuse(code, where="", **params):
    """Stop with one problem."""
    raise Refused([Problem(code, where=where, params=params)])


def body_for(role, body):
    """The body a role is held at: officers at their own, the ministry's people at the ministry, the observer at the planning body."""
    if role in OF_THE_MINISTRY:
        return concept.overseer()
    if role == Role.OBSERVER:
        return concept.planning_body()
    if role in OF_A_BODY:
        if body is None:
            refuse("role_needs_body", "body")
        if body not in type(body).objects.valid_on(clock.today()):
            refuse("body_not_valid", "body", body=body.name)
        return body
    return None


@contextmanager
def free_address(email):
    """Writing a person: a second one with the same address is refused by the database, in whatever order they come."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if not User.objects.filter(email=email).exists():
            raise
        refuse("email_taken", "email")


def one_line(text):
    """A pasted text without line breaks: names stand in the heads of letters."""
    return " ".join(text.split())


def keep_an_administrator(person):
    """Refuse to lose the last administrator; the rows are locked first, so two cannot leave at once."""
    if person.role != Role.ADMINISTRATOR:
        return
    active = list(User.objects.active().select_for_update().filter(role=Role.ADMINISTRATOR).values_list("pk", flat=True))
    if active in ([], [person.pk]):
        refuse("last_administrator")


@transaction.atomic
def create_person(*, by, email, full_name, role, body=None, position="", phone="", language="kk"):
    """Add a person. They have no password yet: it comes by letter or from the administrator. Refuses an address already in use."""
    permissions.require(by, "create_person")
    email = fold_email(email)
    body = body_for(role, body)
    with free_address(email):
        person = User.objects.create_user(
            email, one_line(full_name), role, body=body, position=one_line(position), phone=phone, language=language, created_at=clock.now()
        )
    history.record("create_person", person, by=by, new=described(person))
    notices.notify([person], "person_created", link="/password/reset/", email=email)
    return person


@transaction.atomic
def install_administrator(*, email, full_name, language, password, temporary):
    """The first administrator of a new portal, made at the server's console, where no person is signed in. History: by nobody."""
    email = fold_email(email)
    with free_address(email):
        person = User.objects.create_user(
            email, one_line(full_name), Role.ADMINISTRATOR, password, language=language, created_at=clock.now(),
            must_change_password=temporary, temporary_until=clock.now() + TEMPORARY_PASSWORD_LIFE if temporary else None,
        )  # fmt: skip
    history.record("create_person", person, by=None, new=described(person))
    return person


@transaction.atomic
def change_person(person, *, by, full_name, email, position="", phone=""):
    """Correct the name and how to reach a person. Refuses an address already in use."""
    permissions.require(by, "change_person", person)
    old = described(person)
    person.email, person.position, person.phone = fold_email(email), one_line(position), phone
    person.write_name(one_line(full_name))
    with free_address(person.email):
        person.save(update_fields=["full_name", "email", "position", "phone", "sort_key", "search_text"])
    history.record("change_person", person, by=by, old=old, new=described(person))
    return person


@transaction.atomic
def change_role(person, *, by, role, body=None):
    """Give another role or body. Open sessions end; substitutions agreed for the former role end too. Nobody changes their own."""
    permissions.require(by, "change_role", person)
    if person.pk == by.pk:
        refuse("own_role")
    body = body_for(role, body)
    if (role, body) == (person.role, person.body):
        refuse("nothing_changed")
    if role != Role.ADMINISTRATOR:
        keep_an_administrator(person)
    old = described(person)
    close_substitutions(person, by=by)
    change_rights(person, role=role, body=body)
    history.record("change_role", person, by=by, old=old, new=described(person))
    notices.notify([person], "role_changed", link="/account/")
    return person


@transaction.atomic
def deactivate(person, *, by, why):
    """Close an account: sessions end at once, what the person did stays under their name. Never one's own, nor the last administrator's."""
    permissions.require(by, "deactivate", person)
    if person.pk == by.pk:
        refuse("own_access")
    if not person.is_active:
        refuse("access_closed")
    keep_an_administrator(person)
    close_substitutions(person, by=by)
    change_rights(person, is_active=False)
    history.record("deactivate", person, by=by, old={"is_active": True}, new={"is_active": False}, why=why)
    return person


@transaction.atomic
def reactivate(person, *, by, why):
    """Open a closed account again, with the role it had. The former password does not return: a new one must be set."""
    permissions.require(by, "reactivate", person)
    if person.is_active:
        refuse("access_open")
    person.set_unusable_password()
    change_rights(person, is_active=True, password=person.password, must_change_password=False, temporary_until=None)
    history.record("reactivate", person, by=by, old={"is_active": False}, new={"is_active": True}, why=why)
    return person


@transaction.atomic
def change_own_language(person, *, by, language):
    """Choose the language of letters and of the first page after sign-in."""
    permissions.require(by, "change_own_account", person)
    old, person.language = person.language, language
    person.save(update_fields=["language"])
    history.record("change_own_language", person, by=by, old={"language": old}, new={"language": language})
    return person


@transaction.atomic
def change_own_letters(person, *, by, mail_mode):
    """Choose whether letters that can wait come at once or once a day. What waits already goes with the next daily letter."""
    permissions.require(by, "change_own_account", person)
    old, person.mail_mode = person.mail_mode, mail_mode
    person.save(update_fields=["mail_mode"])
    history.record("change_own_letters", person, by=by, old={"mail_mode": old}, new={"mail_mode": mail_mode})
    return person


def described(person):
    """What the history keeps of a person; never a password."""
    return {
        "full_name": person.full_name,
        "email": person.email,
        "position": person.position,
        "phone": person.phone,
        "role": person.role,
        "body": {language: getattr(person.body, f"name_{language}") for language in ("kk", "ru", "en")} if person.body else "",
    }
