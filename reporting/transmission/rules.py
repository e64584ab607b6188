"""The edition on its way to the Ministry of National Economy: prepared · sent · registered · acknowledged or returned.

Two people send: a coordinator prepares the covering letter, an approver sends. Nothing waits for the acknowledgement (DOMAIN §5).
A letter that goes by hand is as good: the stamped copy is its registration, and the Ministry enters what the planning body answers.
"""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock
from reporting.history import record
from reporting.models import Channel, Edition, Transmission
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from reporting.transmission.package import damaged, package_sha256
from reporting.transmission.scans import keep_scan, told
from reporting.workflow import allowed, move

LINK = "/work/transmission/{}/"


@transaction.atomic
def prepare(edition: Edition, *, by, letter_number: str, letter_date: date, channel: str = Channel.PORTAL) -> Transmission:
    """Prepares the covering letter of an approved or published edition; after a return, the letter that goes again.

    Refuses an empty number, a letter dated in the future or before the approval, an edition that was replaced, a second letter while
    the first has not been returned, and a set of documents whose bytes are not those of the edition any more.
    """
    require(by, "prepare", edition)
    # Locks the edition: two coordinators cannot both find no letter, and none is prepared for one just replaced
    edition = Edition.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=edition.pk)
    problems = letter_problems(edition, letter_number, letter_date)
    if channel not in Channel.values:
        problems.append(Problem("channel_required", "channel"))
    if edition.status not in (*Edition.UNPUBLISHED, Edition.PUBLISHED):
        problems.append(Problem("edition_replaced"))
    last = edition.transmissions.order_by("-pk").first()
    if last is not None and last.status != Transmission.RETURNED:
        problems.append(Problem("already_prepared"))
    if problems:
        raise Refused(problems)
    made = Transmission.objects.create(
        edition=edition, previous=last, channel=channel, package_sha256=whole_package(edition), letter_number=letter_number.strip(),
        letter_date=letter_date, prepared_at=clock.now(), prepared_by=by,
    )  # fmt: skip
    said = {"letter_number": made.letter_number, "letter_date": letter_date.isoformat(), "channel": channel, "sha256": made.package_sha256}
    record("prepare_again" if last else "prepare", made, by=by, new=said)
    notify(people(Role.APPROVER), "transmission_prepared", link=LINK.format(made.pk), number=made.letter_number)
    return made


def whole_package(edition: Edition) -> str:
    """SHA-256 of the edition's package; refuses one whose files are not those that were approved."""
    if names := damaged(edition):
        raise Refused(Problem("package_damaged", params={"files": ", ".join(names)}))
    return package_sha256(edition)


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
    """Sends the package to the planning body. Refuses the person who prepared it (`sent_by_preparer`), and a package that has changed
    since the letter was prepared (`package_changed`): what goes is what was approved, however often it goes."""
    require(by, "send", transmission)
    if transmission.prepared_by_id == by.pk:
        raise Refused(Problem("sent_by_preparer"))
    if transmission.package_sha256 != whole_package(transmission.edition):
        raise Refused(Problem("package_changed"))
    move(transmission, "send", by=by, told={"channel": transmission.channel, "sha256": transmission.package_sha256})
    notify(people(Role.OBSERVER), "transmission_sent", link=LINK.format(transmission.pk), number=transmission.letter_number)
    return transmission


@transaction.atomic
def register(transmission: Transmission, *, by, incoming_number: str, incoming_date: date, scan=None) -> Transmission:
    """Records the registration at the planning body: by its observer, or by the coordinator from the stamped copy.

    By hand, the coordinator's scan of the stamped copy is needed. Refuses a bad number or date (`incoming_problems`).
    """
    require(by, "register", transmission)
    refuse_bad_incoming(transmission, incoming_number, incoming_date)
    return answered(transmission, "register", by=by, scan=scan, incoming_number=incoming_number.strip(), incoming_date=incoming_date)


@transaction.atomic
def acknowledge(transmission: Transmission, *, by, incoming_number: str, incoming_date: date, scan=None) -> Transmission:
    """The planning body confirms receipt under its incoming number and date; by hand the coordinator enters its letter, with a scan."""
    require(by, "acknowledge", transmission)
    refuse_bad_incoming(transmission, incoming_number, incoming_date)
    answered(transmission, "acknowledge", by=by, scan=scan, incoming_number=incoming_number.strip(), incoming_date=incoming_date)
    tell_ministry(transmission, "transmission_acknowledged", number=transmission.incoming_number)
    return transmission


@transaction.atomic
def return_to_ministry(transmission: Transmission, *, by, reason: str, scan=None) -> Transmission:
    """The planning body returns the consolidated information with its reasons; by hand the coordinator enters them, with a scan."""
    require(by, "return", transmission)
    reason = reason.strip()
    if not reason:
        raise Refused(Problem("return_reason_required", "reason"))
    answered(transmission, "return", by=by, scan=scan, why=reason, return_reason=reason)
    tell_ministry(transmission, "transmission_returned", reason=reason)
    return transmission


def answered(transmission: Transmission, verb: str, *, by, scan, why: str = "", **fields) -> Transmission:
    """Moves the letter by what the planning body answered. The Ministry's own entry of a letter that went by hand needs its scan."""
    if not allowed(transmission, verb):
        raise Refused(Problem("moved_on"))
    kept = keep_scan(transmission, verb, by=by, upload=scan, needed=transmission.by_hand and by.acting[0] == Role.COORDINATOR)
    incoming = {name: str(value) for name, value in fields.items() if name.startswith("incoming_")}
    return move(transmission, verb, by=by, why=why, told={**incoming, **told(kept)}, **fields)


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


def tell_ministry(transmission: Transmission, kind: str, **params) -> None:
    """A notice to coordinators and approvers."""
    notify(people(Role.COORDINATOR, Role.APPROVER), kind, link=LINK.format(transmission.pk), **params)


def people(*roles):
    """Active people of these roles."""
    return get_user_model().objects.filter(role__in=roles, is_active=True)
