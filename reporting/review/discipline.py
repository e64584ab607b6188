"""How a body filed, in points of 100, by one published formula. This module is the formula; its page explains it in three languages.

Four parts, each from 0 to 1, with the weights below. A part that says nothing about a body (no row is reported as done, so no document
was due) is left out and its weight falls to the others. Bodies "by agreement" and the training body are not in the table. The days a
report waits with the reviewer are never the body's: only the arrival of the first submission against its last day counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reporting import clock
from reporting.cycle.deadlines import with_last_days
from reporting.filing.timeliness import LATE, NOT_FILED, timeliness
from reporting.models import Cycle, Decision, Evidence, IndicatorValue, ItemProgress, ItemStatus, Report, ReportVersion, RowDecision
from reporting.review.discipline_words import NAMES
from territories.kazakh import sort_key

WEIGHTS = {"on_time": 40, "rounds": 20, "first": 20, "evidence": 20}
COMMENT_DAYS = 10  # calendar days in which the bodies may comment before the public sees the table
LATE_DAYS = 10  # so many days late leave nothing of the first part
ROUND_COSTS = Fraction(1, 2)  # of the second part, for each return


FACTS = ("days_late", "returns", "asked", "returned_first", "done", "proved")


@dataclass(frozen=True)
class Facts:
    """What the formula takes of one body: all of it is in the trail and on the body's own pages."""

    days_late: int | None  # 0 on time, None not filed though the last day has passed
    returns: int  # how often the report was returned for revision
    asked: int  # rows and indicators of the report
    returned_first: int  # of them returned in the first round
    done: int  # rows reported as done
    proved: int  # of them with at least one document


def parts(facts: Facts) -> dict[str, Fraction | None]:
    """Each part from 0 to 1; None says nothing about this body."""
    filed = facts.days_late is not None
    return {
        "on_time": max(Fraction(0), 1 - Fraction(facts.days_late, LATE_DAYS)) if filed else Fraction(0),
        "rounds": max(Fraction(0), 1 - facts.returns * ROUND_COSTS) if filed else Fraction(0),
        "first": (1 - Fraction(facts.returned_first, facts.asked) if facts.asked else None) if filed else Fraction(0),
        "evidence": (Fraction(facts.proved, facts.done) if facts.done else None) if filed else Fraction(0),
    }


def points(facts: Facts) -> int:
    """Points of 100, rounded half up, the same on every machine: only whole numbers and fractions are used."""
    known = {name: part for name, part in parts(facts).items() if part is not None}
    share = sum(WEIGHTS[name] * part for name, part in known.items()) / sum(WEIGHTS[name] for name in known)
    return int(share * 100 + Fraction(1, 2))


@dataclass(frozen=True)
class Line:
    """A body in the table; `points` is None while its last day has not come and it has not filed."""

    report: Report
    facts: Facts | None

    @property
    def points(self) -> int | None:
        return points(self.facts) if self.facts else None

    @property
    def named(self) -> list[tuple[str, int | None]]:
        """Each part in words and percent."""
        return [(NAMES[name], share) for name, share in self.shares]

    @property
    def shares(self) -> list[tuple[str, int | None]]:
        """Each part in percent."""
        told = parts(self.facts) if self.facts else dict.fromkeys(WEIGHTS)
        return [(name, None if part is None else int(part * 100 + Fraction(1, 2))) for name, part in told.items()]


def shown_on(cycle: Cycle) -> date | None:
    """The day on which the bodies first saw their lines."""
    return cycle.discipline_shown_at.astimezone(clock.ALMATY).date() if cycle.discipline_shown_at else None


def comments_until(cycle: Cycle) -> date | None:
    """The last day on which the bodies may comment, inclusive; none before the table was shown."""
    shown = shown_on(cycle)
    return shown + timedelta(days=COMMENT_DAYS) if shown else None


def is_ripe(cycle: Cycle) -> bool:
    """Whether the table may enter an edition: every body has seen its line, and the time to comment is over."""
    last = comments_until(cycle)
    return last is not None and clock.today() > last


def as_data(line: Line) -> dict:
    """A line as an edition keeps it: points, parts in percent, and the facts that the formula took."""
    facts = line.facts
    told = {name: getattr(facts, name) if facts else None for name in FACTS}
    return {"body": line.report.body.code, "points": line.points, **{f"part_{name}": share for name, share in line.shares}, **told}


def table(cycle: Cycle) -> list[Line]:
    """Every obliged body of the year in Kazakh order: no ranking. One query."""
    return lines_of(Report.objects.filter(cycle=cycle))


def lines_of(reports: QuerySet) -> list[Line]:
    """The lines of these reports. One query."""
    found = with_last_days(reports.filter(invited=False, body__training=False).select_related("body", "cycle"))
    found = found.annotate(**counted()).order_by("body__sort_key", "body__code")
    now = clock.now()
    lines = [Line(report, facts_of(report, now)) for report in found]
    # the database sorts by the Kazakh name; a reader of another language looks for the name they see
    return sorted(lines, key=lambda line: sort_key(line.report.body.name))


def counted() -> dict:
    """What the formula counts in a report, as parts of a query of reports."""
    own = {"report": OuterRef("pk")}
    first = ReportVersion.objects.filter(report=OuterRef("version__report"), review_begun_at__isnull=False).order_by("number")
    again = RowDecision.objects.filter(version__report=OuterRef("pk"), decision=Decision.RETURNED, version=first.values("pk")[:1])
    rows = ItemProgress.objects.filter(needs_answer=True, **own)
    done = rows.filter(status=ItemStatus.DONE)
    return {
        "returns": number(ReportVersion.objects.filter(outcome="returned", **own)),
        "rows_asked": number(rows), "values_asked": number(IndicatorValue.objects.filter(**own)),
        "again": number(again, "version__report", Count("row", distinct=True) + Count("value", distinct=True)),
        "done": number(done), "proved": number(done.filter(Exists(Evidence.objects.filter(row=OuterRef("pk"), removed_at=None)))),
    }  # fmt: skip


def number(rows: QuerySet, path: str = "report", what=None) -> Coalesce:
    """How many rows a report has, as a part of a query of reports."""
    return Coalesce(Subquery(rows.order_by().values(path).annotate(n=what or Count("pk")).values("n")), 0)


def facts_of(report: Report, now) -> Facts | None:
    """The facts of one report that was read with `counted`; None while nothing can be said."""
    time = timeliness(report, now=now)
    if report.first_submitted_at is None and time.kind != NOT_FILED:
        return None
    days = None if report.first_submitted_at is None else time.days if time.kind == LATE else 0
    asked = report.rows_asked + report.values_asked
    return Facts(days, report.returns, asked, min(report.again, asked), report.done, report.proved)
