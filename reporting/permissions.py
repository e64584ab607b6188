"""Who may do what: one table, one question, and what each person sees.

`may(user, verb, thing)` is the only question; rules ask it through `require`, pages show and hide with it. `visible(user, Model)`
narrows every queryset, so that a stranger meets 404. Whether the *state* allows a verb is `workflow.allowed`, another question.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, Q, QuerySet, Value
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
    EntryRevision,
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
)
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY, OF_THE_MINISTRY, Role
from territories.models import ExecutiveBody, concept

DESK = OF_THE_MINISTRY | {Role.AUDITOR}
FILED = ("submitted", "in_review", "accepted")


def report_of(thing) -> Report | None:
    """The report a thing belongs to."""
    if isinstance(thing, Report):
        return thing
    for owner in ("report", "row", "value", "version"):
        parent = getattr(thing, owner, None)
        if parent is not None and not isinstance(parent, int):
            return report_of(parent)
    return None


def anywhere(user, role, body_id, thing) -> bool:
    """No narrowing beyond the role."""
    return True


def own_body(user, role, body_id, thing) -> bool:
    """The report is of the body the person works in (or stands in for somebody in)."""
    report = report_of(thing)
    return report is not None and report.body_id == body_id


def own_body_or_paper(user, role, body_id, thing) -> bool:
    """A body's people: their own report; people of the Ministry: one whose paper letter they registered and are entering."""
    report = report_of(thing)
    if role in OF_A_BODY or report is None:
        return own_body(user, role, body_id, thing)
    return enters_paper(user, role, body_id, report)


def enters_paper(user, role, body_id, thing) -> bool:
    """The person registered the paper letter that is being entered into the report now."""
    report = report_of(thing)
    return report is not None and papers_of(user).filter(report=report.pk).exists()


def papers_of(user) -> QuerySet:
    """Paper letters that the person is entering."""
    return PaperReport.objects.filter(registered_by=user, status=PaperReport.REGISTERED)


def own_deputy(user, role, body_id, thing) -> bool:
    """An administrator: anybody's deputy; a signatory or head: only their own, so that nobody appoints themselves in another's place."""
    return role == Role.ADMINISTRATOR or (thing is not None and thing.pk == user.pk and role == user.role)


def of_the_letter(user, role, body_id, thing) -> bool:
    """The planning body's observer answers any letter; a coordinator enters the answer to one that went by hand, from its paper."""
    return role == Role.OBSERVER or getattr(thing, "by_hand", False)


def in_their_body(user, role, body_id, thing) -> bool:
    """The body is the one the person works in."""
    return thing is not None and thing.pk == body_id


def oneself(user, role, body_id, thing) -> bool:
    """The person's own account."""
    return thing is not None and thing.pk == user.pk


def not_involved(user, role, body_id, thing) -> bool:
    """Nobody reviews a report they entered or signed (DOMAIN §6)."""
    report = report_of(thing)
    return report is not None and not entered_or_signed(user, report)


def not_asked_by(user, role, body_id, thing) -> bool:
    """Nobody answers their own request."""
    return thing is not None and thing.asked_by_id != user.pk


def not_proposed_by(user, role, body_id, thing) -> bool:
    """The answer to a request is confirmed by another person than the one who proposed it, and never by the one who asked."""
    return not_asked_by(user, role, body_id, thing) and thing.proposed_by_id != user.pk


def not_own_proposal(user, role, body_id, thing) -> bool:
    """What one person proposed another confirms."""
    return thing is not None and thing.proposed_by_id != user.pk


def second_of_bulk(user, role, body_id, thing) -> bool:
    """Rows chosen by one reviewer are accepted by the consent of another person, who may review the report too.

    An approver does not consent on the Ministry's own report: its acceptance as a whole waits for them already.
    """
    if not not_own_proposal(user, role, body_id, thing) or not not_involved(user, role, body_id, thing):
        return False
    return role == Role.REVIEWER or thing.report.body_id != concept.overseer().pk


def answers_comment(user, role, body_id, thing) -> bool:
    """A body answers what is said to it; the Ministry's internal remarks do not exist for it."""
    return own_body(user, role, body_id, thing) and not getattr(thing, "internal", False)


def accepts(user, role, body_id, thing) -> bool:
    """A reviewer accepts; the Ministry's own report is accepted with the approver's consent, that is by the approver (DOMAIN §6)."""
    report = report_of(thing)
    if report is None or entered_or_signed(user, report):
        return False
    is_own = report.body_id == concept.overseer().pk
    return role == (Role.APPROVER if is_own else Role.REVIEWER)


def entered_or_signed(user, report: Report) -> bool:
    """Whether the person saved a row of the report, added a document to one, submitted a version of it, or entered its paper letter."""
    signed = ReportVersion.objects.filter(report=report, submitted_by=user)
    saved = EntryRevision.objects.filter(Q(row__report=report) | Q(value__report=report), saved_by=user)
    added = Evidence.objects.filter(row__report=report, added_by=user)
    entered = PaperReport.objects.filter(report=report, registered_by=user).exclude(status=PaperReport.CANCELLED)
    return Report.objects.filter(Exists(signed) | Exists(saved) | Exists(added) | Exists(entered), pk=report.pk).exists()


