"""The whole report looked at at once: every row with its problems, documents and the accepted row of the year before."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from reporting import clock
from reporting.filing.carried import field_name
from reporting.filing.checks import Subject, judge, open_questions, row_state
from reporting.models import Decision, Evidence, IndicatorValue, ItemProgress, ParkedText, Report
from reporting.parking import parked_since
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

    @property
    def asked(self) -> list[tuple]:
        """Each question with the name of its field in the reader's language, and whether the answer in words covers it."""
        left = open_questions(self.entry, self.problems)
        return [(problem, field_name(self.entry, problem.where), problem not in left) for problem in self.questions]


def examine(report: Report, kinds: tuple = (ItemProgress, IndicatorValue), *, person=None) -> list[Judged]:
    """Every row of the report judged, items first: a fixed number of queries however many rows there are. A page of one row asks one kind.

    For a `person` each row also says whether a text of theirs waits unsaved on its page (`is_typed`).

    This year's rows and last year's accepted ones come by the same query.
    """
    people = ("report__cycle", "edited_by", "decided_by", "responsible")
    rows = ItemProgress.objects.filter(this_or_last(report)).select_related(*people, "row__section", "item", "territory")
    values = IndicatorValue.objects.filter(this_or_last(report)).select_related(*people, "indicator")
    if person:
        rows, values = (found.annotate(is_typed=waiting(report, person, kind)) for found, kind in ((rows, "item"), (values, "indicator")))
    found = [*rows.order_by("row__number")] if ItemProgress in kinds else []
    found += [*values.order_by("indicator__order", "indicator__code")] if IndicatorValue in kinds else []
    last = {key_of(entry): entry for entry in found if entry.report_id != report.pk}
    return judged(report, [entry for entry in found if entry.report_id == report.pk], last)


def waiting(report: Report, person, kind: str) -> Exists:
    """Whether a text that the person typed on the page of the row could not be saved and is still kept for them."""
    place = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(ParkedText.objects.filter(person=person.pk, report=report.pk, place=place, parked_at__gte=parked_since()))


def this_or_last(report: Report) -> Q:
    """Rows of the report, and those accepted of the body's report for the year before."""
    return Q(report=report.pk) | Q(report__body=report.body_id, report__cycle__year=report.cycle.year - 1, decision=Decision.ACCEPTED)


def key_of(entry) -> tuple:
    """By what a row is known from year to year."""
    is_item = isinstance(entry, ItemProgress)
    return (ItemProgress, entry.item_id) if is_item else (IndicatorValue, entry.indicator_id)


def judged(report: Report, entries: list, last: dict | None = None, kept: list[Evidence] | None = None) -> list[Judged]:
    """Rows of one report judged together. `last`, `kept`: the accepted rows of the year before and the documents, where they are known."""
    documents, today = {}, clock.today()
    told = report.__dict__.get("concept_began")  # read with the report itself where a page asked for it
    begins = date.fromisoformat(told) if told else concept.day("act_date")
    last = last_year(report) if last is None else last
    if kept is None:
        all_of_them = Evidence.objects.filter(row__report=report, removed_at=None).select_related("stored", "source")
        kept = all_of_them.order_by("added_at", "id") if any(isinstance(entry, ItemProgress) for entry in entries) else ()
    for document in kept:
        documents.setdefault(document.row_id, []).append(document)
    found = []
    for entry in entries:
        entry.report = report
        evidence = tuple(documents.get(entry.pk, ())) if isinstance(entry, ItemProgress) else ()
        subject = Subject(entry, report.cycle.year, today, begins, evidence, last.get(key_of(entry)))
        found.append(Judged(subject, [] if report.no_activity else judge(subject)))
    return found


def last_year(report: Report) -> dict:
    """Accepted rows of the body's report for the year before, by item and indicator."""
    where = this_or_last(report) & ~Q(report=report.pk)
    rows = ItemProgress.objects.filter(where).select_related("report", "territory")
    values = IndicatorValue.objects.filter(where).select_related("report", "indicator")
    return {key_of(entry): entry for entry in [*rows, *values]}


def report_problems(report: Report) -> list[Problem]:
    """Every problem of the report, each pointing to its row on the check page."""
    return [replace(problem, where=row.anchor) for row in examine(report) for problem in row.problems]
