"""A longer term for one body: its signatory asks, a coordinator proposes the answer, an approver confirms it (DOMAIN §5–6).

The legal date is never overwritten: an extension is a row beside it, and `deadlines.due_at` takes the later of the two.
"""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from reporting import clock, history
from reporting.cycle.deadlines import extended_until, outage_until
from reporting.dates import date_short
from reporting.models import Cycle, Extension, Report
from reporting.notices import names, notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY, Role
from reporting.workflow import move


def latest_day(cycle: Cycle) -> date:
    """The last day to which a term may be extended: that of the consolidated information, which cannot wait longer."""
    return cycle.summary_due_on


def stands_until(report: Report) -> date:
    """The last day that stands now, asked of the database whatever the object remembers."""
    return max(report.cycle.due_on, extended_until(report) or report.cycle.due_on)


@transaction.atomic
def ask_extension(report: Report, *, by, until: date, reason: str) -> Extension:
    """Asks the Ministry for a later day. Only before the present one has passed (Administrative Code art. 46(5)).

    Refuses a report that is filed or invited, a request after the last day, a date that is not later or beyond the day of the
    consolidated information, no reason, and a second request while one is open.
    """
    require(by, "ask_extension", report)
    report = Report.objects.select_for_update(of=("self",)).select_related("cycle", "body").get(pk=report.pk)
    last = stands_until(report)
    if problem := why_not_ask(report):
        raise Refused(problem)
    if problems := [*wrong_day(until, last, report.cycle, "until"), *no_reason(reason, "extension_reason_required")]:
        raise Refused(problems)
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                report=report, stood_until=last, asked_until=until, reason=reason.strip(), asked_at=clock.now(), asked_by=by
            )
    except IntegrityError as error:  # two signatories at once: the database keeps one request
        raise Refused(Problem("extension_open")) from error
    history.record("ask_extension", extension, by=by, new={"asked_until": until.isoformat()}, why=extension.reason)
    tell_ministry(extension, Role.COORDINATOR, "extension_asked", until=date_short(until))
    tell_body(extension, "extension_asked", until=date_short(until))
    return extension


def why_not_ask(report: Report) -> Problem | None:
    """Why no extension can be asked for now; nothing where it can. `report.cycle` must be loaded."""
    if report.cycle.training:
        return Problem("training_only")
    if report.invited:
        return Problem("extension_not_needed_invited")
    if report.status != Report.DRAFT:
        return Problem("extension_not_needed_filed")
    last = stands_until(report)
    if clock.now() >= clock.end_of(max(last, outage_until(last) or last)):
        return Problem("extension_too_late", params={"due": date_short(last)})
    if Extension.objects.filter(report=report, status__in=Extension.OPEN).exists():
        return Problem("extension_open")
    return None


def wrong_day(until: date | None, last: date, cycle: Cycle, where: str) -> list[Problem]:
    """A new day must come after the one that stands and not after the day of the consolidated information."""
    if until is None or until <= last:
        return [Problem("extension_not_later", where, params={"last": date_short(last)})]
    if until > latest_day(cycle):
        return [Problem("extension_too_long", where, params={"last": date_short(latest_day(cycle))})]
    return []


def no_reason(reason: str, code: str) -> list[Problem]:
    """A reason of at least one word, of signs that every database keeps, of a length that fits."""
    if "\x00" in reason:
        return [Problem("bad_character", "reason")]
    if len(reason) > (limit := Extension._meta.get_field("reason").max_length):
        return [Problem("too_long", "reason", params={"max": limit})]
    return [] if reason.strip() else [Problem(code, "reason")]


@transaction.atomic
def propose_extension_answer(extension: Extension, *, by, granted: bool, until: date | None = None, reason: str = "") -> Extension:
    """The coordinator proposes to grant (until a day, maybe another than the one asked for) or to refuse; the body is told nothing yet."""
    require(by, "propose_extension_answer", extension)
    cycle, until = extension.report.cycle, until if granted else None
    late = wrong_day(until, extension.stood_until, cycle, "until") if granted else []
    if problems := [*late, *no_reason(reason, "extension_answer_reason_required")]:
        raise Refused(problems)
    told = {"proposed": Extension.GRANTED if granted else Extension.REFUSED, **({"answer_until": until.isoformat()} if until else {})}
    answer = {"answer_granted": granted, "answer_until": until, "answer_reason": reason.strip()}
    move(extension, "propose_answer", by=by, why=reason.strip(), told=told, **answer)
    tell_ministry(extension, Role.APPROVER, "extension_proposed")
    return extension


@transaction.atomic
def hand_back_extension(extension: Extension, *, by, reason: str) -> Extension:
    """The approver does not agree with the proposed answer: the coordinators propose another. The body is told nothing."""
    require(by, "hand_back_extension", extension)
    if problems := no_reason(reason, "hand_back_reason_required"):
        raise Refused(problems)
    move(extension, "hand_back", by=by, why=reason.strip(), handed_back_reason=reason.strip())
    tell_ministry(extension, Role.COORDINATOR, "extension_handed_back", reason=reason.strip())
    return extension


@transaction.atomic
def confirm_extension(extension: Extension, *, by) -> Extension:
    """The approver makes the proposed answer the Ministry's. Refuses the person who proposed it or asked for it."""
    require(by, "confirm_extension", extension)
    until = extension.answer_until
    told = {"answer_until": until.isoformat()} if until else {}
    move(extension, "grant" if extension.answer_granted else "refuse", by=by, why=extension.answer_reason, told=told)
    kind = "extension_granted" if extension.answer_granted else "extension_refused"
    params = {"until": date_short(until)} if until else {"due": date_short(extension.stood_until)}
    tell_body(extension, kind, reason=extension.answer_reason, **params)
    tell_ministry(extension, Role.COORDINATOR, kind, reason=extension.answer_reason, **params)
    return extension


def tell_ministry(extension: Extension, role: str, kind: str, **params) -> None:
    """The people of one role in the Ministry, by the request's own page."""
    people = get_user_model().objects.filter(role=role, is_active=True)
    notify(people, kind, link=f"/work/cycles/extensions/{extension.pk}/", body=names(extension.report.body), **params)


def tell_body(extension: Extension, kind: str, **params) -> None:
    """Everybody who works on the body's report."""
    people = get_user_model().objects.filter(body=extension.report.body_id, role__in=OF_A_BODY, is_active=True)
    link = f"/work/cycles/reports/{extension.report.public_id}/extension/"
    notify(people, kind, link=link, body=names(extension.report.body), **params)
