"""The sample year, told by the verbs of the regulation on the days they would happen; then the next year is opened."""

from contextlib import contextmanager
from datetime import date

from portal.operations.demo import rows, texts
from portal.site import duties as _duties  # noqa: F401 - registers the job that makes the pages
from reporting import clock, jobs
from reporting.consolidation import narrative
from reporting.consolidation import rules as consolidation
from reporting.cycle import rules as cycle
from reporting.filing import rules as filing
from reporting.models import Edition, Job, Report
from reporting.publication import rules as publication
from reporting.review import rules as review
from reporting.roles import Role
from reporting.transmission import rules as transmission
from territories.models import ActionItem

LATE, UNFILED, WHOLE_NO_ACTIVITY, RETURNED = "AK-MAN", "AK-ULY", "AK-ZHE", "AK-ABA"


@contextmanager
def on(month: int, day: int, hour: int = 10):
    """The clock of the sample year stands in 2027."""
    with clock.at(clock.local(date(2027, month, day), hour)):
        yield


def tell(people: dict, say=print) -> None:
    """The whole story. `people` come from `demo.people.make_people`."""
    with on(1, 11, 9):
        year = cycle.open_year(2026, by=people[Role.COORDINATOR])
    say("2026 is opened")
    reports = list(Report.objects.filter(cycle=year).select_related("body", "cycle").order_by("body__code"))
    for place, report in enumerate(reports):
        if report.body.code != UNFILED:
            file(report, people, place)
    say(f"{len(reports) - 1} of {len(reports)} reports are filed")
    for place, report in enumerate(reports):
        if report.body.code != UNFILED:
            examine(report, people, place)
    say("the reports are reviewed")
    edition = consolidate(year, people)
    say("the edition is approved")
    hand_over(edition, people)
    say("the edition is sent, acknowledged and published")
    with clock.at(clock.local(date(2028, 1, 10), 9)):
        cycle.open_due_years()
    say("2027 is opened")


def file(report: Report, people: dict, place: int) -> None:
    """The officer fills in every row on a day of March; the signatory submits."""
    code = report.body.code
    officer, signatory = people[Role.OFFICER, code], people[Role.SIGNATORY, code]
    month, day = (4, 4) if code == LATE else (3, 1 + (place * 7) % 30)
    with on(month, day):
        if code == WHOLE_NO_ACTIVITY:
            filing.mark_no_activity(report, by=officer, note=texts.WHOLE_NO_ACTIVITY)
        else:
            fill(report, officer)
    with on(month, day, 16):
        filing.submit(again(report), by=signatory, arrived_at=clock.now(), declared=True)


def fill(report: Report, officer) -> None:
    """Every row that needs an answer, with a document where the work is done."""
    for progress in report.rows.filter(needs_answer=True).select_related("report__body", "report__cycle", "item", "row"):
        values = rows.values_of(progress)
        if values.get("status") == "done":
            number, day = f"{progress.row.number}-{report.body.code}", values["actual_date"]
            filing.add_evidence(progress, by=officer, kind="act", number=f"{number} ({texts.EVIDENCE})", date=day, link="")
            progress.refresh_from_db()
        filing.save_entry(progress, by=officer, base_version=progress.version, values=values)
    for value in report.indicators.select_related("report__body", "report__cycle", "indicator"):
        filing.save_entry(value, by=officer, base_version=value.version, values=rows.value_of(value))


def examine(report: Report, people: dict, place: int) -> None:
    """The reviewer decides every row; one report goes back for revision and comes again."""
    reviewer = people[Role.REVIEWER]
    with on(4, 5 + place % 4):
        review.begin_review(again(report), by=reviewer)
        if report.body.code == RETURNED:
            decide(report, reviewer, returned="SC-10")
            review.return_for_revision(again(report), by=reviewer)
    if report.body.code == RETURNED:
        correct(report, people)
    with on(4, 13):
        decide(report, reviewer)
        own = report.body.code == "MNVO"
        review.accept(again(report), by=people[Role.APPROVER] if own else reviewer)


