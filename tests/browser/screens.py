"""Every page with a text: who types there, into which field, where it is. Prepared by the verbs in the portal's own process.

`test_typed` fails when a form with a text is in none of these lines.
"""

import json
from dataclasses import dataclass

from portal.users.models import User
from reporting import clock, jobs
from reporting.consolidation import rules as consolidation
from reporting.cycle import extensions
from reporting.filing import rules as filing
from reporting.models import Cycle, Report, Summary, Transmission
from reporting.review import rules as review
from reporting.roles import Role
from tests.browser import others

BODY, YEAR = "AK-ALM", 2027
ASKED, PROPOSED, REVIEWED = "AK-AKM", "AK-AKT", "AK-ATY"  # other bodies: two ask for an extension, one is being reviewed
OFFICER, SIGNATORY = f"officer@{BODY.lower()}.example", f"signatory@{BODY.lower()}.example"
COORDINATOR, APPROVER = "coordinator@mnvo.example", "approver@mnvo.example"


@dataclass(frozen=True)
class Screen:
    """One page: its author, its field, the forms it is made of, the status in which it is open where that is not the first.

    `is_short`: the field takes no more than 300 signs.
    """

    who: str
    field: str
    forms: tuple[str, ...]
    status: str = ""
    is_short: bool = False


def form(*names: str) -> tuple[str, ...]:
    """Names of form classes, by stage."""
    return tuple(f"reporting.{name.replace(' ', '.')}" for name in names)


SCREENS = {
    "item": Screen(OFFICER, "progress_kk", form("filing.forms ItemForm")),
    "indicator": Screen(OFFICER, "reasons_kk", form("filing.forms IndicatorForm")),
    "conflict": Screen(OFFICER, "progress_kk", ()),
    "no_activity": Screen(OFFICER, "note", form("filing.forms ReasonForm")),
    "recall": Screen(SIGNATORY, "reason", (), Report.SUBMITTED),
    "amend": Screen(SIGNATORY, "reason", form("filing.forms AmendForm")),
    "extension": Screen(SIGNATORY, "reason", form("cycle.extension_forms AskForm")),
    "extension_answer": Screen(COORDINATOR, "reason", form("cycle.extension_forms AnswerForm")),
    "extension_back": Screen(APPROVER, "reason", form("cycle.extension_forms HandBackForm")),
    "announcement": Screen(COORDINATOR, "kk", form("cycle.extension_forms AnnouncementForm")),
    "pause": Screen(COORDINATOR, "why", form("cycle.extension_forms PauseForm"), is_short=True),
    "outage": Screen(COORDINATOR, "what_kk", form("cycle.outage_views OutageForm"), is_short=True),
    "remark": Screen("reviewer@mnvo.example", "comment", form("review.forms CommentForm")),
    "return_reason": Screen("reviewer@mnvo.example", "reason", form("review.forms DecisionForm")),
    "status": Screen(COORDINATOR, "reason", form("consolidation.forms DecisionForm")),
    "narrative": Screen(COORDINATOR, "kk", form("consolidation.forms NarrativeForm")),
    "rejection": Screen(APPROVER, "reason", form("consolidation.forms RejectionForm"), Summary.PROPOSED),
    "correction": Screen(COORDINATOR, "reason", form("consolidation.forms CorrectionForm")),
    "return_of_package": Screen("observer@mne.example", "reason", form("transmission.forms ReturnForm"), Transmission.SENT),
}
# Pages made of the same parts whose state is not put here: `test_typed` sees that their views keep what is typed
ALIKE = form(
    "cycle.outage_views DeclineForm", "filing.comment_views AnswerForm", "consolidation.forms AnomalyForm", "review.forms RefusalForm",
    "review.together_views GroundForm", "review.together_views DeclineForm", "publication.forms AnotherTimeForm",
    "publication.forms CancelForm", "transmission.letters.forms WordingForm", "filing.paper_views CancelForm",
    "review.discipline_views DisciplineCommentForm",
)  # fmt: skip


