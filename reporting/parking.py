"""Typed text that came when it could not be saved is parked, encrypted, and shown to its author alone when they are back.

A form carries `who`: the signed name of its author and of the page. By it the text finds its way home although the session is over.
Rows of a report name their page within the report; every other page is named by its own address (`reporting.typed`).
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError

from reporting import clock
from reporting.formats import parse_whole
from reporting.models import ParkedText, Report

DAYS = 7  # after which a parked text is erased
MOST = 20  # texts of one person for one page; the oldest give way
SALT = "reporting.parking"
# what a form carries for the machine, not typed by the person
MACHINERY = frozenset({"csrfmiddlewaretoken", "who", "parked", "do", "fields", "leaving", "remove", "resolving", "discard"})


@dataclass(frozen=True)
class Author:
    """Whose form it is, and which page (of which report)."""

    person: int
    report: int | None
    place: str


@dataclass(frozen=True)
class Typed:
    """A parked text, opened for its author. `token` is by what a page names it: the text as this page knows it."""

    public_id: str
    token: str
    parked_at: datetime
    fields: dict[str, str]
    base_version: int = 1
    bases: dict[str, int] = field(default_factory=dict)


def signed(user, report: Report | None, place: str) -> str:
    """The value of the field `who`."""
    return signing.dumps([user.pk, report.pk if report else None, place], salt=SALT)


def author_of(data) -> Author | None:
    """Who typed a posted form, by its signature; nobody for a form that carries none or a wrong one."""
    try:
        return Author(*signing.loads(data.get("who", ""), salt=SALT, max_age=timedelta(days=30)))
    except (signing.BadSignature, TypeError):
        return None


def cipher() -> MultiFernet:
    """Encrypts with a key made of SECRET_KEY; former keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived(key))) for key in keys])


def derived(key: str) -> bytes:
    """A key for this use only."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=SALT.encode()).derive(key.encode())


def park(data) -> ParkedText | None:
    """Keeps what a posted form says for its author. Nothing where the form is not signed, says nothing, or the protection is off."""
    author = author_of(data) if settings.TYPED_TEXT_PROTECTION else None
    asked = dict.fromkeys(data.get("fields", "").split(), "")  # a box that was unticked is not sent, only named
    fields = asked | {name: data[name] for name in data if name not in MACHINERY and name not in ("base_version", "bases")}
    if author is None or not (asked or any(fields.values())):
        return None
    now = clock.now()
    ParkedText.objects.filter(parked_at__lt=now - timedelta(days=DAYS)).delete()
    owner = {"person_id": author.person, "report_id": author.report, "place": author.place}
    if not (get_user_model().objects.filter(pk=author.person).exists() and has_report(author)):
        return None
    base_version, bases = whole(data.get("base_version")), bases_of(data.get("bases"))
    if again := by_id(data.get("parked"), **owner):
        return put_together(again, fields, base_version, bases)
    sealed = closed(author, fields, base_version, bases)
    spare = ParkedText.objects.filter(**owner).order_by("-parked_at", "-pk").values_list("pk", flat=True)[MOST - 1 :]
    ParkedText.objects.filter(pk__in=list(spare)).delete()
    return ParkedText.objects.create(**owner, sealed=sealed, parked_at=now)


def has_report(author: Author) -> bool:
    """Whether the report that the page belongs to is still there; a page of no report needs none."""
    return author.report is None or Report.objects.filter(pk=author.report).exists()


def closed(author: Author, fields: dict, base_version: int, bases: dict) -> str:
    """What was typed, under the seal of its author and page."""
    said = {"for": [author.person, author.report, author.place], "fields": fields, "base_version": base_version, "bases": bases}
    return cipher().encrypt(json.dumps(said, ensure_ascii=False).encode()).decode()


def token_of(text: ParkedText | None) -> str:
    """By what a page names its parked text the next time."""
    return f"{text.public_id}.{text.revision}" if text else ""


def put_together(text: ParkedText, fields: dict, base_version: int, bases: dict, saved=()) -> ParkedText | None:
    """The page's text with what it says now: fields not named stay, those that were saved go. None when nothing is left.

    Where another tab has changed the text in this very moment, what the page says becomes a text of its own.
    """
    old = opened(text)
    stays = {name: value for name, value in old.fields.items() if name not in fields and name not in saved} if old else {}
    if not stays and not fields:
        text.delete()
        return None
    read_at = {name: old.bases.get(name, old.base_version) for name in stays} | bases
    author = Author(text.person_id, text.report_id, text.place)
    sealed = closed(author, stays | fields, base_version, read_at)
    said = {"sealed": sealed, "parked_at": clock.now()}
    if not ParkedText.objects.filter(pk=text.pk, revision=text.revision).update(**said, revision=text.revision + 1):
        return ParkedText.objects.create(person_id=text.person_id, report_id=text.report_id, place=text.place, **said)
    text.revision += 1
    return text


def release(user, report: Report | None, token, saved) -> ParkedText | None:
    """Takes what was saved out of the page's parked text; gives what is left of it."""
    found = by_id(token, person=user, report=report)
    return put_together(found, {}, 1, {}, saved) if found else None


def parked_since() -> datetime:
    """Texts parked before are as good as erased."""
    return clock.now() - timedelta(days=DAYS)


def by_id(token, **owner) -> ParkedText | None:
    """The text a form names as its own; nothing where another tab has changed it since: that is not the text the form knows."""
    public_id, _dot, revision = str(token or "").partition(".")
    try:
        known = {"revision": whole(revision)} if revision else {}
        return ParkedText.objects.filter(public_id=public_id, **known, **owner).first() if public_id else None
    except (ValidationError, ValueError):
        return None


def parked_for(user, report: Report | None, place: str) -> list[Typed]:
    """What this person typed on this page and could not save, the newest first. Nobody else ever gets it.

    Who has nothing parked anywhere is known from the sign-in (`has_typed`): then nothing is asked.
    """
    if getattr(user, "has_typed", True) is False:
        return []
    kept = ParkedText.objects.filter(person=user, report=report, place=place, parked_at__gte=parked_since()).order_by("-parked_at", "-pk")
    return [typed for text in kept if (typed := opened(text))]


def parked_at(user, places: list[str]) -> dict[str, Typed]:
    """The newest of what this person typed on each of several pages that belong to no report. One query."""
    kept = ParkedText.objects.filter(person=user, report=None, place__in=places, parked_at__gte=parked_since()).order_by("parked_at", "pk")
    return {text.place: typed for text in kept if (typed := opened(text))}


def opened(text: ParkedText) -> Typed | None:
    """The text behind the seal; nothing where the key is gone or the seal belongs to another page."""
    try:
        said = json.loads(cipher().decrypt(text.sealed.encode()))
    except InvalidToken:
        return None
    if said["for"] != [text.person_id, text.report_id, text.place]:
        return None
    return Typed(str(text.public_id), token_of(text), text.parked_at, said["fields"], said["base_version"], said["bases"])


def discard(user, report: Report | None, token) -> None:
    """Erases a text of this person: it was saved, or is not wanted."""
    if found := by_id(token, person=user, report=report):
        found.delete()


def whole(text) -> int:
    """A version of a row as a form sends it; the first where it says nothing."""
    found = parse_whole(text)
    return 1 if found is None else found


def bases_of(text: str) -> dict[str, int]:
    """Versions at which fields of a page were read, where they differ from that of the page."""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):  # what only a hostile form sends; the text typed beside it is kept all the same
        return {}
    return {str(name): version for name, version in said.items() if type(version) is int} if isinstance(said, dict) else {}