@dataclass(frozen=True)
class Rule:
    """One line of the table: these roles, narrowed by this scope."""

    roles: frozenset
    scope: Callable = anywhere


def only(*roles, scope=anywhere) -> Rule:
    """A line of the table."""
    return Rule(frozenset(roles), scope)


EVERYONE = frozenset(Role)
ENTERS_PAPER = frozenset({Role.COORDINATOR, Role.REVIEWER})
WRITES_REPORT = Rule(OF_A_BODY | ENTERS_PAPER, own_body_or_paper)
POLICY: dict[str, Rule] = {
    # the year
    "open_year": only(Role.COORDINATOR),
    "set_campaign_date": only(Role.COORDINATOR),
    "read_completeness": Rule(DESK),
    "remind": only(Role.COORDINATOR, Role.REVIEWER),
    "pause_reminders": only(Role.COORDINATOR),
    "announce": only(Role.COORDINATOR),
    # a longer term: a body's signatory asks, a coordinator proposes the answer, an approver (another person) confirms it
    "ask_extension": only(Role.SIGNATORY, scope=own_body),
    "propose_extension_answer": only(Role.COORDINATOR, scope=not_asked_by),
    "hand_back_extension": only(Role.APPROVER),
    "confirm_extension": only(Role.APPROVER, scope=not_proposed_by),
    # filing
    "read_report": WRITES_REPORT,
    "save_entry": WRITES_REPORT,
    "share_rows": only(*OF_A_BODY, scope=own_body),
    "add_evidence": WRITES_REPORT,
    "remove_evidence": WRITES_REPORT,
    "ask_archive": only(*OF_A_BODY, scope=own_body),
    "mark_no_activity": WRITES_REPORT,
    "practise": only(*OF_A_BODY, scope=in_their_body),
    "submit": only(Role.SIGNATORY, scope=own_body),
    "recall": only(Role.SIGNATORY, scope=own_body),
    "amend": only(Role.SIGNATORY, scope=own_body),
    "close_amendment": only(Role.SIGNATORY, scope=own_body),
    "ask_for_return": only(Role.SIGNATORY, scope=own_body),
    # inside the body, as it wishes: executor → head of department → signatory
    "send_for_confirmation": only(*OF_A_BODY, scope=own_body),
    "confirm_step": only(Role.DEPARTMENT_HEAD, scope=own_body),
    "set_confirmation_order": only(Role.SIGNATORY, scope=own_body),
    "attach_signature": only(*OF_A_BODY, scope=own_body),
    # a report that came on paper: one person registers its letter and enters it; never accepts it
    "register_paper": Rule(ENTERS_PAPER),
    "submit_paper": Rule(ENTERS_PAPER, enters_paper),
    # days when the portal was down: a coordinator enters them, an approver confirms
    "propose_outage": only(Role.COORDINATOR),
    "confirm_outage": only(Role.APPROVER, scope=not_own_proposal),
    # review
    "read_review": Rule(DESK),
    "assign_reviewer": only(Role.COORDINATOR),
    "begin_review": only(Role.REVIEWER, scope=not_involved),
    "decide_row": only(Role.REVIEWER, scope=not_involved),
    "return_for_revision": only(Role.REVIEWER, scope=not_involved),
    "refuse_return": only(Role.REVIEWER, scope=not_involved),
    "accept": only(Role.REVIEWER, Role.APPROVER, scope=accepts),
    "comment": only(Role.REVIEWER, scope=not_involved),
    "comment_internally": Rule(OF_THE_MINISTRY),
    "answer_comment": only(*OF_A_BODY, scope=answers_comment),
    "settle_comment": only(Role.REVIEWER, scope=not_involved),
    "propose_bulk": only(Role.REVIEWER, scope=not_involved),
    "confirm_bulk": only(Role.REVIEWER, Role.APPROVER, scope=second_of_bulk),
    # the table of discipline: the bodies see it first
    "show_discipline": only(Role.COORDINATOR),
    "comment_discipline": only(Role.SIGNATORY, scope=own_body),
    # consolidation: a coordinator proposes, an approver (another person) confirms
    "read_summary": Rule(DESK),
    "export_rows": Rule(DESK),
    "dry_run": only(Role.COORDINATOR, Role.REVIEWER, Role.APPROVER),
    "consolidate": only(Role.COORDINATOR),
    "decide_status": only(Role.COORDINATOR),
    "write_narrative": only(Role.COORDINATOR),
    "verify_narrative": only(Role.COORDINATOR, Role.APPROVER),
    "answer_anomaly": only(Role.COORDINATOR, Role.REVIEWER),
    "word_letters": only(Role.COORDINATOR),
    "propose": only(Role.COORDINATOR),
    "approve": only(Role.APPROVER),
    "reject": only(Role.APPROVER),
    "correct": only(Role.COORDINATOR),
    # transmission
    "read_transmission": Rule(DESK | {Role.OBSERVER}),
    "prepare": only(Role.COORDINATOR),
    "send": only(Role.APPROVER),
    "register": only(Role.COORDINATOR, Role.OBSERVER),
    "acknowledge": only(Role.OBSERVER, Role.COORDINATOR, scope=of_the_letter),
    "return": only(Role.OBSERVER, Role.COORDINATOR, scope=of_the_letter),
    # publication
    "read_publication": Rule(DESK),
    "propose_publication": only(Role.COORDINATOR),
    "publish": only(Role.APPROVER),
    "schedule_publication": only(Role.APPROVER),
    "reschedule_publication": only(Role.APPROVER),
    "cancel_publication": only(Role.APPROVER),
    "record_posting": only(Role.COORDINATOR),
    # people
    "read_people": only(Role.ADMINISTRATOR, Role.AUDITOR),
    "create_person": only(Role.ADMINISTRATOR),
    "change_person": only(Role.ADMINISTRATOR),
    "change_role": only(Role.ADMINISTRATOR),
    "deactivate": only(Role.ADMINISTRATOR),
    "reactivate": only(Role.ADMINISTRATOR),
    "set_temporary_password": only(Role.ADMINISTRATOR),
    "appoint_deputy": only(Role.ADMINISTRATOR, Role.SIGNATORY, Role.DEPARTMENT_HEAD, scope=own_deputy),
    "cancel_deputy": only(Role.ADMINISTRATOR, Role.SIGNATORY, Role.DEPARTMENT_HEAD, scope=own_deputy),
    "change_own_account": Rule(EVERYONE, oneself),
    "issue_token": only(*OF_A_BODY, *OF_THE_MINISTRY, Role.OBSERVER, scope=oneself),
    "revoke_token": Rule(EVERYONE, oneself),
    # help by telephone: the pages of a body, to read only
    "see_as": only(Role.COORDINATOR, Role.ADMINISTRATOR),
    # the log
    "read_journal": only(Role.AUDITOR),
    "verify_journal": only(Role.AUDITOR),
}


