"""What each person sees: `visible(user, Model)` narrows every queryset, so that a stranger meets 404."""

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from reporting.models import (
    Amendment,
    AnomalyAnswer,
    Archive,
    BulkAcceptance,
    Comment,
    CommentReply,
    Confirmation,
    Cycle,
    Edition,
    Event,
    Evidence,
    Extension,
    IndicatorValue,
    ItemProgress,
    Job,
    LetterText,
    Narrative,
    NarrativeVersion,
    Notice,
    Outage,
    PaperReport,
    Receipt,
    Reminder,
    Report,
    ReportVersion,
    ReturnRequest,
    RowDecision,
    Signature,
    SpreadsheetImport,
    Summary,
    SummaryRun,
    Transmission,
    TransmissionScan,
)
from reporting.roles import DESK, OF_A_BODY, Role
from reporting.scopes import papers_of
from reporting.standing import bodies_of, roles_of, standings_of
from territories.models import ExecutiveBody

# A report in one of these states has been filed: the desk reads its rows
FILED = ("submitted", "in_review", "accepted")


def may_open(user, document: Evidence | PaperReport | TransmissionScan) -> bool:
    """Whether the file may be handed to this person, who sees the document: a clean one to all of them, an infected one to nobody.

    One that is not known clean goes to the person who uploaded it alone.
    """
    if document.standing in ("clean", "unset"):
        return True
    return document.standing in ("waiting", "away") and document.uploaded_by_id == user.pk


def visible(user, model) -> QuerySet:
    """Rows of `model` this person may see; everything else does not exist for them."""
    return VISIBLE[model](user, model.objects.all())


def _by_report(path: str):
    """A body sees its own; the Ministry and the auditor see what has been filed, never a draft being typed, but for a paper report
    that the person enters themselves."""

    def narrow(user, rows):
        own = Q(**{f"{path}__body__in": bodies_of(user)})
        if not roles_of(user) & DESK:
            return rows.filter(own)
        counted = rows.filter(**{f"{path}__cycle__training": False})
        return counted.filter(own | Q(**{f"{path}__status__in": FILED}) | Q(**{f"{path}__in": papers_of(user).values("report")}))

    return narrow


def _reports(user, rows):
    """The desk sees every report that counts; what a body practises is the body's alone."""
    return rows.filter(cycle__training=False) if roles_of(user) & DESK else rows.filter(body__in=bodies_of(user))


def _frozen(path: str):
    """Frozen versions and what hangs on them: own body, or the whole desk."""

    def narrow(user, rows):
        if roles_of(user) & DESK:
            return rows.filter(**{f"{path}__cycle__training": False})
        return rows.filter(**{f"{path}__body__in": bodies_of(user)})

    return narrow


def _comments(path: str):
    """The desk: all; a body: those said to it, never an internal one."""

    def narrow(user, rows):
        name = f"{path}__" if path else ""
        return rows if roles_of(user) & DESK else rows.filter(**{f"{name}report__body__in": bodies_of(user), f"{name}internal": False})

    return narrow


def _outages(user, rows):
    """The desk: all; everybody else who signs in: those that have effect."""
    if roles_of(user) & DESK:
        return rows
    return rows.filter(status=Outage.CONFIRMED) if standings_of(user) else rows.none()


def _for_desk(user, rows):
    return rows if roles_of(user) & DESK else rows.none()


def _editions(user, rows):
    roles = roles_of(user)
    if roles & DESK:
        return rows
    if Role.OBSERVER in roles:
        return rows.filter(transmissions__sent_at__isnull=False).distinct()
    return rows.none()


def _transmissions(user, rows):
    roles = roles_of(user)
    if roles & DESK:
        return rows
    return rows.filter(sent_at__isnull=False) if Role.OBSERVER in roles else rows.none()


def _people(user, rows):
    roles = roles_of(user)
    if roles & {Role.ADMINISTRATOR, Role.AUDITOR}:
        return rows
    return rows.filter(Q(pk=user.pk) | Q(body__in=bodies_of(user), role__in=OF_A_BODY)) if roles else rows.none()


def _jobs(user, rows):
    return rows if roles_of(user) & DESK else rows.filter(created_by=user) if roles_of(user) else rows.none()


def _events(user, rows):
    """The desk reads the trail of what was filed and decided, never of a text being typed: `save_entry` belongs to the body."""
    if roles_of(user) & DESK:
        practised = Report.objects.filter(cycle__training=True).annotate(name=Concat(Value("report:"), Cast("pk", CharField())))
        return rows.exclude(verb="save_entry").exclude(thread__in=practised.values("name"))
    return rows.filter(body_code__in=ExecutiveBody.objects.filter(pk__in=bodies_of(user)).values("code"))


VISIBLE = {
    Cycle: lambda user, rows: rows if standings_of(user) else rows.none(),
    Report: _reports,
    ItemProgress: _by_report("report"),
    IndicatorValue: _by_report("report"),
    Evidence: _by_report("row__report"),
    ReportVersion: _frozen("report"),
    RowDecision: _frozen("version__report"),
    Receipt: _frozen("version__report"),
    Extension: _frozen("report"),
    Amendment: _frozen("report"),
    ReturnRequest: _frozen("report"),
    Signature: _frozen("version__report"),
    # what a body agrees inside itself is its own matter; the receipt says who confirmed
    Confirmation: lambda user, rows: rows.filter(report__body__in=bodies_of(user)),
    Comment: _comments(""),
    CommentReply: _comments("comment"),
    BulkAcceptance: _for_desk,
    PaperReport: _frozen("report"),
    Outage: _outages,
    Reminder: lambda user, rows: rows if roles_of(user) & DESK else rows.filter(report__body__in=bodies_of(user)),
    SpreadsheetImport: lambda user, rows: rows.filter(report__body__in=bodies_of(user)),
    Archive: lambda user, rows: rows.filter(body__in=bodies_of(user)),
    Summary: _for_desk,
    SummaryRun: _for_desk,
    Narrative: _for_desk,
    NarrativeVersion: _for_desk,
    AnomalyAnswer: _for_desk,
    LetterText: _for_desk,
    Edition: _editions,
    Transmission: _transmissions,
    Job: _jobs,
    Event: _events,
    Notice: lambda user, rows: rows.filter(person=user) if standings_of(user) else rows.none(),
    get_user_model(): _people,
}