def addresses(*, whole: bool) -> None:
    """Prints where the pages are, without the language. `whole`: after making what the later stages need."""
    report = found(BODY)
    start, row, value = f"/work/report/{report.public_id}/", report.rows.filter(needs_answer=True).first(), report.indicators.first()
    item = f"{start}items/{row.pk}/"
    pages = {
        "item": item, "conflict": item, "indicator": f"{start}indicators/{value.pk}/", "no_activity": f"{start}no-activity/",
        "recall": f"{start}recall/", "extension": f"/work/cycles/reports/{report.public_id}/extension/",
        "announcement": f"/work/cycles/{YEAR}/announce/", "pause": f"/work/cycles/{YEAR}/reminders/pause/",
        "outage": "/work/cycles/outages/",
    }  # fmt: skip
    print(json.dumps(pages | later() if whole else pages))  # noqa: T201


def later() -> dict[str, str]:
    """Pages of the later stages, after the verbs that open them."""
    cycle, coordinator = Cycle.objects.get(year=YEAR), User.objects.get(email=COORDINATOR)
    asked, proposed = ask(found(ASKED)), ask(found(PROPOSED))
    extensions.propose_extension_answer(proposed, by=coordinator, granted=True, until=proposed.asked_until, reason="Мысал мәтін.")
    for body in (REVIEWED, "AK-AST", "AK-KAR"):
        report = found(body)
        others.fill(report, behind="AK-AST")
        report = others.submit(report)
        if body == REVIEWED:
            review.begin_review(report, by=User.objects.get(role=Role.REVIEWER))
        else:
            others.accept(report)
    job = consolidation.consolidate(cycle, by=coordinator)
    jobs.run(job.pk)
    code = Summary.objects.get(cycle=cycle).manifest["discrepancies"][0]["item"]
    accepted, row = found(BODY, YEAR - 1), found(REVIEWED).rows.filter(needs_answer=True).first()
    year, letter = f"/work/summary/{YEAR}/", Transmission.objects.get(edition__cycle__year=YEAR - 1)
    reviewed = f"/work/review/{found(REVIEWED).public_id}/rows/{row.pk}/"
    return {
        "amend": f"/work/report/{accepted.public_id}/amend/", "extension_answer": f"/work/cycles/extensions/{asked.pk}/",
        "extension_back": f"/work/cycles/extensions/{proposed.pk}/", "status": f"{year}items/{code}/", "narrative": f"{year}text/progress/",
        "return_reason": reviewed, "remark": f"{reviewed}?at=progress_kk", "rejection": f"{year}reject/",
        "correction": f"/work/summary/{YEAR - 1}/correct/", "return_of_package": f"/work/transmission/{letter.pk}/return/",
    }  # fmt: skip


def ask(report: Report):
    """An extension that the body has asked for."""
    until = extensions.latest_day(report.cycle)
    return extensions.ask_extension(report, by=others.one(Role.SIGNATORY, report), until=until, reason="Мысал мәтін.")


def found(body: str, year: int = YEAR) -> Report:
    """The report of a body."""
    return Report.objects.select_related("body", "cycle").get(cycle__year=year, body__code=body, cycle__training=False)


def put(screen: str) -> None:
    """Puts what the page is about into the status in which it is open, as it is after the verbs; everything else back to its first."""
    now, coordinator = clock.now(), User.objects.get(email=COORDINATOR)
    wanted = SCREENS[screen].status
    Report.objects.filter(pk=found(BODY).pk).update(status=wanted if screen == "recall" else Report.DRAFT)
    by = {"proposed_at": now, "proposed_by": coordinator} if screen == "rejection" else {"proposed_at": None, "proposed_by": None}
    Summary.objects.filter(cycle__year=YEAR).update(status=Summary.PROPOSED if screen == "rejection" else Summary.DRAFT, **by)
    if screen == "return_of_package":
        Transmission.objects.filter(edition__cycle__year=YEAR - 1).update(status=wanted)


KEYS = "AK-KOS"  # the report that is filed with keys alone


def leave_one_row() -> None:
    """Fills in every row of a report but the first, and prints who goes on from there."""
    report = found(KEYS)
    row = report.rows.filter(needs_answer=True).order_by("row__number").first()
    others.fill(report, but=row.pk)
    people = {role.value: others.one(role, report).email for role in (Role.OFFICER, Role.SIGNATORY)}
    print(json.dumps({**people, "row": row.pk, "report": str(report.public_id)}))  # noqa: T201


def take_back() -> None:
    """Recalls what was submitted: other tests file it again."""
    report = found(KEYS)
    if report.status == Report.SUBMITTED:
        filing.recall(report, by=others.one(Role.SIGNATORY, report), reason="")
