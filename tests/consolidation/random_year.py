"""A year as chance will have it: reports filed, recalled, returned, amended and left lying, by the verbs that people use."""

from datetime import timedelta
from random import Random

from reporting import clock
from reporting.filing import rules as filing
from reporting.models import MONEY, Cycle, ItemProgress, ItemStatus, Report
from reporting.review import rounds
from reporting.review import rules as review
from tests.review import filed

ANSWERS = ("given", "given", "given", "given", "no_activity", "not_applicable", "not_yet_available", "")
STEPS = ("recall", "return", "accept", "leave", "draft")


def scribble(report: Report, chance: Random, *, by) -> None:
    """Anything a body could have said, in every row and value."""
    for row in report.rows.filter(needs_answer=True):
        answer = chance.choice(ANSWERS)
        given = answer == "given"
        money = {name: chance.choice((None, 0, chance.randrange(10**13))) if given else None for name in MONEY}
        said = {
            "answer": answer, "status": chance.choice(ItemStatus.values) if given else "", "progress_kk": "Мысал" if given else "",
            "proposal_ru": chance.choice(("", "Пример предложения")) if given else "", **money,
        }  # fmt: skip
        ItemProgress.objects.filter(pk=row.pk).update(**said, edited_at=clock.now(), edited_by=by)
    for value in report.indicators.select_related("indicator"):
        given, is_ratio = chance.random() < 0.8, value.indicator.roll_up == "ratio"
        numbers = {"numerator": chance.randrange(1, 99), "denominator": chance.randrange(1, 99)} if is_ratio else {}
        said = {"answer": "given", "actual": chance.randrange(10**6), "data_date": clock.today(), **numbers} if given else {
            "answer": "not_yet_available", "actual": None, "numerator": None, "denominator": None}  # fmt: skip
        type(value).objects.filter(pk=value.pk).update(**said, edited_at=clock.now(), edited_by=by)


def decide_all(report: Report, chance: Random, *, by, returned: bool) -> None:
    """A decision on each row that waits for one; of a return at least one row goes back."""
    waiting = rounds.to_decide(report)
    back = set(chance.sample(range(len(waiting)), k=chance.randint(1, max(1, len(waiting) // 3)))) if returned and waiting else set()
    for place, entry in enumerate(waiting):
        entry.report = report
        review.decide(entry, by=by, decision="returned" if place in back else "accepted", reason="Мысал" if place in back else "")


def live(report: Report, chance: Random, people: dict) -> None:
    """One body's year: up to four rounds of chance."""
    officer, signatory, reviewer = people["officer"], people["signatory"], people["reviewer"]
    for round_ in range(chance.randint(1, 4)):
        step = chance.choice(STEPS)
        report = Report.objects.select_related("cycle__plan", "body").get(pk=report.pk)
        scribble(report, chance, by=officer)
        if step == "draft" and round_ == 0:
            return
        report = filed.submit(report, by=signatory, at=clock.now() + timedelta(days=chance.randint(-20, 15)))
        if step == "recall":
            filing.recall(report, by=signatory)
            continue
        if step == "leave":
            return
        review.begin_review(report, by=reviewer)
        decide_all(report, chance, by=reviewer, returned=step == "return")
        report.refresh_from_db()
        if any(entry.decision == "returned" for entry in filed.entries(report)):
            review.return_for_revision(report, by=reviewer)
            continue
        review.accept(report, by=reviewer)
        if chance.random() < 0.5:
            return
        filing.amend(Report.objects.get(pk=report.pk), by=signatory, code="mistake", reason="Мысал")


def live_through(cycle: Cycle, chance: Random, people_of, most: int | None = None) -> None:
    """Every body of the year, or the first `most`, in a random order. `people_of(report)` gives officer, signatory and reviewer."""
    reports = list(cycle.reports.exclude(body__code="MNVO").select_related("body").order_by("body__code")[:most])
    chance.shuffle(reports)
    for report in reports:
        live(report, chance, people_of(report))