def decide(report: Report, reviewer, returned: str = "") -> None:
    """A decision on every row that is still to be decided."""
    report = again(report)
    if report.no_activity:
        return
    for entry in [*report.rows.filter(needs_answer=True, open=True).select_related("item"), *report.indicators.filter(open=True)]:
        entry.report = report
        back = bool(returned) and getattr(entry, "item", None) is not None and entry.item.code == returned
        review.decide(entry, by=reviewer, decision="returned" if back else "accepted", reason=texts.RETURN if back else "")


def correct(report: Report, people: dict) -> None:
    """The body answers the reviewer and submits again; the reviewer begins the second round."""
    code = report.body.code
    with on(4, 9):
        progress = report.rows.select_related("report__body", "report__cycle", "item", "row").get(item__code="SC-10")
        kk, ru = progress.progress_kk + texts.ADDED[0], progress.progress_ru + texts.ADDED[1]
        said = {"progress_kk": kk, "progress_ru": ru, "complete": True}
        filing.save_entry(progress, by=people[Role.OFFICER, code], base_version=progress.version, values=said)
        filing.submit(again(report), by=people[Role.SIGNATORY, code], arrived_at=clock.now(), declared=True)
    with on(4, 12):
        review.begin_review(again(report), by=people[Role.REVIEWER])


def consolidate(year, people: dict) -> Edition:
    """The summary is calculated, discrepancies are decided, the narrative is written; one proposes, another approves."""
    coordinator = people[Role.COORDINATOR]
    with on(4, 19):
        summary = consolidation.start_summary(year, by=coordinator)
        consolidation.consolidate(year, by=coordinator)
        work_off()
        summary.refresh_from_db()
        for found in summary.manifest["discrepancies"]:
            item = ActionItem.objects.get(code=found["item"])
            reason = texts.DECISION[found["suggested"]]
            consolidation.decide_status(year, item, by=coordinator, status=found["suggested"], reason=reason)
        summary.refresh_from_db()
        for section in narrative.in_order(summary):
            kk, ru = texts.NARRATIVE[section.key]
            narrative.write_narrative(section, by=coordinator, base_version=section.version, kk=kk, ru=ru)
        consolidation.consolidate(year, by=coordinator)
        work_off()
    with on(4, 21):
        summary.refresh_from_db()
        consolidation.propose(summary, by=coordinator)
    with on(4, 22):
        summary.refresh_from_db()
        consolidation.approve(summary, by=people[Role.APPROVER])
        work_off()
    return Edition.objects.get(cycle=year)


def hand_over(edition: Edition, people: dict) -> None:
    """To the planning body, and to the public."""
    with on(4, 26):
        letter = transmission.prepare(edition, by=people[Role.COORDINATOR], letter_number="00-00/0000 (мысал)", letter_date=clock.today())
        transmission.send(letter, by=people[Role.APPROVER])
    with on(4, 27):
        transmission.acknowledge(letter, by=people[Role.OBSERVER], incoming_number="0000 (мысал)", incoming_date=clock.today())
    with on(4, 28):
        edition.refresh_from_db()
        publication.propose_publication(edition, by=people[Role.COORDINATOR])
        publication.publish(edition, by=people[Role.APPROVER])
        work_off()


def work_off() -> None:
    """Runs the jobs that are owed, here and now: there is no worker yet."""
    for job_id in Job.objects.filter(state=Job.WAITING).order_by("pk").values_list("pk", flat=True):
        jobs.run(job_id)
        job = Job.objects.get(pk=job_id)
        if job.state != Job.DONE:
            raise RuntimeError(f"{job.key}: {job.state} {job.reference}")


def again(report: Report) -> Report:
    """The report as it is now."""
    return Report.objects.select_related("body", "cycle").get(pk=report.pk)
