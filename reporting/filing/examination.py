"""The whole report looked at at once: every row with its problems, documents and the accepted row of the year before."""

from dataclasses import dataclass, replace

from reporting import clock
from reporting.filing.checks import Subject, judge, row_state
from reporting.models import Decision, Evidence, IndicatorValue, ItemProgress, Report
from reporting.problems import BLOCKER, QUESTION, Problem
from territories.models import concept


@dataclass(frozen=True)
class Judged:
    """A row with everything a page shows beside it."""

    subject: Subject
    problems: list[Problem]

    @property
    def entry(self):
        return self.subject.entry

    @property
    def anchor(self) -> str:
        """Id of the row on the check page."""
        return f"{'row' if isinstance(self.entry, ItemProgress) else 'value'}-{self.entry.pk}"

    @property
    def state(self) -> str:
        return "completed" if self.entry.report.no_activity and self.entry.needs_answer else row_state(self.entry, self.problems)

    @property
    def blockers(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == BLOCKER]

    @property
    def questions(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == QUESTION]


def examine(report: Report) -> list[Judged]:
    """Every row of the report judged, items first: a fixed number of queries however many rows there are."""
    rows = report.rows.select_related("row__section", "item", "territory", "edited_by", "decided_by").order_by("row__number")
    values = report.indicators.select_related("indicator", "edited_by", "decided_by").order_by("indicator__order", "indicator__code")
    return judged(report, [*rows, *values])


def judged(report: Report, entries: list) -> list[Judged]:
    """Rows of one report judged together."""
    documents, last, begins, today = {}, last_year(report), concept.day("act_date"), clock.today()
    for document in Evidence.objects.filter(row__report=report, removed_at=None).order_by("added_at", "id"):
        documents.setdefault(document.row_id, []).append(document)
    found = []
    for entry in entries:
        entry.report = report
        is_item = isinstance(entry, ItemProgress)
        before = last.get((ItemProgress, entry.item_id) if is_item else (IndicatorValue, entry.indicator_id))
        evidence = tuple(documents.get(entry.pk, ())) if is_item else ()
        subject = Subject(entry, report.cycle.year, today, begins, evidence, before)
        found.append(Judged(subject, [] if report.no_activity else judge(subject)))
    return found


def last_year(report: Report) -> dict:
    """Accepted rows of the body's report for the year before, by item and indicator."""
    where = {"report__body": report.body_id, "report__cycle__year": report.cycle.year - 1, "decision": Decision.ACCEPTED}
    rows = ItemProgress.objects.filter(**where).select_related("report", "territory")
    values = IndicatorValue.objects.filter(**where).select_related("report", "indicator")
    found = {(ItemProgress, row.item_id): row for row in rows}
    return found | {(IndicatorValue, value.indicator_id): value for value in values}


def report_problems(report: Report) -> list[Problem]:
    """Every problem of the report, each pointing to its row on the check page."""
    return [replace(problem, where=row.anchor) for row in examine(report) for problem in row.problems]
