"""What may be taken over from last year's accepted row: facts that stay true, never results or figures. Each is confirmed by hand."""

from django.db import transaction

from reporting import history
from reporting.filing.carried import DOCUMENTS
from reporting.filing.choosing import same, use
from reporting.filing.entries import hold_open, write
from reporting.filing.examination import last_year
from reporting.filing.reported import snapshot
from reporting.models import IndicatorValue, ItemProgress, StoredFile
from reporting.permissions import require
from reporting.problems import Problem, Refused

COPIED = {ItemProgress: ("territory",), IndicatorValue: ("data_source",)}
LASTING = ("act", "contract")  # kinds of documents that may still be in force a year later


@transaction.atomic
def carry(entry: ItemProgress | IndicatorValue, *, by):
    """Copies what last year's row says and this one does not, and tags it. Refuses when there is nothing of that kind, and a closed row."""
    require(by, "save_entry", entry)
    fresh = hold_open(entry)
    key = (ItemProgress, fresh.item_id) if isinstance(fresh, ItemProgress) else (IndicatorValue, fresh.indicator_id)
    last = last_year(fresh.report).get(key)
    values = {name: getattr(last, name) for name in COPIED[type(fresh)] if last and getattr(last, name) and not getattr(fresh, name)}
    documents = lasting_documents(fresh, last) if last and isinstance(fresh, ItemProgress) else []
    if not values and not documents:
        raise Refused(Problem("nothing_to_carry"))
    for document in documents:
        use(document, fresh, by=by)
    tags = [*values, *([DOCUMENTS] if documents else [])]
    write(fresh, values, by=by, before=snapshot(fresh), carried=sorted({*fresh.carried, *tags}))
    return fresh


def lasting_documents(row: ItemProgress, last: ItemProgress) -> list:
    """Acts and contracts of last year's row that can be found again (number and date, link, file) and that this row does not have."""
    has = {same(one) for one in row.evidence.filter(removed_at=None)}
    kept = last.evidence.filter(removed_at=None, kind__in=LASTING).select_related("stored", "source").order_by("added_at", "id")
    found = [one for one in kept if one.link or one.file_sha256 or (one.number and one.date)]
    return [one for one in found if same(one) not in has and one.standing != StoredFile.INFECTED]


@transaction.atomic
def confirm_carried(entry: ItemProgress | IndicatorValue, *, by):
    """What was copied is still true: the tags go. Twice is the same as once."""
    require(by, "save_entry", entry)
    fresh = hold_open(entry)
    if fresh.carried:
        old = carried_names(fresh)
        type(fresh).objects.filter(pk=fresh.pk).update(carried=[])
        fresh.carried = []
        history.record("confirm_carried", fresh, by=by, new=old)
    return fresh


def carried_names(entry) -> dict:
    """The confirmed values, as the trail keeps them."""
    said = snapshot(entry)
    return {name: said[name] for name in entry.carried if name in said}
