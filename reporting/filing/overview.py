"""A report as its people see it: rows with their states, what is next, who may submit, and the money in it."""

from datetime import date
from functools import cached_property

from reporting import clock, workflow
from reporting.cycle.deadlines import opens_on
from reporting.filing import reading
from reporting.filing.amendment import open_amendment
from reporting.filing.canonical import digest_of
from reporting.filing.comments import open_for_body
from reporting.filing.confirmation import VERBS, Chain, acting, chain_of
from reporting.filing.examination import examine
from reporting.filing.line import Line, number_of
from reporting.filing.timeliness import timeliness
from reporting.models import (
    SOURCES,
    Confirmation,
    Edition,
    IndicatorValue,
    ItemProgress,
    Report,
    ReturnCode,
    ReturnRequest,
    RowDecision,
)
from reporting.permissions import may
from territories.models import concept


class Overview:
    """A report as its people see it: rows with their states, what is next, who may submit."""

    def __init__(self, report: Report, user, kinds: tuple = (ItemProgress, IndicatorValue)):
        self.report, self.user, self.kinds = report, user, kinds

    @cached_property
    def lines(self) -> list[Line]:
        """Every row, items first."""
        reasons, place, found = self.reasons, 0, []
        for judged in examine(self.report, self.kinds, person=self.user):
            place += isinstance(judged.entry, IndicatorValue)
            why = reasons.get((type(judged.entry), judged.entry.pk), "") if judged.entry.open else ""
            found.append(Line(judged, number_of(judged.entry, place), why))
        return found

    @cached_property
    def reasons(self) -> dict:
        """Why rows were returned: the last reason of each that the body still has to answer or has answered in this round."""
        if self.report.version == 1:
            return {}  # nothing was returned yet
        returned = RowDecision.objects.filter(version__report=self.report, decision="returned").order_by("made_at", "id")
        return {((ItemProgress, d.row_id) if d.row_id else (IndicatorValue, d.value_id)): why(d) for d in returned}

    @cached_property
    def remarks_to_answer(self) -> list[tuple]:
        """Remarks of the Ministry that nobody of the body has answered yet, with their rows. None can stand on what was never filed."""
        if self.report.version == 1 and self.report.status == Report.DRAFT:
            return []
        lines = {(type(line.entry), line.entry.pk): line for line in self.lines}
        return [(one, lines[key]) for key, one in open_for_body(self.user, self.report) if key in lines]

    @cached_property
    def asked(self) -> list[Line]:
        """Rows that need an answer in this version."""
        return [line for line in self.lines if line.entry.needs_answer]

    @cached_property
    def later(self) -> list[Line]:
        """Rows whose term has not begun: shown, not counted."""
        return [line for line in self.lines if not line.entry.needs_answer]

    @property
    def items(self) -> int:
        return sum(line.is_item for line in self.asked)

    @property
    def indicators(self) -> int:
        return self.total - self.items

    @property
    def is_first(self) -> bool:
        """Whether the body has no accepted report of the year before: nothing to copy or to compare with."""
        return not any(line.judged.subject.last for line in self.lines)

    @cached_property
    def to_do(self) -> list[Line]:
        """Rows that can be worked on now."""
        return [line for line in self.asked if line.is_editable]

    @property
    def done(self) -> int:
        return sum(line.state == "completed" for line in self.asked)

    @property
    def total(self) -> int:
        return len(self.asked)

    @property
    def left(self) -> int:
        """Rows that still have to be worked on."""
        return sum(line.state != "completed" for line in self.to_do)

    @cached_property
    def next(self) -> Line | None:
        """The row to go on with: problems first, then what is begun, then what is not."""
        for state in ("problem", "question", "filling", "not_started"):
            for line in self.to_do:
                if line.state == state:
                    return line
        return None

    @property
    def is_editable(self) -> bool:
        return self.report.status in Report.EDITABLE

    @cached_property
    def versions(self) -> list:
        """Frozen versions with their receipts, the newest first."""
        if self.report.version == 1 and self.report.status == Report.DRAFT:
            return []
        return list(self.report.versions.select_related("receipt", "submitted_by").order_by("-number"))

    @property
    def receipt(self):
        """The receipt of the version that stands: submitted, under review or accepted."""
        version = next((v for v in self.versions if v.number == self.report.version), None)
        return version.receipt if version else None

    @cached_property
    def amendment(self):
        """Why an accepted report is open again, if the body amends it."""
        return open_amendment(self.report)

    @property
    def is_amended(self) -> bool:
        """Opened again by the body after it was accepted, not returned by the reviewer."""
        return self.amendment is not None

    @property
    def can_close_amendment(self) -> bool:
        """Whether to offer giving the amended version up: the check page shows that nothing is changed in it."""
        return self.amendment is not None and self.can("close_amendment")

    @cached_property
    def return_request(self):
        """The body's last wish to have the report back in this round."""
        if self.report.status not in (Report.IN_REVIEW, Report.RETURNED):
            return None
        asked = self.report.return_requests.filter(version__number__gte=self.report.version - 1).select_related("asked_by", "answered_by")
        return asked.last()

    @cached_property
    def chain(self) -> Chain:
        """How far the present version is confirmed inside the body, and the hash of what it says now."""
        return chain_of(self.report, digest_of(self.report, [line.judged for line in self.lines]))

    @property
    def waits_for_me(self) -> bool:
        """Whether the step that waits is this person's to take."""
        step = self.chain.waiting if self.is_editable else None
        return step is not None and may(self.user, VERBS[step.step], self.report)

    @property
    def can_confirm(self) -> bool:
        """Whether the person confirms now as the head of department."""
        return self.waits_for_me and self.chain.waiting.step == Confirmation.HEAD

    @property
    def can_send(self) -> bool:
        """Whether the report may be sent for confirmation now; whoever may submit it at once need not send it to themselves."""
        if not self.is_editable or not self.total or not self.is_ready or not may(self.user, "send_for_confirmation", self.report):
            return False
        waits = self.chain.waiting and not self.chain.is_outdated and self.chain.waiting.step == self.chain.next_step
        return not waits and not (self.chain.next_step == Confirmation.SIGNATORY and self.can_submit)

    @cached_property
    def next_people(self) -> list[str]:
        """Who can take the next step today, deputies too."""
        return [person.full_name for person in acting(self.chain.waiting.step if self.chain.waiting else self.chain.next_step, self.report)]

    @property
    def can_ask_for_return(self) -> bool:
        """Whether the body may ask the reviewer for its report now."""
        open_one = self.return_request and self.return_request.status == ReturnRequest.ASKED
        return self.report.status == Report.IN_REVIEW and not open_one and may(self.user, "ask_for_return", self.report)

    @cached_property
    def is_published(self) -> bool:
        return Edition.objects.filter(cycle=self.report.cycle_id, status=Edition.PUBLISHED).exists()

    @property
    def next_year(self) -> int:
        return self.report.cycle.year + 1

    @property
    def next_opens(self) -> date | None:
        """The day on which the report after this one opens; nothing when it is past, or when this was the last year of the Concept."""
        day = opens_on(self.next_year)
        return day if clock.today() < day and self.next_year in concept.years() else None

    @property
    def timeliness(self):
        return timeliness(self.report)

    @property
    def days_left(self) -> int:
        return (self.report.cycle.due_on - clock.today()).days

    @cached_property
    def signatories(self) -> list[str]:
        """Who may submit today: names of the body's signatories and of those who stand in for them."""
        return [person.full_name for person in acting(Confirmation.SIGNATORY, self.report)]

    def can(self, verb: str) -> bool:
        """Whether to show what leads to the verb: the table and the state both allow it."""
        return may(self.user, verb, self.report) and workflow.allowed(self.report, verb)

    @property
    def may_share(self) -> bool:
        """Whether the person may say who fills in which row."""
        return self.is_editable and may(self.user, "share_rows", self.report)

    @property
    def can_submit(self) -> bool:
        return self.can("submit")

    @property
    def can_recall(self) -> bool:
        return self.can("recall")

    @property
    def can_amend(self) -> bool:
        return self.can("amend")

    @property
    def may_skip_all(self) -> bool:
        """Whether "no activity" for the whole report can be marked or taken off: nothing has been answered yet."""
        return self.is_editable and (self.report.no_activity or not any(line.entry.answer for line in self.asked))

    @property
    def is_ready(self) -> bool:
        return not any(line.judged.blockers for line in self.asked)

    @property
    def funding(self) -> list[dict]:
        """Per source: planned and disbursed over all rows; nothing where nobody gave a figure."""
        rows = [line.entry for line in self.lines if line.is_item]
        kinds = ("planned", "disbursed")
        told = [{"label": reading.source_name(source), **{kind: added(rows, f"{kind}_{source}") for kind in kinds}} for source in SOURCES]
        total = {kind: total_of(source[kind] for source in told) for kind in kinds}
        return [*told, {"label": reading.source_name("total"), "is_total": True, **total}]


def why(decision: RowDecision) -> str:
    """The coded reason of a return in words, and what the reviewer wrote."""
    coded = decision.code and decision.code != ReturnCode.OTHER
    return f"{decision.get_code_display()}. {decision.reason}" if coded else decision.reason


def added(rows, name: str) -> int | None:
    """The sum of a field; None where every row leaves it blank."""
    return total_of(getattr(row, name) for row in rows)


def total_of(amounts) -> int | None:
    """A sum in which blanks are not zeros."""
    given = [amount for amount in amounts if amount is not None]
    return sum(given) if given else None
