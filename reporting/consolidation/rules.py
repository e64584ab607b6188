"""The summary from its first calculation to its approval (DOMAIN §5). A coordinator proposes, another person approves."""

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from reporting import clock, history, jobs
from reporting.consolidation import calculation, edition, narrative
from reporting.consolidation.lineage import Figures
from reporting.consolidation.statuses import differ
from reporting.models import Cycle, Job, StatusDecision, Summary
from reporting.models.entry import ItemStatus
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from reporting.words import CORRECTIONS
from reporting.workflow import move
from territories.models import ActionItem


def latest(cycle: Cycle) -> Summary | None:
    """The summary in work, or the last approved one."""
    return Summary.objects.filter(cycle=cycle).select_related("cycle__plan").order_by("-number").first()


def latest_of_year(year: int) -> Summary | None:
    """The same by the year, with the people who acted on it and its edition: all that its page shows, in one query."""
    people = ("calculated_by", "proposed_by", "approved_by", "rejected_by", "created_by")
    found = Summary.objects.filter(cycle__year=year).select_related("cycle__plan", "edition", *people).order_by("-number")
    return found.defer("edition__summary_json", "edition__lines_csv", "edition__manifest").first()


@transaction.atomic
def start_summary(cycle: Cycle, *, by=None) -> Summary:
    """The summary of the year; the first time it is made with empty sections of text. `by` is None for the schedule."""
    if by is not None:
        require(by, "consolidate", cycle)
    found = latest(cycle)
    if found:
        return found
    try:
        with transaction.atomic():
            summary = Summary.objects.create(cycle=cycle, number=1, created_at=clock.now(), created_by=by)
    except IntegrityError:  # a person and the schedule began it in the same instant
        return latest(cycle)
    narrative.make_sections(summary)
    history.record("open", summary, by=by, new={"year": cycle.year, "edition": 1})
    return summary


@transaction.atomic
def consolidate(cycle: Cycle, *, by=None, night: str = "") -> Job:
    """Owes one calculation; asked again while one is owed, it is the same one. Refuses when the summary is proposed or approved.

    `night` is the date of the nightly calculation: its key makes it one a night.
    """
    summary = start_summary(cycle, by=by)
    if summary.status != Summary.DRAFT:
        raise Refused(Problem("summary_frozen"))
    stem = f"{calculation.KIND}:{cycle.year}:{summary.number}:"
    owed = Job.objects.filter(key__startswith=stem)
    running = owed.filter(state__in=(Job.WAITING, Job.RUNNING)).first()
    if running:
        return running
    key = f"{stem}night-{night}" if night else f"{stem}run-{owed.filter(key__startswith=f'{stem}run-').count() + 1}"
    return jobs.owe(calculation.KIND, key, by=by, summary=summary.pk, year=cycle.year)


def people_of(role: Role):
    """People with a role whose access is open."""
    return get_user_model().objects.filter(role=role, is_active=True).order_by("pk")


def coordinators():
    """Who prepares the summary."""
    return people_of(Role.COORDINATOR)


@transaction.atomic
def decide_status(cycle: Cycle, item: ActionItem, *, by, status: str, reason: str, seen: dict | None = None) -> StatusDecision:
    """The Ministry's decision where the executors of an item differ. It holds while what they said stays the same.

    `seen`: the statuses the person looked at; refuses when they are others by now, when the executors agree, without a reason, and
    while the summary is no draft.
    """
    require(by, "decide_status", cycle)
    summary = latest(cycle)
    if summary is None or not summary.input_sha256:
        raise Refused(Problem("summary_not_calculated"))
    found = next((row for row in summary.manifest["discrepancies"] if row["item"] == item.code), None)
    if found is None or not differ(found["seen"]):
        raise Refused(Problem("executors_agree"))
    if seen is not None and seen != found["seen"]:
        raise Refused(Problem("statuses_changed"))
    check_decision(status, reason)
    narrative.touch_draft(summary)
    decision = StatusDecision.objects.create(
        cycle=cycle, item=item, status=status, reason=reason.strip(), seen=found["seen"], decided_at=clock.now(), decided_by=by
    )
    history.record("decide_status", summary, by=by, new={"item": found["number"], "item_status": status}, why=reason.strip())
    return decision


def check_decision(status: str, reason: str) -> None:
    """Refuses a status outside the seven, and a decision without a reason."""
    problems = []
    if status not in ItemStatus.values:
        problems.append(Problem("status_required", where="status"))
    if not reason.strip():
        problems.append(Problem("decision_reason_required", where="reason"))
    if problems:
        raise Refused(problems)


