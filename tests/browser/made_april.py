"""The middle of April 2028 in the demonstration: reports of 2027 filed, late, missing, returned, under review, on paper; a term asked for;
a first calculation. Made by the verbs in the portal's own process (`tests.hand`); `facts` gives the right answers from the database.
"""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from portal.operations.demo.story import work_off
from portal.users.models import User
from reporting import clock, formats
from reporting.consolidation import rules as consolidation
from reporting.cycle import extensions
from reporting.filing import paper
from reporting.filing import rules as filing
from reporting.models import MONEY, Comment, Cycle, Extension, IndicatorValue, ItemProgress, PaperReport, Report, Transmission
from reporting.review import comments
from reporting.review import rules as review
from reporting.roles import Role
from reporting.words import look_up
from tests.browser import others

YEAR, BEFORE = 2027, 2026
DAY = clock.local(date(2028, 4, 12), 10)
OVERDUE, LATE, RETURNED, REMARKED, ASKS, PAPER = ("AK-ABA", "AK-ULY"), "AK-MAN", "AK-AKM", "AK-KAR", "AK-SHY", "MTI"
WAITING = ("AK-PAV", "AK-SKO")
REMARK, REASON = "Ескерту (мысал): соманы растайтын құжатты көрсетіңіз.", "Себеп (мысал): қаржы деректерін нақтылаңыз."
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def on(month: int, day: int):
    """A day of the spring of 2028."""
    return clock.at(clock.local(date(2028, month, day), 10))


def the(role: Role) -> User:
    """The one person of the Ministry with this role."""
    return User.objects.filter(role=role).first()


def report_of(code: str) -> Report:
    """A report of the year as it is now."""
    return Report.objects.select_related("cycle__plan", "body").get(cycle__year=YEAR, cycle__training=False, body__code=code)


def rows_of(code: str):
    """The rows that a body answers, in their order."""
    rows = report_of(code).rows.filter(needs_answer=True).select_related("report__body", "report__cycle", "item", "row")
    return rows.order_by("row__number")


def prepare() -> None:
    """Everything up to the day on which the questions are asked."""
    unfiled = {*OVERDUE, ASKS, PAPER}
    filed = [code for code in Report.objects.filter(cycle__year=YEAR).values_list("body__code", flat=True) if code not in unfiled]
    for code in filed:
        with on(*((4, 5) if code == LATE else (3, 10))):
            others.fill(report_of(code))
            if code == REMARKED:
                change_amount(code)
            others.submit(report_of(code))
    with on(3, 28):
        asked = {"until": date(2028, 4, 20), "reason": REASON}
        extensions.ask_extension(report_of(ASKS), by=others.one(Role.SIGNATORY, report_of(ASKS)), **asked)
    with on(4, 10):
        for code in filed:
            if code not in WAITING:
                examine(code)
        answer = {"granted": True, "until": date(2028, 4, 20), "reason": REASON}
        extensions.propose_extension_answer(Extension.objects.get(report=report_of(ASKS)), by=the(Role.COORDINATOR), **answer)
        upload = SimpleUploadedFile("hat.pdf", SCAN, "application/pdf")
        letter = {"letter_number": "12-3/45", "letter_date": date(2028, 3, 30), "arrived_on": date(2028, 4, 1), "signed_by": "Мысалов"}
        paper.register_paper(report_of(PAPER), by=the(Role.COORDINATOR), upload=upload, **letter)
        consolidation.consolidate(Cycle.objects.get(year=YEAR, training=False), by=the(Role.COORDINATOR))
        work_off()


def change_amount(code: str) -> None:
    """Before it submits, the body changes what it had typed in its first row."""
    row = rows_of(code).first()
    values = {"disbursed_republican": row.planned_republican - 7}
    filing.save_entry(row, by=others.one(Role.OFFICER, row.report), base_version=row.version, values=values)


