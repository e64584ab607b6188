"""One document for several rows: chosen from what the body has attached this year or last. The file lies once; each use is its own."""

import uuid

from django.db import transaction

from reporting.filing.entries import hold_open
from reporting.filing.evidence import MOST, put_down
from reporting.models import Evidence, ItemProgress, StoredFile
from reporting.permissions import require
from reporting.problems import Problem, Refused

SAID = ("kind", "number", "date", "link", "file_name", "file_sha256", "file_size", "file_type")
SAME = ("kind", "number", "date", "link", "file_sha256")  # two documents that agree in these are one


def offered(row: ItemProgress) -> list[Evidence]:
    """Documents of the body's rows of this year and the last that this row does not hold: each once, the newest first, none infected."""
    report = row.report
    held = {same(one) for one in row.evidence.filter(removed_at=None)}
    years = (report.cycle.year - 1, report.cycle.year)
    attached = Evidence.objects.filter(removed_at=None, row__report__body=report.body_id, row__report__cycle__year__in=years)
    beside = ("stored", "source", "row__row", "row__report__cycle")
    found = {}
    for document in attached.select_related(*beside).order_by("-row__report__cycle__year", "-added_at", "-id"):
        if same(document) not in held and document.standing != StoredFile.INFECTED:
            found.setdefault(same(document), document)
    return list(found.values())


def same(document: Evidence) -> tuple:
    """By what a document is known as the same one."""
    return tuple(getattr(document, name) for name in SAME)


@transaction.atomic
def choose_evidence(row: ItemProgress, *, by, documents: list[uuid.UUID]) -> list[Evidence]:
    """Attaches documents that the body has already, named by their public ids. Taking one off a row later leaves the others alone.

    Refuses a locked row, nothing chosen, more than a row may hold, and a document that is not offered to this row (any more).
    """
    require(by, "add_evidence", row)
    fresh = hold_open(row)
    if not documents:
        raise Refused(Problem("document_none", "documents"))
    choice = {document.public_id: document for document in offered(fresh)}
    if any(one not in choice for one in documents):
        raise Refused(Problem("document_gone", "documents"))
    if fresh.evidence.filter(removed_at=None).count() + len(set(documents)) > MOST:
        raise Refused(Problem("evidence_too_many", "documents", params={"max": MOST}))
    return [use(choice[one], fresh, by=by) for one in dict.fromkeys(documents)]


def use(document: Evidence, row: ItemProgress, *, by) -> Evidence:
    """The document in another row: the same description and stored file."""
    told = {name: getattr(document, name) for name in SAID}
    return put_down(row, by=by, stored=document.stored, source=document.source or document, **told)