def problems_of(summary: Summary, *, outdated: bool | None = None, sections: list | None = None) -> list[Problem]:
    """Everything that keeps a summary from being proposed. `outdated`, `sections`: the answers, where they were asked already."""
    if not summary.input_sha256:
        return [Problem("summary_not_calculated", where="run")]
    outdated = calculation.is_outdated(summary) if outdated is None else outdated
    problems = [Problem("summary_outdated", where="run")] if outdated else []
    if not summary.manifest["reports"]:
        problems.append(Problem("nothing_accepted", where="manifest"))
    undecided = [str(row["number"]) for row in summary.manifest["discrepancies"] if not row["decision"]]
    if undecided and not problems:
        problems.append(Problem("statuses_undecided", where="discrepancies", params={"items": ", ".join(undecided)}))
    return problems + text_problems(summary, sections)


def text_problems(summary: Summary, sections: list | None = None) -> list[Problem]:
    """Sections without any text, and texts whose figures have changed since somebody read them."""
    figures, problems = Figures(summary.figures), []
    for section in narrative.in_order(summary) if sections is None else sections:
        said = {"where": f"text-{section.key}", "params": {"section": narrative.title(section.key)}}
        states = {narrative.state_of(section, language, figures) for language in narrative.WRITTEN}
        if states == {"missing"}:
            problems.append(Problem("narrative_missing", **said))
        elif "stale" in states:
            problems.append(Problem("narrative_stale", **said))
    return problems


@transaction.atomic
def propose(summary: Summary, *, by) -> Summary:
    """A coordinator submits the summary for approval. Refuses what is out of date, undecided or without text (`problems_of`)."""
    require(by, "propose", summary)
    problems = problems_of(summary) if summary.status == Summary.DRAFT else []
    if problems:
        raise Refused(problems)
    move(summary, "propose", by=by, at=clock.now())
    notify(people_of(Role.APPROVER).exclude(pk=by.pk), "summary_proposed", link=page(summary), year=summary.cycle.year)
    return summary


@transaction.atomic
def reject(summary: Summary, *, by, reason: str) -> Summary:
    """The approver sends it back with a reason; it can be changed again."""
    require(by, "reject", summary)
    if not reason.strip():
        raise Refused(Problem("rejection_reason_required", where="reason"))
    move(summary, "reject", by=by, why=reason.strip(), rejection_reason=reason.strip())
    notify(coordinators(), "summary_rejected", link=page(summary), year=summary.cycle.year, reason=reason.strip())
    return summary


@transaction.atomic
def approve(summary: Summary, *, by) -> Summary:
    """Another person than the proposer approves: from here nothing of it changes, and its edition is owed.

    Refuses (`outdated_since_proposal`) where a report was accepted, an extension granted or a decision taken after the proposal: what
    would be frozen is not what the Ministry has accepted. It is sent back, calculated again and proposed anew.
    """
    if summary.proposed_by_id is not None and summary.proposed_by_id == by.pk:
        raise Refused(Problem("same_person"))
    require(by, "approve", summary)
    if summary.status == Summary.PROPOSED and calculation.is_outdated(summary):
        raise Refused(Problem("outdated_since_proposal"))
    move(summary, "approve", by=by)
    year = summary.cycle.year
    jobs.owe(edition.KIND, f"{edition.KIND}:{year}:{summary.number}", by=by, summary=summary.pk, year=year)
    return summary


@transaction.atomic
def correct(cycle: Cycle, *, by, code: str, reason: str) -> Summary:
    """Begins the next edition of an approved year, with the kind and the text of a reason that will be published.

    The texts are carried over. Nothing is corrected alone: what is begun here is approved and published by another person.
    """
    require(by, "correct", cycle)
    last = latest(cycle)
    if last is None or last.status != Summary.APPROVED:
        raise Refused(Problem("correction_open"))
    problems = [] if code in CORRECTIONS else [Problem("correction_code_required", where="code")]
    if not reason.strip():
        problems.append(Problem("correction_reason_required", where="reason"))
    if problems:
        raise Refused(problems)
    why = {"correction_code": code, "correction_reason": reason.strip()}
    try:
        with transaction.atomic():
            summary = Summary.objects.create(cycle=cycle, number=last.number + 1, **why, created_at=clock.now(), created_by=by)
    except IntegrityError:
        raise Refused(Problem("moved_on")) from None
    narrative.make_sections(summary, list(last.narratives.all()))
    said = {"year": cycle.year, "edition": summary.number, "correction_code": code}
    history.record("correct", summary, by=by, new=said, why=reason.strip())
    return summary


def page(summary: Summary) -> str:
    """Address of the workspace without the language prefix, for notices."""
    return f"/work/summary/{summary.cycle.year}/"
