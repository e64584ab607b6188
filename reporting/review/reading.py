"""A report as the reviewer reads it: a frozen version beside the plan, the round before, last year and the other executors."""

import json
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model

from reporting.cycle.deadlines import timeliness
from reporting.filing import answers
from reporting.joined import joined
from reporting.models import BulkAcceptance, Decision, Evidence, IndicatorValue, ItemProgress, Report, ReportVersion, RowDecision
from reporting.review import rounds
from reporting.review.beside import Beside


@dataclass
class Line:
    """A row or an indicator of a version."""

    entry: ItemProgress | IndicatorValue
    answer: dict
    decision: str
    reason: str = ""
    made: RowDecision | None = None  # the decision itself: its code, criteria, and whether two people made it
    decided_by: object = None
    decided_at: object = None
    previous: RowDecision | None = None  # of the round before
    asked: bool = True

    @property
    def is_item(self) -> bool:
        return isinstance(self.entry, ItemProgress)

    @property
    def label(self) -> str:
        """Number of the item or name of the indicator."""
        return rounds.label(self.entry)

    @property
    def title(self) -> str:
        """What the plan calls it."""
        return self.entry.row.title if self.is_item else self.entry.indicator.name

    @property
    def brief(self) -> dict:
        """The answer in short."""
        return answers.brief(type(self.entry), self.answer)


@dataclass
class Reading:
    """A version of a report with everything decided on it."""

    report: Report
    version: ReportVersion
    before: ReportVersion | None
    versions: list[ReportVersion]
    content: dict
    lines: list[Line] = field(default_factory=list)
    later: list[ItemProgress] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        """Whether this is the version that the Ministry has before it now."""
        return self.version.number == self.report.version and self.report.status != Report.DRAFT

    @property
    def entries(self) -> list:
        """Every row and indicator of the report, in the order of the plan."""
        return sorted([*(line.entry for line in self.lines), *self.later], key=lambda one: (isinstance(one, IndicatorValue), place_of(one)))

    @property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.asked]

    @property
    def undecided(self) -> list[Line]:
        return [line for line in self.asked if line.decision == Decision.PENDING]

    @property
    def returned(self) -> list[Line]:
        return [line for line in self.lines if line.decision == Decision.RETURNED]

    @property
    def accepted(self) -> list[Line]:
        return [line for line in self.lines if line.decision == Decision.ACCEPTED]

    @property
    def timeliness(self):
        return timeliness(self.report)


def place_of(entry) -> tuple:
    """The place of a row among those of its kind."""
    return (entry.row.number,) if isinstance(entry, ItemProgress) else (entry.indicator.order, entry.indicator.code)


def read(report: Report, versions: list[ReportVersion], number: int | None = None, *, beside: Beside | None = None) -> Reading | None:
    """A version of the report, the last one filed if no number is told; None where there is none.

    `beside` adds to the rows what one page of a row compares it with; the rows come by the same queries.
    """
    filed = [v for v in versions if v.number == number] if number else [v for v in versions if v.outcome != "recalled"] or versions
    if not filed:
        return None
    version = filed[-1]
    judged = [v for v in versions if v.number < version.number and v.outcome in ("returned", "accepted")]
    it = Reading(report, version, judged[-1] if judged else None, versions, json.loads(version.content))
    fill_lines(it, beside)
    return it


# of each decision: what a line says of it; of the people and of a choice made together only the names
DECIDED = (
    "version__number", "decision", "reason", "code", *RowDecision.CRITERIA, "made_at", "made_by__full_name",
    "together", "together__note", "together__confirmed_by__full_name",
)  # fmt: skip


def entries_of(it: Reading, beside: Beside | None) -> list:
    """Rows, then indicators, in the order of the plan, each with the decisions on it. Two queries."""
    rows = ItemProgress.objects.select_related("row__section", "item", "decided_by", "territory")
    values = IndicatorValue.objects.select_related("indicator", "decided_by")
    rows, values = ((beside.taken_in(found) if beside else found.filter(report=it.report.pk)) for found in (rows, values))
    rows, values = rows.order_by("row__number", "pk"), values.order_by("indicator__order", "indicator__code", "pk")
    entries = [*joined(rows, "decisions", *DECIDED), *joined(values, "decisions", *DECIDED)]
    if beside:
        beside.keep(entries)
    return [entry for entry in entries if entry.report_id == it.report.pk]


def fill_lines(it: Reading, beside: Beside | None) -> None:
    """Rows, then indicators, in the order of the plan; rows of later years apart."""
    said = rounds.answers_of(it.version)
    for entry in entries_of(it, beside):
        entry.report = it.report
        if not entry.needs_answer:
            it.later.append(entry)
            continue
        it.lines.append(line_of(it, entry, said[type(entry), entry.pk]))


def line_of(it: Reading, entry, answer: dict) -> Line:
    """A row with what was decided on it in this round, or stays from one before."""
    line, decisions = Line(entry, answer, Decision.PENDING), decisions_of(entry)
    line.previous = decisions.get(it.before.number) if it.before else None
    now = decisions.get(it.version.number)
    earlier = [one for number, one in sorted(decisions.items()) if number < it.version.number]
    kept = earlier[-1] if earlier and earlier[-1].decision == Decision.ACCEPTED else None
    if it.is_current and it.report.status != Report.SUBMITTED:  # the row itself knows best whether it was asked again
        kept = kept if entry.decision == Decision.ACCEPTED else None
    if (one := now or kept) is not None:
        line.decision, line.reason, line.made = one.decision, one.reason, one
        line.decided_by, line.decided_at = one.made_by, one.made_at
    line.asked = now is not None or kept is None
    return line


def decisions_of(entry) -> dict[int, RowDecision]:
    """The last decision on a row in each round."""
    found, person = {}, get_user_model()
    for told in sorted(entry.joined, key=lambda one: (one["made_at"], one["pk"])):
        plain = {name: told[name] for name in ("pk", "decision", "reason", "code", *RowDecision.CRITERIA, "made_at")}
        one = RowDecision(**plain, made_by=person(full_name=told["made_by__full_name"] or ""))
        if told["together"]:
            consent = person(full_name=told["together__confirmed_by__full_name"] or "")
            one.together = BulkAcceptance(pk=told["together"], note=told["together__note"], confirmed_by=consent)
        found[told["version__number"]] = one
    return found


def evidence_links(report: Report, user_rows, row: int | None = None) -> list[Evidence]:
    """Documents of the report, or of one row of it, that the person sees, the first added first."""
    found = user_rows.filter(row__report=report, removed_at=None, **({"row": row} if row else {}))
    return list(found.select_related("row__report", "stored", "source").order_by("added_at", "id"))


def by_file(documents: list[Evidence]) -> dict[tuple[int, str], Evidence]:
    """Those with a file: (id of the row, SHA-256) → the document. Whether it may be opened now its virus check says."""
    return {(one.row_id, one.file_sha256): one for one in documents if one.file_sha256}
