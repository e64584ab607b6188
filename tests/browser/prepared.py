"""Reports of 2027 in every state that an officer meets, brought there by the verbs, in the portal's own process: for the look of pages."""

import json

from portal.users.models import User
from reporting.cycle import extensions
from reporting.filing import rules as filing
from reporting.filing.training import practise
from reporting.models import ItemProgress, Receipt, Report
from reporting.review import comments
from reporting.review import rules as review
from reporting.roles import Role
from tests.browser import others
from tests.browser.screens import YEAR, found

TEXT = "Мысал мәтін: құжаттың көшірмесін қосыңыз және сомасын нақтылаңыз."
READY, SENT, SUBMITTED, REVIEWED, RETURNED, ACCEPTED = "AK-KYZ", "AK-MAN", "AK-PAV", "AK-SKO", "AK-TUR", "AK-ALA"
AMENDED, UNTOUCHED, NOTHING_DONE, ASKING, FIRST_YEAR = "AK-VKO", "AK-ZHA", "AK-ZHE", "AK-SHY", "AK-ULY"


def states() -> None:
    """Prints name → (who, address without the language) of pages in these states."""
    sent, submitted, reviewed, returned = full(SENT), others.submit(full(SUBMITTED)), taken(REVIEWED), taken(RETURNED)
    others.accept(others.submit(full(ACCEPTED)))
    filing.send_for_confirmation(sent, by=others.one(Role.OFFICER, sent))
    remarked = remark(reviewed)
    give_back(returned)
    amended, learning = amend(), practise(found(UNTOUCHED).body, by=others.one(Role.OFFICER, found(UNTOUCHED)))
    silent, asked = found(NOTHING_DONE), found(ASKING)
    filing.mark_no_activity(silent, by=others.one(Role.OFFICER, silent), note=TEXT)
    extensions.ask_extension(asked, by=others.one(Role.SIGNATORY, asked), until=extensions.latest_day(asked.cycle), reason=TEXT)
    row = returned.rows.get(decision="returned")
    full(READY)
    head = Role.SIGNATORY
    print(json.dumps({  # noqa: T201
        "untouched": page(UNTOUCHED), "first year": page(FIRST_YEAR), "training": page(UNTOUCHED, report=learning), "ready": page(READY),
        "ready, check": page(READY, "check/"), "ready, to submit": page(READY, "check/", head),
        "sent": page(SENT), "sent, to confirm": page(SENT, "check/", head),
        "submitted": page(SUBMITTED), "submitted, row": page(SUBMITTED, place_of(first(submitted))),
        "receipt": receipt(submitted), "recall": page(SUBMITTED, "recall/", head),
        "in review": page(REVIEWED), "ask for return": page(REVIEWED, "ask-return/", head),
        "remark on a row": page(REVIEWED, place_of(remarked)), "remark, answer": page(REVIEWED, f"comments/{remarked.comments.get().pk}/"),
        "returned": page(RETURNED), "returned row": page(RETURNED, place_of(row)),
        "row that stays accepted": page(RETURNED, place_of(shut(returned))), "accepted": page(ACCEPTED),
        "amended": page(AMENDED, report=amended), "amended, difference": page(AMENDED, "check/", report=amended),
        "no activity, marked": page(NOTHING_DONE), "no activity, check": page(NOTHING_DONE, "check/"),
        "extension, asked": (email(ASKING, head), f"/work/cycles/reports/{asked.public_id}/extension/"),
    }))  # fmt: skip


def email(body: str, role: Role = Role.OFFICER) -> str:
    """The body's person, as they sign in."""
    return User.objects.filter(role=role, body__code=body).values_list("email", flat=True)[0]


def page(body: str, place: str = "", role: Role = Role.OFFICER, report: Report | None = None) -> tuple[str, str]:
    """A page of the body's report."""
    return email(body, role), f"/work/report/{(report or found(body)).public_id}/{place}"


def place_of(row: ItemProgress) -> str:
    """A row's page."""
    return f"items/{row.pk}/"


def full(body: str) -> Report:
    """Every row is filled in."""
    others.fill(found(body))
    return found(body)


def taken(body: str) -> Report:
    """Submitted, and its review has begun."""
    return review.begin_review(others.submit(full(body)), by=User.objects.get(role=Role.REVIEWER))


def first(report: Report) -> ItemProgress:
    """The first row that is asked."""
    return report.rows.filter(needs_answer=True).select_related("report__body", "report__cycle", "row").order_by("row__number").first()


def remark(report: Report) -> ItemProgress:
    """A remark of the Ministry waits for an answer on the first row."""
    row = first(report)
    comments.comment(row, by=User.objects.get(role=Role.REVIEWER), text=TEXT, field="progress_kk")
    return row


def give_back(report: Report) -> None:
    """One row is returned, the rest accepted."""
    reviewer, wrong = User.objects.get(role=Role.REVIEWER), first(report).pk
    for entries in (report.rows.filter(needs_answer=True), report.indicators.all()):
        for entry in entries.select_related("report__body"):
            is_wrong = isinstance(entry, ItemProgress) and entry.pk == wrong
            decided = {"decision": "returned", "reason": TEXT, "code": "figures"} if is_wrong else {"decision": "accepted"}
            review.decide(entry, by=reviewer, **decided)
    review.return_for_revision(others.again(report), by=reviewer)


def shut(report: Report) -> ItemProgress:
    """A row of a returned report that cannot be changed."""
    return report.rows.filter(needs_answer=True, open=False).first()


def amend() -> Report:
    """The accepted report of the year before is open again, and says something else in one row."""
    report = found(AMENDED, YEAR - 1)
    report = filing.amend(report, by=others.one(Role.SIGNATORY, report), code="new_data", reason=TEXT)
    row = first(report)
    others_text = {"progress_kk": f"{row.progress_kk} Нақтыланды.", "planned_local": 9_000_000, "questions_answer": TEXT}
    filing.save_entry(row, by=others.one(Role.OFFICER, report), base_version=row.version, values=others_text)
    return report


def receipt(report: Report) -> tuple[str, str]:
    """The page of its receipt."""
    return email(report.body.code), f"/work/report/receipt/{Receipt.objects.get(version__report=report).public_id}/"
