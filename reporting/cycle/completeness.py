"""Who has filed and who has not: the bodies of a year against the states of their reports. Counts always add up to the bodies."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from reporting import clock
from reporting.cycle.deadlines import Timeliness, counts_until, timeliness, with_last_days, with_paper
from reporting.models import Answer, Cycle, Decision, IndicatorValue, ItemProgress, Part, Report
from reporting.narrowing import visible
from territories.kazakh import sort_key
from territories.languages import LANGUAGES
from territories.models.language import in_language

FILTERS = ("all", "not_filed", "overdue", "late", "submitted", "in_review", "returned", "accepted", "extended", "no_activity", "mine")
SORTS = ("body", "state", "submitted", "reviewer")
ORDER_OF_STATES = ("not_filed", "returned", "submitted", "in_review", "accepted")
INDICATORS = 0  # the column of indicators among the sections, whose numbers begin with 1


@dataclass(frozen=True)
class Section:
    """A column of the matrix: a section of the plan, or the indicators."""

    number: int
    title: str


@dataclass(frozen=True)
class Cell:
    """The rows of one section in one report: a state in words, how many rows, and since when."""

    state: str
    asked: int = 0
    done: int = 0
    on: date | None = None


@dataclass
class Line:
    """One body of the table."""

    report: Report
    time: Timeliness
    cells: list[Cell] = field(default_factory=list)
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
        if wanted == "late":
            return self.time.kind == "late"
        if wanted == "extended":
            return self.time.is_extended
        if wanted == "mine":
            return self.report.reviewer_id == user.pk
        if wanted == "no_activity":
            return self.report.no_activity or any(cell.state == "no_activity" for cell in self.cells)
        return wanted == "all" or self.state == wanted


def table_of(cycle: Cycle, user) -> tuple[list[Section], list[Line]]:
    """Every body of the year in the order of its name as the reader sees it, against the sections of the plan. Three queries,
    however many there are."""
    reports = with_paper(with_last_days(visible(user, Report).filter(cycle=cycle).select_related("body__region", "reviewer")))
    sections, rows = counted_rows(cycle)
    values, now = counted_values(cycle), clock.now()
    if values:
        sections.append(Section(INDICATORS, _("Indicators")))
    lines = []
    for report in reports.order_by("body__sort_key", "body__code"):
        report.cycle = cycle
        own = {**rows.get(report.pk, {}), **({INDICATORS: values[report.pk]} if report.pk in values else {})}
        time = timeliness(report, now=now)
        line = Line(report=report, time=time, indicators=own.get(INDICATORS, {}).get("asked", 0))
        for counts in own.values():
            line.asked, line.complete = line.asked + counts["asked"], line.complete + counts["complete"]
            line.accepted, line.returned = line.accepted + counts["accepted"], line.returned + counts["returned"]
            line.lead, line.co = line.lead + counts.get("lead", 0), line.co + counts.get("co", 0)
        line.cells = [cell_of(report, time, own.get(section.number)) for section in sections]
        lines.append(line)
    # the database sorts by the Kazakh name; a reader of another language looks for the name they see
    return sections, sorted(lines, key=lambda line: sort_key(line.report.body.name))


def lines_of(cycle: Cycle, user) -> list[Line]:
    """The bodies of the table alone."""
    return table_of(cycle, user)[1]


def cell_of(report: Report, time: Timeliness, counts: dict | None) -> Cell:
    """The state of a section in a report, with the day since which it is so. Never a colour alone: a word, a shape, a date."""
    if not counts or not counts["asked"]:
        return Cell("none")
    asked, filed = counts["asked"], day_of(report.first_submitted_at)
    if report.status == Report.DRAFT:
        state = "not_filed" if time.is_overdue else "extended" if time.is_extended else "filling"
        return Cell(state, asked, counts["complete"], counts_until(report) if state == "extended" else None)
    if report.no_activity or counts["no_activity"] == asked:
        return Cell("no_activity", asked, asked, filed)
    if counts["returned"]:
        return Cell("returned", asked, counts["returned"], day_of(report.returned_at) or filed)
    if counts["accepted"] == asked:
        return Cell("accepted", asked, asked, day_of(report.accepted_at) or filed)
    return Cell("submitted", asked, counts["accepted"], day_of(report.submitted_at))


def day_of(instant) -> date | None:
    """The day of an instant in Almaty."""
    return instant.astimezone(clock.ALMATY).date() if instant else None


def sorted_by(lines: list[Line], wanted: str) -> list[Line]:
    """The lines in another order; equal ones stay in the order of names."""
    if wanted == "state":
        return sorted(lines, key=lambda line: (not line.time.is_overdue, ORDER_OF_STATES.index(line.state)))
    if wanted == "submitted":
        return sorted(lines, key=lambda line: (line.report.first_submitted_at is None, line.report.first_submitted_at or clock.now()))
    if wanted == "reviewer":
        return sorted(lines, key=lambda line: (line.report.reviewer is not None, getattr(line.report.reviewer, "sort_key", "")))
    return lines


def numbers_of(model) -> dict:
    """What is counted of rows: those that need an answer, filled in, accepted, returned, of no activity."""
    needed = Q(needs_answer=True)
    return {
        "asked": Count("pk", filter=needed), "complete": Count("pk", filter=needed & Q(complete=True)),
        "accepted": Count("pk", filter=needed & Q(decision=Decision.ACCEPTED)),
        "returned": Count("pk", filter=needed & Q(decision=Decision.RETURNED)),
        "no_activity": Count("pk", filter=needed & Q(answer=Answer.NO_ACTIVITY)),
        **({part: Count("pk", filter=needed & Q(part=part)) for part in Part.values} if model is ItemProgress else {}),
    }  # fmt: skip


def counted_rows(cycle: Cycle) -> tuple[list[Section], dict[int, dict[int, dict]]]:
    """Sections in the order of the plan, and by report and section what is counted. One query."""
    titles = {f"row__section__title_{language}" for language in LANGUAGES}
    found = ItemProgress.objects.filter(report__cycle=cycle).order_by("row__section__number")
    rows = found.values("report", "row__section__number", *titles).annotate(**numbers_of(ItemProgress))
    sections: dict[int, Section] = {}
    counts: dict[int, dict[int, dict]] = {}
    for row in rows:
        number = row["row__section__number"]
        if row["asked"] and number not in sections:
            title = in_language({language: row[f"row__section__title_{language}"] for language in LANGUAGES})
            sections[number] = Section(number, title)
        counts.setdefault(row["report"], {})[number] = row
    return [sections[number] for number in sorted(sections)], counts


def counted_values(cycle: Cycle) -> dict[int, dict]:
    """By report what is counted of indicators. One query."""
    found = IndicatorValue.objects.filter(report__cycle=cycle).order_by().values("report").annotate(**numbers_of(IndicatorValue))
    return {row["report"]: row for row in found}


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
