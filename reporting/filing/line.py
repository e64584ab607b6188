"""A row of a report as a list shows it: its number, state and address, what is wrong with it and what it asks."""

from dataclasses import dataclass

from django.urls import reverse

from reporting.filing import reading
from reporting.filing.carried import carried_labels
from reporting.filing.examination import Judged
from reporting.filing.indicators import fact, number_of_indicator
from reporting.models import ItemProgress, Report


@dataclass(frozen=True)
class Line:
    """A row of the report in a list."""

    judged: Judged
    number: str
    returned_for: str = ""

    @property
    def entry(self):
        return self.judged.entry

    @property
    def is_item(self) -> bool:
        return isinstance(self.entry, ItemProgress)

    @property
    def title(self) -> str:
        return self.entry.row.title if self.is_item else self.entry.indicator.name

    @property
    def state(self) -> str:
        return self.judged.state

    @property
    def url(self) -> str:
        return entry_url(self.entry)

    @property
    def is_editable(self) -> bool:
        report = self.entry.report
        return report.status in Report.EDITABLE and self.entry.open and self.entry.needs_answer and not report.no_activity

    @property
    def facts(self):
        """What the row says, in words."""
        return reading.facts(self.entry)

    @property
    def money(self):
        """Its funding by source."""
        return reading.money(self.entry)

    @property
    def is_typed(self) -> bool:
        """Whether the reader typed something on its page that could not be saved and still waits there."""
        return self.is_editable and getattr(self.entry, "is_typed", False)

    @property
    def told(self):
        """What its page points out by itself. A row just returned opens with the reviewer's reason, not with an error (SCREENS)."""
        return [problem for problem in self.judged.blockers if problem.code != "returned_untouched"]

    @property
    def findings(self) -> list[tuple]:
        """Its problems, each with the kind of row that says what it is about."""
        return [(type(self.entry), problem) for problem in self.judged.problems]

    @property
    def has_unchecked_files(self) -> bool:
        """Whether a document's file came to a place without a scanner."""
        return any(document.standing == "unset" for document in self.judged.subject.evidence)

    @property
    def has_waiting_files(self) -> bool:
        """Whether the scanner has not said yet what is in a document's file."""
        return any(document.standing in ("waiting", "away") for document in self.judged.subject.evidence)

    @property
    def carried(self) -> list[str]:
        """What was copied from last year and waits to be confirmed."""
        return carried_labels(self.entry)

    @property
    def may_carry(self) -> bool:
        """Whether last year's row may hold something to copy. Documents are looked up when the button is pressed."""
        return self.judged.subject.last is not None and not self.entry.carried

    @property
    def last_fact(self):
        """The accepted value of the year before, of an indicator."""
        return fact(self.judged.subject.last) if self.judged.subject.last else None

    @property
    def section(self) -> str:
        """Heading of the group in the list; empty for indicators."""
        return self.entry.row.section.title if self.is_item else ""


def entry_url(entry) -> str:
    """The page of a row or an indicator."""
    return reverse("filing:item" if isinstance(entry, ItemProgress) else "filing:indicator", args=[entry.report.public_id, entry.pk])


def number_of(entry, place: int = 0) -> str:
    """A row by its number in the plan, an indicator by its place in the report."""
    if isinstance(entry, ItemProgress):
        return str(entry.row.number)
    return number_of_indicator(place)
