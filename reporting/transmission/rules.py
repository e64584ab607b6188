"""The edition on its way to the Ministry of National Economy: prepared · sent · registered · acknowledged or returned.

Two people send: a coordinator prepares the covering letter, an approver sends. Nothing waits for the acknowledgement (DOMAIN §5).
"""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock
from reporting.history import record
from reporting.models import Edition, Transmission
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from reporting.workflow import move

LINK = "/work/transmission/{}/"


@transaction.atomic
def prepare(edition: Edition, *, by, letter_number: str, letter_date: date) -> Transmission:
    """Prepares the covering letter of an approved or published edition.

    Refuses an empty number, a letter dated in the future or before the approval, an edition that was replaced, and a second letter
    while the first has not been returned.
    """
    require(by, "prepare", edition)
    # Locks the edition: two coordinators cannot both find no letter, and none is prepared for one just replaced
    edition = Edition.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=edition.pk)
    problems = letter_problems(edition, letter_number, letter_date)
    if edition.status not in (Edition.APPROVED, Edition.PUBLISHED):
        problems.append(Problem("edition_replaced"))
    if edition.transmissions.exclude(status=Transmission.RETURNED).exists():
        problems.append(Problem("already_prepared"))
    if problems:
        raise Refused(problems)
    made = Transmission.objects.create(
        edition=edition, letter_number=letter_number.strip(), letter_date=letter_date, prepared_at=clock.now(), prepared_by=by
    )
    record("prepare", made, by=by, new={"letter_number": made.letter_number, "letter_date": letter_date.isoformat()})
    notify(people(Role.APPROVER), "transmission_prepared", link=LINK.format(made.pk), number=made.letter_number)
    return made


def letter_problems(edition: Edition, number: str, day: date | None) -> list[Problem]:
    """What is wrong with the number and date of the covering letter."""
    problems = [] if number.strip() else [Problem("letter_number_required", "letter_number")]
    if day is None:
        problems.append(Problem("date_required", "letter_date"))
    elif day > clock.today():
        problems.append(Problem("date_in_future", "letter_date"))
    elif day < edition.approved_at.astimezone(clock.ALMATY).date():
        problems.append(Problem("letter_before_approval", "letter_date"))
    return problems


@transaction.atomic
def send(transmission: Transmission, *, by) -> Transmission:
    """Sends the package to the planning body. Refuses the person who prepared it (`sent_by_preparer`)."""
    require(by, "send", transmission)
    if transmission.prepared_by_id == by.pk:
        raise Refused(Problem("sent_by_preparer"))
    move(transmission, "send", by=by)
    notify(people(Role.OBSERVER), "transmission_sent", link=LINK.format(transmission.pk), number=transmission.letter_number)
    return transmission


@transaction.atomic
def register(transmission: Transmission, *, by, incoming_number: str, incoming_date: date) -> Transmission:
    """Records the registration at the planning body: by its observer, or by the coordinator when the letter went by hand."""
    require(by, "register", transmission)
    refuse_bad_incoming(transmission, incoming_number, incoming_date)
    return move(transmission, "register", by=by, incoming_number=incoming_number.strip(), incoming_date=incoming_date)


@transaction.atomic
def acknowledge(transmission: Transmission, *, by, incoming_number: str, incoming_date: date) -> Transmission:
    """The planning body confirms receipt under its incoming number and date."""
    require(by, "acknowledge", transmission)
    refuse_bad_incoming(transmission, incoming_number, incoming_date)
    move(transmission, "acknowledge", by=by, incoming_number=incoming_number.strip(), incoming_date=incoming_date)
    tell_ministry(transmission, "transmission_acknowledged", number=transmission.incoming_number)
    return transmission


def refuse_bad_incoming(transmission: Transmission, number: str, day: date | None) -> None:
    """Refuses an empty incoming number and a date that is missing, in the future or before the sending."""
    problems = [] if number.strip() else [Problem("incoming_number_required", "incoming_number")]
    if day is None:
        problems.append(Problem("date_required", "incoming_date"))
    elif day > clock.today():
        problems.append(Problem("date_in_future", "incoming_date"))
    elif transmission.sent_at and day < transmission.sent_at.astimezone(clock.ALMATY).date():
        problems.append(Problem("incoming_before_sending", "incoming_date"))
    if problems:
        raise Refused(problems)


@transaction.atomic
def return_to_ministry(transmission: Transmission, *, by, reason: str) -> Transmission:
    """The planning body returns the consolidated information with its reasons; the next edition answers them."""
    require(by, "return", transmission)
    if not reason.strip():
        raise Refused(Problem("reason_required", "reason"))
    move(transmission, "return", by=by, why=reason.strip(), return_reason=reason.strip())
    tell_ministry(transmission, "transmission_returned", reason=transmission.return_reason)
    return transmission


def tell_ministry(transmission: Transmission, kind: str, **params) -> None:
    """A notice to coordinators and approvers."""
    notify(people(Role.COORDINATOR, Role.APPROVER), kind, link=LINK.format(transmission.pk), **params)


def people(*roles):
    """Active people of these roles."""
    return get_user_model().objects.filter(role__in=roles, is_active=True)
