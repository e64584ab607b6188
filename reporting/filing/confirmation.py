"""Confirmation inside the body, as the body wishes: executor → head of department → signatory; the signatory's is the submission.

A step is bound to the content it was taken on by its SHA-256. When the content is another, the head's confirmation confirms nothing:
that is found when it is read, so no way of changing a row can forget it.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, formats, history
from reporting.filing.canonical import digest_of
from reporting.filing.entries import hold_editable
from reporting.filing.examination import report_problems
from reporting.models import Confirmation, ConfirmationOrder, Report
from reporting.notices import names, notify
from reporting.permissions import may, require
from reporting.problems import BLOCKER, Problem, Refused
from reporting.roles import OF_A_BODY, Role
from reporting.workflow import move

ROLES = {Confirmation.HEAD: Role.DEPARTMENT_HEAD, Confirmation.SIGNATORY: Role.SIGNATORY}
VERBS = {Confirmation.HEAD: "confirm_step", Confirmation.SIGNATORY: "submit"}  # what a person must be allowed at the step


@dataclass(frozen=True)
class Chain:
    """How far the present version is confirmed inside its body. `sha256` is of what it says now."""

    head_confirms: bool
    steps: list[Confirmation]
    sha256: str

    @property
    def waiting(self) -> Confirmation | None:
        return next((step for step in self.steps if step.status == Confirmation.WAITING), None)

    @property
    def is_outdated(self) -> bool:
        """Sent, and changed since: whoever looks at it sees other content than what was sent."""
        return self.waiting is not None and self.waiting.sha256 != self.sha256

    @property
    def head(self) -> Confirmation | None:
        """The last confirmation by the head of department, whether it still holds or not."""
        done = [step for step in self.steps if step.step == Confirmation.HEAD and step.status == Confirmation.CONFIRMED]
        return done[-1] if done else None

    @property
    def head_holds(self) -> bool:
        return self.head is not None and self.head.sha256 == self.sha256

    @property
    def has_lapsed(self) -> bool:
        return self.head is not None and not self.head_holds

    @property
    def sent_back(self) -> Confirmation | None:
        """The remarks with which the report came back, until it is sent again."""
        last = self.steps[-1] if self.steps else None
        return last if last and last.status == Confirmation.SENT_BACK else None

    @property
    def next_step(self) -> str:
        """Whose confirmation is wanted next."""
        return Confirmation.HEAD if self.head_confirms and not self.head_holds else Confirmation.SIGNATORY

    @property
    def problem(self) -> Problem | None:
        """Why the signatory may not submit yet."""
        if not self.head_confirms or self.head_holds:
            return None
        if self.head is None:
            return Problem("head_not_confirmed", "confirm")
        told = {"name": self.head.decided_name, "time": formats.instant_short(self.head.decided_at)}
        return Problem("head_lapsed", "confirm", params=told)


def chain_of(report: Report, sha256: str | None = None) -> Chain:
    """The chain of the present version. A page has read the order with the report, and whether there are steps at all."""
    order = getattr(report.body, "confirmation_order", None)
    asked = report.confirmations.filter(version=report.version).select_related("asked_by").order_by("id")
    steps = list(asked) if getattr(report, "has_steps", True) else []
    return Chain(order is not None and order.head_confirms, steps, digest_of(report) if sha256 is None else sha256)


@transaction.atomic
def send_for_confirmation(report: Report, *, by) -> Confirmation:
    """Sends the report to the next who confirms: the head where the body wants that step and it does not hold yet, else the signatory.

    Refuses a locked report, one with problems, one that waits already with the same content, and a step that nobody can take today.
    What waits with other content is replaced.
    """
    require(by, "send_for_confirmation", report)
    report = hold_editable(report.pk)
    if problems := [problem for problem in report_problems(report) if problem.severity == BLOCKER]:
        raise Refused(problems)
    chain = chain_of(report)
    if chain.waiting and not chain.is_outdated and chain.waiting.step == chain.next_step:
        raise Refused(Problem("confirmation_waits"))
    if chain.waiting:
        move(chain.waiting, "replace_step", by=by)
    return ask(report, chain.next_step, chain.sha256, by=by)


def ask(report: Report, step: str, sha256: str, *, by) -> Confirmation:
    """Writes what is asked and tells those who can do it today, deputies too. Refuses when there is nobody."""
    people = acting(step, report)
    if not people:
        raise Refused(Problem("nobody_to_confirm"))
    asked = Confirmation.objects.create(
        report=report, version=report.version, step=step, sha256=sha256, asked_at=clock.now(), asked_by=by
    )
    history.record("send_for_confirmation", asked, by=by, new={"step": step, "sha256": sha256})
    told = {"body": names(report.body), "name": by.get_full_name()}
    notify([person for person in people if person.pk != by.pk], "confirmation_wanted", link=link_of(report), **told)
    return asked


@transaction.atomic
def confirm_step(report: Report, *, by, seen: str) -> Confirmation:
    """The head of department confirms what they saw, and the signatory is asked. `seen` is the SHA-256 of the content on their page.

    Refuses when nothing waits for the head, and when the content is not what was seen.
    """
    require(by, "confirm_step", report)
    report = hold_editable(report.pk)
    chain = chain_of(report)
    step = chain.waiting
    if step is None or step.step != Confirmation.HEAD:
        raise Refused(Problem("nothing_to_confirm"))
    if seen != chain.sha256:
        raise Refused(Problem("changed_since_seen"))
    if problems := [problem for problem in report_problems(report) if problem.severity == BLOCKER]:
        raise Refused(problems)
    decide(step, "confirm_step", report, by=by, sha256=chain.sha256)
    ask(report, Confirmation.SIGNATORY, chain.sha256, by=by)
    return step


@transaction.atomic
def send_back(report: Report, *, by, reason: str) -> Confirmation:
    """Whoever the report waits for gives it back to the executor with remarks. Refuses empty remarks, and when it waits for another."""
    report = hold_editable(report.pk)
    step = chain_of(report, "").waiting
    verb = VERBS[step.step] if step else next((verb for verb in VERBS.values() if may(by, verb, report)), "submit")
    require(by, verb, report)
    if step is None:
        raise Refused(Problem("nothing_to_confirm"))
    if not reason.strip():
        raise Refused(Problem("remarks_required", "reason"))
    decide(step, "send_back", report, by=by, sha256=step.sha256, remarks=reason.strip())
    told = {"body": names(report.body), "name": step.decided_name, "remarks": step.remarks}
    people = get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True)
    notify([person for person in people if person.pk != by.pk], "sent_back", link=link_of(report), **told)
    return step


def decide(step: Confirmation, verb: str, report: Report, *, by, sha256: str, remarks: str = "", at=None) -> None:
    """Ends a step; names are kept as they stand today, with that of the person stood in for."""
    place = by.in_place_of(ROLES[step.step], report.body_id)
    told = {"step": step.step, "sha256": sha256, **({"in_place_of": place} if place else {})}
    fields = {"sha256": sha256, "remarks": remarks, "decided_name": by.get_full_name(), "decided_for": place}
    move(step, verb, by=by, why=remarks, at=at, told=told, **fields)


def end_with_submission(report: Report, chain: Chain, *, by, at) -> None:
    """The signatory's submission is their confirmation: what waits for them is confirmed by it, what waited for a head is not wanted."""
    step = chain.waiting
    if step is None:
        return
    if step.step == Confirmation.SIGNATORY:
        decide(step, "confirm_step", report, by=by, sha256=chain.sha256, at=at)
    else:
        move(step, "replace_step", by=by)


