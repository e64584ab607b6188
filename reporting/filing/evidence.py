"""Supporting documents of a row: added and taken off, never erased."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from reporting import clock, history
from reporting.filing import checking, files
from reporting.filing.entries import hold_open
from reporting.models import Evidence, ItemProgress
from reporting.permissions import require
from reporting.problems import Problem, Refused

is_web_address = URLValidator(schemes=["http", "https"])
MOST = 50  # documents of one row


def faults(*, kind: str, number: str, date: date | None, link: str, upload) -> list[Problem]:
    """What is wrong with the description of a document; the file itself is judged by `files.received`."""
    found = []
    if kind not in dict(Evidence.KINDS):
        found.append(Problem("choose", "kind", params={"field": str(Evidence._meta.get_field("kind").verbose_name)}))
    if not number and not link and not upload:
        found.append(Problem("evidence_empty", "file"))
    if number and not date and not link and not upload:
        found.append(Problem("evidence_date_required", "date"))
    if any(ord(sign) < 32 for sign in number + link):
        found.append(Problem("bad_character", "number"))
    if len(number) > 60:
        found.append(Problem("too_long", "number", params={"max": 60}))
    if date and date > clock.today():
        found.append(Problem("date_future", "date"))
    if link and not is_good_link(link):
        found.append(Problem("link", "link"))
    return found


def is_good_link(link: str) -> bool:
    """An address of the web, nothing that runs in the reader's browser."""
    try:
        is_web_address(link)
    except ValidationError:
        return False
    return len(link) <= 500


@transaction.atomic
def add_evidence(row: ItemProgress, *, by, kind: str, number: str = "", date: date | None = None, link: str = "", upload=None) -> Evidence:
    """Adds a document to a row: its number with the date, a link, or a file. Refuses a locked row and a file by its kind of fault.

    `upload` is an uploaded file, or better one that `files.received` has judged already, outside the transaction.
    """
    require(by, "add_evidence", row)
    fresh = hold_open(row)
    number, link = number.strip(), link.strip()
    if problems := faults(kind=kind, number=number, date=date, link=link, upload=upload):
        raise Refused(problems)
    present = present_files(fresh)
    with files.received(upload) as file:
        if file and file.sha256 in present:
            raise Refused(Problem("file_twice", "file"))
        stored = checking.keep(file, by=by) if file else None
        told = {"file_name": file.name, "file_sha256": file.sha256, "file_size": file.size, "file_type": file.type} if file else {}
        added = put_down(fresh, by=by, kind=kind, number=number, date=date, link=link, stored=stored, **told)
        if file:
            file.settle()
    return added


def present_files(row: ItemProgress) -> list[str]:
    """Hashes of the files that the row holds. Refuses one document more than a row may have."""
    present = list(row.evidence.filter(removed_at=None).values_list("file_sha256", flat=True))
    if len(present) >= MOST:
        raise Refused(Problem("evidence_too_many", "file", params={"max": MOST}))
    return present


def put_down(row: ItemProgress, *, by, **values) -> Evidence:
    """The document, the mark on its row, the event."""
    added = Evidence.objects.create(row=row, public_id=uuid.uuid4(), added_at=clock.now(), added_by=by, **values)
    touch(row, by=by)
    history.record("add_evidence", added, by=by, new=said(added))
    return added


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by) -> Evidence:
    """Takes a document off its row; the record and the file stay in the history. Twice is the same as once."""
    require(by, "remove_evidence", evidence)
    fresh = hold_open(evidence.row)
    at = clock.now()
    if Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=at, removed_by=by):
        evidence.removed_at, evidence.removed_by = at, by
        touch(fresh, by=by)
        history.record("remove_evidence", evidence, by=by, old=said(evidence))
    return evidence


def touch(row: ItemProgress, *, by) -> None:
    """A document is part of the row's content: the row tells who worked on it last."""
    ItemProgress.objects.filter(pk=row.pk).update(edited_at=clock.now(), edited_by=by)


def said(evidence: Evidence) -> dict:
    """A document as the trail keeps it."""
    day = evidence.date.isoformat() if evidence.date else ""
    told = {"kind": evidence.kind, "number": evidence.number, "date": day, "link": evidence.link, "file_name": evidence.file_name}
    return {name: value for name, value in told.items() if value}
