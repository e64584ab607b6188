"""A report that came on paper: the Ministry registers its letter with the scan, enters the rows by the body's own forms, and submits.

Timeliness is judged by the day on which the letter arrived. Who registered and entered it may not review or accept it (DOMAIN §6). The
body sees what is being entered and who does it; while a letter is open it cannot submit in the portal, so nothing is filed twice.
"""

from datetime import date

from django.db import IntegrityError, transaction

from reporting import clock, history
from reporting.filing import checking, files
from reporting.filing.entries import hold
from reporting.filing.examination import report_problems
from reporting.filing.submission import await_decision, freeze, issue
from reporting.filing.told import tell_body, tell_ministry
from reporting.models import PaperReport, Receipt, Report
from reporting.permissions import require
from reporting.problems import BLOCKER, Problem, Refused
from reporting.workflow import move

NOON = 12  # the letter's arrival is a day; the hour in which it is kept says nothing and moves no date


@transaction.atomic
def register_paper(
    report: Report, *, by, letter_number: str, letter_date: date | None, arrived_on: date | None, signed_by: str, upload
) -> PaperReport:
    """Opens the entry of a paper report: number and date of the letter, the day it arrived, who signed it, its scan.

    Refuses a report that is filed in the portal, a second letter while one is open, dates that cannot be, and a file by its fault.
    """
    require(by, "register_paper", report)
    report = hold(report.pk)
    if report.status not in Report.EDITABLE:
        raise Refused(Problem("paper_filed"))
    letter_number, signed_by = letter_number.strip(), signed_by.strip()
    if problems := faults(letter_number, letter_date, arrived_on, signed_by, upload):
        raise Refused(problems)
    refuse_while_open(report, "paper_open_already")
    with files.received(upload) as file:
        checking.keep(file, by=by)
        try:
            with transaction.atomic():
                paper = PaperReport.objects.create(
                    report=report, letter_number=letter_number, letter_date=letter_date, arrived_on=arrived_on, signed_by=signed_by,
                    file_name=file.name, file_sha256=file.sha256, file_size=file.size, file_type=file.type,
                    registered_at=clock.now(), registered_by=by,
                )  # fmt: skip
        except IntegrityError as error:  # two people at once: the database keeps one
            raise Refused(Problem("paper_open_already", params={"number": ""})) from error
        file.settle()
    told = {"letter_number": letter_number, "letter_date": letter_date.isoformat(), "arrived_on": arrived_on.isoformat()}
    history.record("register", paper, by=by, new={**told, "signed_by": signed_by, "file_name": paper.file_name})
    tell_body(report, "paper_registered", link=f"/work/report/{report.public_id}/", number=letter_number)
    return paper


def faults(letter_number: str, letter_date, arrived_on, signed_by: str, upload) -> list[Problem]:
    """What is wrong with the letter as it was described."""
    found = []
    for where, said, most in (("letter_number", letter_number, 60), ("signed_by", signed_by, 200)):
        if not said:
            found.append(Problem("required", where))
        elif any(ord(sign) < 32 for sign in said):
            found.append(Problem("bad_character", where))
        elif len(said) > most:
            found.append(Problem("too_long", where, params={"max": most}))
    found += [Problem("date_required", where) for where, day in (("letter_date", letter_date), ("arrived_on", arrived_on)) if not day]
    if arrived_on and arrived_on > clock.today():
        found.append(Problem("date_in_future", "arrived_on"))
    if letter_date and arrived_on and arrived_on < letter_date:
        found.append(Problem("paper_dates", "arrived_on"))
    return found if upload else [*found, Problem("paper_needs_scan", "file")]


def open_paper(report: Report) -> PaperReport | None:
    """The letter that is being entered into the report now."""
    return PaperReport.objects.filter(report=report.pk, status=PaperReport.REGISTERED).select_related("registered_by").first()


def refuse_while_open(report: Report, code: str) -> None:
    """Refuses while a letter is being entered."""
    if paper := open_paper(report):
        raise Refused(Problem(code, params={"number": paper.letter_number}))


@transaction.atomic
def submit_paper(paper: PaperReport, *, by, declared: bool) -> Receipt:
    """Freezes what was entered as the body's version. On time is judged by the day the letter arrived; the receipt names the letter.

    Refuses without the declaration that the entry agrees with the paper, and as long as any check stops it, as for a body.
    """
    require(by, "submit_paper", paper.report)
    report = hold(paper.report_id)
    problems = [] if declared else [Problem("declare_required", "declared")]
    problems += [problem for problem in report_problems(report) if problem.severity == BLOCKER]
    if problems:
        raise Refused(problems)
    now = clock.now()
    arrived = min(clock.local(paper.arrived_on, NOON), now)
    version = freeze(report, by=by, arrived_at=now)
    await_decision(report)
    move(paper, "enter", by=by, version=version)
    move(report, "submit", by=by, at=now, first_submitted_at=report.first_submitted_at or arrived)
    receipt = issue(version, by=by)
    Receipt.objects.filter(pk=receipt.pk).update(confirmed_by=paper.signed_by, confirmed_role="paper", confirmed_for="")
    receipt.refresh_from_db()
    tell_ministry(report, "paper_entered", number=paper.letter_number)
    tell_body(report, "paper_entered", link=f"/work/report/receipt/{receipt.public_id}/", number=paper.letter_number)
    return receipt


@transaction.atomic
def cancel_paper(paper: PaperReport, *, by, reason: str) -> PaperReport:
    """Gives the report back to the body, with a reason; what was entered stays in its rows. The letter and its scan stay in the history."""
    require(by, "register_paper", paper.report)
    reason = reason.strip()
    if not reason or "\x00" in reason:
        raise Refused(Problem("reason_required", "reason"))
    move(paper, "cancel", by=by, why=reason, cancelled_reason=reason)
    tell_body(paper.report, "paper_cancelled", link=f"/work/report/{paper.report.public_id}/", reason=reason)
    return paper