@transaction.atomic
def set_confirmation_order(report: Report, *, by, head_confirms: bool) -> ConfirmationOrder:
    """The signatory says for the whole body whether the head of department confirms first. The same again writes nothing.

    Refuses the step where nobody could take it today. A report that waits for a head who is not wanted any more goes to the signatory
    when it is sent again, or when the signatory submits it.
    """
    require(by, "set_confirmation_order", report)
    if head_confirms and not acting(Confirmation.HEAD, report):
        raise Refused(Problem("nobody_to_confirm", "head_confirms"))
    now = clock.now()
    order, is_new = ConfirmationOrder.objects.select_for_update().get_or_create(
        body=report.body, defaults={"head_confirms": False, "changed_at": now, "changed_by": by}
    )
    if order.head_confirms == head_confirms:
        return order
    old = order.head_confirms
    order.head_confirms, order.changed_at, order.changed_by = head_confirms, now, by
    order.save(update_fields=["head_confirms", "changed_at", "changed_by"])
    history.record("set_confirmation_order", order, by=by, old={"head_confirms": old}, new={"head_confirms": head_confirms})
    people = get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True).exclude(pk=by.pk)
    notify(people, "order_changed", link=f"/work/report/{report.public_id}/order/", body=names(report.body))
    return order


def acting(step: str, report: Report) -> list:
    """Who can take the step today: those of the role, and who stands in for them."""
    return list(get_user_model().objects.acting(ROLES[step], report.body_id))


def link_of(report: Report) -> str:
    """Where a report is looked at before it is confirmed."""
    return f"/work/report/{report.public_id}/check/"


def head_of(version) -> Confirmation | None:
    """The head's confirmation of the very content of a filed version."""
    done = Confirmation.objects.filter(
        report=version.report_id, step=Confirmation.HEAD, status=Confirmation.CONFIRMED, sha256=version.sha256
    )
    return done.last()