def standings_of(user) -> frozenset:
    """Pairs (role, id of the body or None): the person's own and those of the people they stand in for today. Nobody has none."""
    return user.standings() if user is not None and user.is_authenticated and user.is_active else frozenset()


def may(user, verb: str, thing=None) -> bool:
    """Whether the table lets `user` do `verb` to `thing`. An unknown verb is an error, never a silent no."""
    rule = POLICY[verb]
    return any(role in rule.roles and rule.scope(user, role, body_id, thing) for role, body_id in standings_of(user))


TWO_PEOPLE = frozenset({"confirm_extension", "confirm_bulk", "confirm_outage"})
REVIEWING = frozenset({
    "begin_review", "decide_row", "return_for_revision", "refuse_return", "accept", "comment", "settle_comment", "propose_bulk",
    "confirm_bulk",
})  # fmt: skip


def standing_for(user, verb: str, thing=None) -> tuple | None:
    """The (role, body) under which the table lets the person do it: their own where it is enough, else one they stand in for."""
    rule, own = POLICY[verb], (getattr(user, "role", ""), getattr(user, "body_id", None))
    fits = [one for one in standings_of(user) if one[0] in rule.roles and rule.scope(user, *one, thing)]
    return own if own in fits else min(fits, key=str, default=None)


def require(user, verb: str, thing=None) -> None:
    """Refuses (`own_report` or `not_allowed`) unless `may`; keeps on the person under which standing they act, for the trail."""
    if getattr(user, "read_only", False):
        raise Refused(Problem("read_only_view"))
    found = standing_for(user, verb, thing)
    if found is not None:
        user.act_under(*found)
        return
    report = report_of(thing)
    if verb in REVIEWING and report is not None and entered_or_signed(user, report):
        raise Refused(Problem("own_report"))
    if verb in TWO_PEOPLE and thing is not None and thing.proposed_by_id == user.pk:
        raise Refused(Problem("same_person"))
    raise Refused(Problem("not_allowed"))


def roles_of(user) -> frozenset:
    """Roles the person has today."""
    return frozenset(role for role, _ in standings_of(user))


def bodies_of(user) -> frozenset:
    """Ids of the bodies whose reports the person works on today."""
    return frozenset(body_id for role, body_id in standings_of(user) if role in OF_A_BODY)


def may_open(user, document: Evidence) -> bool:
    """Whether the file may be handed to this person, who sees the document: a clean one to all of them, an infected one to nobody.

    One that is not known clean goes to the person who uploaded it alone: whoever chose it for another row has not had it in their hands.
    """
    if document.standing in ("clean", "unset"):
        return True
    return document.standing in ("waiting", "away") and (document.source or document).added_by_id == user.pk


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