def examine(code: str) -> None:
    """Accepted; or returned; or under review with a remark that waits for an answer."""
    if code not in (RETURNED, REMARKED):
        others.accept(report_of(code))
        return
    reviewer, report = the(Role.REVIEWER), report_of(code)
    review.begin_review(report, by=reviewer)
    if code == REMARKED:
        comments.comment(rows_of(code).first(), by=reviewer, text=REMARK)
        return
    for entries in (ItemProgress, IndicatorValue):
        for entry in entries.objects.filter(report=report, needs_answer=True).select_related("report__body").order_by("pk"):
            back = entry == rows_of(code).first()
            review.decide(entry, by=reviewer, decision="returned" if back else "accepted", reason=REASON if back else "")
    review.return_for_revision(report_of(code), by=reviewer)


# The right answers


def facts(language: str) -> dict:
    """What is asked and what is right, read from the database, in the words and digits of a language."""
    with override(language):
        reports = Report.objects.filter(cycle__year=YEAR, cycle__training=False, invited=False).select_related("body", "cycle")
        return {"year": str(YEAR), **of_reports(reports), **of_sums(reports, language), **of_before()}


def facts_of_the_past(language: str) -> dict:
    """The same of the year before alone."""
    with override(language):
        return of_before()


def of_reports(reports) -> dict:
    """Who owes, who waits, who is asked for what."""
    unfiled = reports.filter(first_submitted_at=None).exclude(extensions__status="granted")
    asks, letter = Extension.objects.get(status="proposed"), PaperReport.objects.get(status="registered")
    remark, returned = Comment.objects.get(status="open", internal=False), report_of(RETURNED)
    late = reports.get(first_submitted_at__gte=clock.end_of(reports[0].cycle.due_on))
    row = rows_of(REMARKED).first()
    last = row.revisions.order_by("version").exclude(fields={}).last()
    words = {
        "row_changed": f"{row.row.number}. {row.row.title}", "row_title": row.row.title, "changed_by": last.saved_by.full_name,
        "changed_to": formats.money_table(row.disbursed_republican),
    }  # fmt: skip
    return {
        "overdue": sorted(report.body.name for report in unfiled),
        "waiting": sorted(report.body.name for report in reports.filter(status__in=("submitted", "in_review"))),
        "late": late.body.name, "late_day": formats.date_short(late.first_submitted_at),
        "asks": asks.report.body.name, "asks_until": formats.date_short(asks.asked_until),
        "remarked": remark.report.body.name, "remark": remark.text,
        "paper": letter.report.body.name, "letter": letter.letter_number,
        "returned": returned.body.name, "reason": returned.rows.exclude(decision_reason="").first().decision_reason,
        "unassigned": str(reports.filter(reviewer=None).exclude(status="accepted").count()), **words,
    }  # fmt: skip


def of_sums(reports, language: str) -> dict:
    """The total, how many rows made it, whose reports are not in it, and where those that are in it differ."""
    accepted = ItemProgress.objects.filter(report__cycle__year=YEAR, report__status="accepted", needs_answer=True).select_related("row")
    disbursed = [[getattr(row, name) for name in MONEY if name.startswith("disbursed")] for row in accepted]
    added = [sum(filter(None, amounts)) for amounts in disbursed if any(amount is not None for amount in amounts)]
    said: dict[str, set] = {}
    for row in accepted:
        said.setdefault(f"{row.row.number}. {row.row.title}", set()).update({row.status} - {""})
    out = reports.filter(first_submitted_at=None)
    return {
        "total": formats.money_table(sum(added), language=language), "total_rows": str(len(added)),
        "not_filed_word": str(look_up("not_filed", "report")[1]), "not_filed": sorted(report.body.name for report in out),
        "not_filed_short": sorted(report.body.short for report in out),
        "differ": sorted(title for title, statuses in said.items() if len(statuses) > 1),
    }  # fmt: skip


def of_before() -> dict:
    """Of the year before, which is over."""
    due = clock.end_of(Cycle.objects.get(year=BEFORE, training=False).due_on)
    late = Report.objects.filter(cycle__year=BEFORE, first_submitted_at__gte=due).select_related("body")
    letter = Transmission.objects.filter(edition__cycle__year=BEFORE).latest("pk")
    return {"incoming": letter.incoming_number, "approved_by": letter.edition.approved_by.full_name, "before": str(BEFORE),
            "before_late": sorted(report.body.name for report in late)}  # fmt: skip
