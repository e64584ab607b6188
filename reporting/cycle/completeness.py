"""Who has filed and who has not: the bodies of a year against the states of their reports. Counts always add up to the bodies."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from reporting import clock
from reporting.cycle.deadlines import Timeliness, timeliness, with_last_days
from reporting.formats import instant_short
from reporting.models import Cycle, Decision, IndicatorValue, ItemProgress, Part, Report
from reporting.permissions import visible
from reporting.words import look_up
from territories.kazakh import sort_key

FILTERS = ("all", "not_filed", "overdue", "submitted", "in_review", "returned", "accepted", "extended", "mine")


@dataclass
class Line:
    """One body of the table."""

    report: Report
    time: Timeliness
    lead: int = 0
    co: int = 0
    indicators: int = 0
    asked: int = 0
    complete: int = 0
    accepted: int = 0
    returned: int = 0

    @property
    def decided(self) -> int:
        """Rows on which the reviewer has decided."""
        return self.accepted + self.returned

    @property
    def state(self) -> str:
        """The word for the report: a draft is, to the Ministry, simply not filed."""
        return "not_filed" if self.report.status == Report.DRAFT else self.report.status

    @property
    def word(self) -> str:
        """What the page says: a draft is being filled in while its term runs, and not filed only when it is over."""
        return self.report.status if self.state == "not_filed" and not self.time.is_overdue else self.state

    def is_in(self, wanted: str, user) -> bool:
        """Whether a filter shows the line."""
        if wanted == "overdue":
            return self.time.is_overdue
        if wanted == "extended":
            return self.time.is_extended
        if wanted == "mine":
            return self.report.reviewer_id == user.pk
        return wanted == "all" or self.state == wanted


def lines_of(cycle: Cycle, user) -> list[Line]:
    """Every body of the year in the order of its name as the reader sees it. Three queries, however many there are."""
    reports = with_last_days(visible(user, Report).filter(cycle=cycle).select_related("body__region", "reviewer"))
    rows, values, now = counted(ItemProgress, cycle), counted(IndicatorValue, cycle), clock.now()
    lines = []
    for report in reports.order_by("body__sort_key", "body__code"):
        report.cycle = cycle
        row, value = rows.get(report.pk, {}), values.get(report.pk, {})
        both = {name: row.get(name, 0) + value.get(name, 0) for name in ("asked", "complete", "accepted", "returned")}
        parts = {"lead": row.get("lead", 0), "co": row.get("co", 0), "indicators": value.get("asked", 0)}
        lines.append(Line(report=report, time=timeliness(report, now=now), **parts, **both))
    # the database sorts by the Kazakh name; a reader of another language looks for the name they see
    return sorted(lines, key=lambda line: sort_key(line.report.body.name))


def counted(model, cycle: Cycle) -> dict[int, dict]:
    """By report: rows that need an answer, filled in, accepted, returned, and by part."""
    needed = Q(needs_answer=True)
    parts = {part: Count("pk", filter=needed & Q(part=part)) for part in Part.values} if model is ItemProgress else {}
    rows = model.objects.filter(report__cycle=cycle).order_by().values("report").annotate(
        asked=Count("pk", filter=needed), complete=Count("pk", filter=needed & Q(complete=True)),
        accepted=Count("pk", filter=needed & Q(decision=Decision.ACCEPTED)),
        returned=Count("pk", filter=needed & Q(decision=Decision.RETURNED)), **parts,
    )  # fmt: skip
    return {row["report"]: row for row in rows}


def counts_of(lines: list[Line], user) -> dict[str, int]:
    """Numbers for the first sentence, the filters and the total. Bodies "by agreement" are counted apart."""
    obliged = [line for line in lines if not line.report.invited]
    states = Counter(line.state for line in obliged)
    return {
        **{state: states[state] for state in ("not_filed", *Report.STATUSES)},
        "expected": len(obliged),
        "filed": len(obliged) - states["not_filed"],
        "overdue": sum(line.time.is_overdue for line in obliged),
        "late": sum(line.time.kind == "late" for line in obliged),
        "unassigned": sum(line.state in (Report.SUBMITTED, Report.IN_REVIEW) and not line.report.reviewer_id for line in obliged),
        "invited": len(lines) - len(obliged),
        "invited_filed": sum(line.report.invited and line.state != "not_filed" for line in lines),
        "shown": {name: sum(line.is_in(name, user) for line in lines) for name in FILTERS},
    }


def as_csv(lines: list[Line]) -> str:
    """The table as a file; with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([
        _("Code"), _("Body"), _("Region"), _("Rows to answer"), _("Filled in"), _("Accepted rows"), _("Returned rows"),
        _("State of the report"), _("First submitted"), _("Timeliness"), _("Reviewer"),
    ])  # fmt: skip
    for line in lines:
        body, report = line.report.body, line.report
        write.writerow([
            body.code, body.name, body.region.name if body.region else "", line.asked, line.complete, line.accepted, line.returned,
            look_up(line.word, "report")[1], instant_short(report.first_submitted_at), line.time.text(),
            report.reviewer.full_name if report.reviewer else "",
        ])  # fmt: skip
    return "\ufeff" + out.getvalue()
