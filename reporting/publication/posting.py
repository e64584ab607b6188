"""Where an edition was placed on the Ministry's official site: the law wants it there, and the portal keeps the record of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from reporting import clock, jobs
from reporting.history import record
from reporting.models import Edition, OfficialPosting
from reporting.permissions import require
from reporting.problems import Problem, Refused

is_web_address = URLValidator(schemes=["https"])


@transaction.atomic
def record_posting(edition: Edition, *, by, address: str, posted_on: date | None) -> OfficialPosting:
    """Records the address and the day; a wrong record is followed by a right one. The edition's public page says it too.

    Refuses an edition that is not published, an address that is not a full https one, a day before the publication or in the future,
    and what is recorded already.
    """
    require(by, "record_posting", edition)
    address = address.strip()
    problems = [] if edition.published_at else [Problem("posting_not_published")]
    if not is_full(address):
        problems.append(Problem("posting_address", "address"))
    if posted_on is None:
        problems.append(Problem("date_required", "posted_on"))
    elif posted_on > clock.today():
        problems.append(Problem("date_in_future", "posted_on"))
    elif edition.published_at and posted_on < edition.published_at.astimezone(clock.ALMATY).date():
        problems.append(Problem("posting_before_publication", "posted_on"))
    last = edition.postings.first()
    if last is not None and (last.address, last.posted_on) == (address, posted_on):
        problems.append(Problem("posting_known", "address"))
    if problems:
        raise Refused(problems)
    made = OfficialPosting.objects.create(edition=edition, address=address, posted_on=posted_on, recorded_at=clock.now(), recorded_by=by)
    old = {"address": last.address, "posted_on": last.posted_on.isoformat()} if last else {}
    record("record_posting", edition, by=by, old=old, new={"address": address, "posted_on": posted_on.isoformat()})
    jobs.owe("bake", f"bake:posting:{made.pk}", by=by)
    return made


def is_full(address: str) -> bool:
    """A whole https address that the column holds."""
    try:
        is_web_address(address)
    except ValidationError:
        return False
    return len(address) <= 500
