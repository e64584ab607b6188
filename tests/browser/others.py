"""Everybody else's part of 2027, done by the verbs in the portal's own process (`manage.py shell`): the test itself does what is left."""

import json
from datetime import date
from decimal import Decimal

from portal.users.models import User
from reporting import clock
from reporting.filing import rules as filing
from reporting.models import MONEY, IndicatorValue, ItemProgress, Report
from reporting.review import rules as review
from reporting.roles import Role

YEAR, BY_HAND, ITEM = 2027, "AK-ABA", "SC-10"
TEXT = "Мысал мәтін. 2027 жылы жұмыс жоспар бойынша жүргізілді. Орындаған: "


def prepare() -> None:
    """Files and accepts every report of 2027 but one; of that one every row but one is filled in. Prints the sums that were written."""
    for report in Report.objects.filter(cycle__year=YEAR).select_related("body", "cycle").order_by("body__code"):
        fill(report)
        if report.body.code != BY_HAND:
            accept(submit(report))
    amounts = list(ItemProgress.objects.filter(report__cycle__year=YEAR).values(*MONEY))
    sums = {kind: sum(row[name] or 0 for row in amounts for name in MONEY if name.startswith(kind)) for kind in ("planned", "disbursed")}
    by_hand = Report.objects.get(cycle__year=YEAR, body__code=BY_HAND)
    print(json.dumps({**sums, "report": str(by_hand.public_id), "row": by_hand.rows.get(item__code=ITEM).pk}))  # noqa: T201


def one(role: Role, report: Report) -> User:
    """The body's person with this role."""
    return User.objects.filter(role=role, body=report.body).first()


def again(report: Report) -> Report:
    """The report as it is now."""
    return Report.objects.select_related("body", "cycle").get(pk=report.pk)


def fill(report: Report, behind: str = "AK-ALM", but: int | None = None) -> None:
    """Every row that is asked, but the one that is typed by hand and `but`. One body, `behind`, has not done what the others are doing."""
    officer = one(Role.OFFICER, report)
    for place, row in enumerate(report.rows.filter(needs_answer=True).select_related("report__body", "report__cycle", "item", "row")):
        if (report.body.code, row.item.code) != (BY_HAND, ITEM) and row.pk != but:
            filing.save_entry(row, by=officer, base_version=row.version, values=row_values(row, place, behind))
    for value in report.indicators.select_related("report__body", "report__cycle", "indicator"):
        filing.save_entry(value, by=officer, base_version=value.version, values=value_values(value))


def row_values(row: ItemProgress, place: int, body_behind: str) -> dict:
    """In work everywhere; one body is behind on one item, so that the Ministry has something to decide."""
    behind = row.item.code == ITEM and row.report.body.code == body_behind
    text = TEXT + row.report.body.name_kk
    amount = 1000 * (place + 1) + len(row.report.body.name_kk)
    return {
        "answer": "given", "status": "partly_done" if behind else "in_progress", "progress_kk": text, "complete": True,
        "reasons_kk": "Мысал мәтін: жеткізу кешікті.", "measures_kk": "Мысал мәтін: кесте нақтыланды.",
        "planned_republican": amount, "disbursed_republican": amount - 1, "questions_answer": "Мысал мәтін: тексерілді.",
    }  # fmt: skip


def value_values(value: IndicatorValue) -> dict:
    """A value for each indicator."""
    is_ratio = value.indicator.roll_up == "ratio"
    fact = {"numerator": Decimal(12), "denominator": Decimal(40)} if is_ratio else {"actual": Decimal(5)}
    return {
        "answer": "given", **fact, "data_source": "Мысал дереккөз", "data_date": date(2027, 12, 31), "complete": True,
        "reasons_kk": "Мысал мәтін: жобалар кеш басталды.", "questions_answer": "Мысал мәтін: тексерілді.",
    }  # fmt: skip


def submit(report: Report) -> Report:
    """The signatory confirms and submits."""
    filing.submit(again(report), by=one(Role.SIGNATORY, report), arrived_at=clock.now(), declared=True)
    return again(report)


def accept(report: Report) -> None:
    """The reviewer accepts every row; the approver the Ministry's own report."""
    reviewer, approver = User.objects.get(role=Role.REVIEWER), User.objects.get(role=Role.APPROVER)
    review.begin_review(again(report), by=reviewer)
    for entries in (ItemProgress, IndicatorValue):
        for entry in entries.objects.filter(report=report, needs_answer=True).select_related("report__body"):
            review.decide(entry, by=reviewer, decision="accepted")
    review.accept(again(report), by=approver if report.body.code == "MNVO" else reviewer)
