"""A report as the reviewer reads it: a frozen version beside the plan, the round before, last year and the other executors."""

import json
from dataclasses import dataclass, field

from django.db.models import Q

from reporting.cycle.deadlines import timeliness
from reporting.filing import answers
from reporting.models import Decision, Evidence, IndicatorValue, ItemProgress, Part, Report, ReportVersion, RowDecision
from reporting.review import rounds


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


def read(report: Report, number: int | None = None) -> Reading | None:
    """A version of the report, the last one filed if no number is told; None where there is none."""
    versions = list(report.versions.select_related("submitted_by", "decided_by", "review_begun_by").order_by("number"))
    filed = [v for v in versions if v.number == number] if number else [v for v in versions if v.outcome != "recalled"] or versions
    if not filed:
        return None
    version = filed[-1]
    judged = [v for v in versions if v.number < version.number and v.outcome in ("returned", "accepted")]
    it = Reading(report, version, judged[-1] if judged else None, versions, json.loads(version.content))
    fill_lines(it)
    return it


def fill_lines(it: Reading) -> None:
    """Rows, then indicators, in the order of the plan; rows of later years apart."""
    made, said = decisions_of(it.report), rounds.answers_of(it.version)
    rows = it.report.rows.select_related("row__section", "item", "decided_by").order_by("row__number")
    values = it.report.indicators.select_related("indicator", "decided_by").order_by("indicator__order", "indicator__code")
    for entry in [*rows, *values]:
        if not entry.needs_answer:
            it.later.append(entry)
            continue
        decisions = made.get((type(entry), entry.pk), {})
        line = Line(entry, said[type(entry), entry.pk], Decision.PENDING)
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
        it.lines.append(line)


def decisions_of(report: Report) -> dict[tuple[type, int], dict[int, RowDecision]]:
    """The last decision on each row in each round."""
    found: dict[tuple[type, int], dict[int, RowDecision]] = {}
    made = RowDecision.objects.filter(version__report=report).select_related("version", "made_by", "together").order_by("made_at", "id")
    for one in made.defer("version__content"):
        key = (ItemProgress, one.row_id) if one.row_id else (IndicatorValue, one.value_id)
        found.setdefault(key, {})[one.version.number] = one
    return found


def evidence_links(report: Report, user_rows) -> dict[tuple[int, str], Evidence]:
    """Files of the rows that the person sees: (id of the row, SHA-256) → evidence. Whether it may be opened now its virus check says."""
    found = user_rows.filter(row__report=report, removed_at=None).exclude(file_sha256="").select_related("row__report", "stored", "source")
    return {(one.row_id, one.file_sha256): one for one in found}


def last_year(report: Report, entry) -> dict | None:
    """What the body, or one it has taken over from, said of the same item in the report of the year before."""
    filed = ReportVersion.objects.filter(
        Q(report__body=report.body_id) | Q(report__body__successor=report.body_id), report__cycle__year=report.cycle.year - 1,
        report__cycle__training=False,
    )
    version = filed.filter(outcome="accepted").order_by("number").last() or filed.exclude(outcome="recalled").order_by("number").last()
    return answer_about(entry, version.content) if version else None


def answer_about(entry, content: str) -> dict | None:
    """The answer about the same item or indicator in another report."""
    part, key, code = (
        ("items", "item", entry.item.code) if isinstance(entry, ItemProgress) else ("indicators", "indicator", entry.indicator.code)
    )
    return next((answer for answer in json.loads(content)[part] if answer[key] == code), None)


def others(report: Report, entry) -> list[tuple[Report, str, dict | None]]:
    """The other executors of the item, or bodies that answer for the indicator: (report, part, answer or None if not filed)."""
    if isinstance(entry, ItemProgress):
        same = ItemProgress.objects.filter(report__cycle=report.cycle_id, row=entry.row_id)
    else:
        same = IndicatorValue.objects.filter(report__cycle=report.cycle_id, indicator=entry.indicator_id)
    rows = same.exclude(report=report.pk).select_related("report__body").order_by("report__body__sort_key")
    versions = ReportVersion.objects.filter(report__in=same.values("report")).exclude(outcome="recalled").order_by("number")
    filed = {version.report_id: version.content for version in versions}  # the later replaces the earlier
    return [
        (row.report, getattr(row, "part", ""), answer_about(entry, filed[row.report_id]) if row.report_id in filed else None)
        for row in sorted(rows, key=lambda one: getattr(one, "part", "") == Part.CO)
    ]
