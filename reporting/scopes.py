"""Whose things a verb may be done to: the second half of a line of the table of permissions.

A scope is asked with the person, the role they act in and the body they act for; it says whether this very thing is theirs to act on.
"""

from django.db.models import Exists, OuterRef, QuerySet

from reporting.models import EntryRevision, Evidence, PaperReport, Report, ReportVersion
from reporting.roles import OF_A_BODY, Role
from territories.models import ConceptRecord, concept


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
    return role == Role.REVIEWER or not is_own(thing.report)


def answers_comment(user, role, body_id, thing) -> bool:
    """A body answers what is said to it; the Ministry's internal remarks do not exist for it."""
    return own_body(user, role, body_id, thing) and not getattr(thing, "internal", False)


def accepts(user, role, body_id, thing) -> bool:
    """A reviewer accepts; the Ministry's own report is accepted with the approver's consent, that is by the approver (DOMAIN §6)."""
    report = report_of(thing)
    if report is None or entered_or_signed(user, report):
        return False
    return role == (Role.APPROVER if is_own(report) else Role.REVIEWER)


def entered_or_signed(user, report: Report) -> bool:
    """Whether the person saved a row of the report, added a document to one, submitted a version of it, or entered its paper letter.

    A page that shows a report reads this with it (`involvement`), so that its buttons ask nothing; a rule always asks anew.
    """
    reader, told = report.__dict__.get("reader"), report.__dict__.get("involves_reader")
    if told is not None and reader == user.pk:
        return told
    return Report.objects.filter(involvement(user), pk=report.pk).exists()


def involvement(user, report: str = "pk"):
    """The same as a condition of a query; `report` names the report's id in it."""
    one = OuterRef(report)
    signed = ReportVersion.objects.filter(report=one, submitted_by=user)
    of_rows = EntryRevision.objects.filter(row__report=one, saved_by=user)
    of_values = EntryRevision.objects.filter(value__report=one, saved_by=user)
    added = Evidence.objects.filter(row__report=one, added_by=user)
    entered = PaperReport.objects.filter(report=one, registered_by=user).exclude(status=PaperReport.CANCELLED)
    return Exists(signed) | Exists(of_rows) | Exists(of_values) | Exists(added) | Exists(entered)


def is_own(report: Report) -> bool:
    """Whether this is the Ministry's own report. Lists and pages read it with the report (`ownership`)."""
    told = report.__dict__.get("is_own")
    return report.body_id == concept.overseer().pk if told is None else told


def ownership(code: str = "body__code"):
    """The same as a condition of a query; `code` names the code of the body in it."""
    return Exists(ConceptRecord.objects.filter(field="overseer", kk=OuterRef(code)))
