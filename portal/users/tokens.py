"""Personal tokens by which a body's own system files: shown once, kept as a hash, ended with the rights they were made under."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from portal.users.models import ApiToken, User
from reporting import clock, history, permissions
from reporting.problems import Problem, Refused

MARK = "kesh"  # the beginning of every token, so that a scanner of leaked secrets can know it
MOST = 10  # tokens in force of one person
DAYS = (30, 90, 365)
SEEN_EVERY = timedelta(minutes=5)  # how exactly "last used" is kept: a request that reads need not write
NOBODYS = hashlib.sha256(b"").hexdigest()


@transaction.atomic
def issue_token(person, *, by, name, days):
    """Make a token of one's own; returns (token, secret). The secret is never kept. Refuses a name without a letter and too many tokens."""
    permissions.require(by, "issue_token", person)
    name = " ".join(name.split())
    if not name:
        raise Refused(Problem("token_name_required", "name"))
    if days not in DAYS:
        raise Refused(Problem("token_days", "days"))
    User.objects.select_for_update().get(pk=person.pk)  # two tokens made at once are counted one after the other
    if in_force(person).count() >= MOST:
        raise Refused(Problem("token_too_many", "name", params={"max": MOST}))
    now, prefix, secret = clock.now(), secrets.token_hex(6), secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person, body=person.body, name=name, prefix=prefix, digest=digest(secret), rights_version=person.rights_version,
        created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    history.record("issue_token", person, by=by, new=described(token))
    return token, f"{MARK}_{prefix}_{secret}"


@transaction.atomic
def revoke_token(token, *, by):
    """End a token at once. Twice is the same as once."""
    permissions.require(by, "revoke_token", token.person)
    now = clock.now()
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        token.revoked_at, token.revoked_by = now, by
        history.record("revoke_token", token.person, by=by, old=described(token))
    return token


def in_force(person):
    """Tokens that open something today: not revoked, not over, made under the rights the person still has."""
    own = ApiToken.objects.filter(person=person, rights_version=person.rights_version, body=person.body_id)
    return own.filter(revoked_at=None, expires_at__gt=clock.now())


def opened_by(sent):
    """The token that a program sent, if it is in force, with its person; None for anything else. Compared in constant time."""
    mark, _, rest = sent.partition("_")
    prefix, _, secret = rest.partition("_")
    found = ApiToken.objects.select_related("person__body").filter(prefix=prefix[:12]).first() if mark == MARK else None
    is_right = constant_time_compare(digest(secret), found.digest if found else NOBODYS)
    return found if found and is_right and found.is_in_force(clock.now()) else None


def seen(token):
    """Keep when a token was last used, to a few minutes."""
    now = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_EVERY)
    if token.last_used_at is None or token.last_used_at < now - SEEN_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def digest(secret):
    """What is kept of a secret. It is 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def described(token):
    """What the history keeps; never the secret."""
    return {"name": token.name, "prefix": token.prefix, "expires_at": token.expires_at.astimezone(clock.ALMATY).date().isoformat()}
