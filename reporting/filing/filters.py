"""Which rows of a report a person wants to see: an address of its own for each choice, with the number of rows behind it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reporting.models import Report
from territories.models.plan import Part


@dataclass(frozen=True)
class Choice:
    """One filter with what it shows."""

    name: str
    label: str
    lines: list
    is_chosen: bool

    @property
    def query(self) -> str:
        """The end of its address."""
        return f"?show={self.name}" if self.name else "?"


def is_mine(line, user) -> bool:
    """Given to the person, or last edited by them."""
    return user.pk in (line.entry.responsible_id, line.entry.edited_by_id)


def is_lead(line, user) -> bool:
    """The body answers for it: an item it leads, or an indicator."""
    return not line.is_item or line.entry.part == Part.LEAD


def is_co(line, user) -> bool:
    """The body is a co-executor."""
    return line.is_item and line.entry.part == Part.CO


def is_problem(line, user) -> bool:
    """Something is to be corrected or answered."""
    return line.is_editable and line.state in ("problem", "question")


def is_returned(line, user) -> bool:
    """The reviewer returned it and it is open."""
    return line.entry.report.status == Report.RETURNED and bool(line.returned_for) and line.entry.open


FILTERS = {
    "": (_("All rows"), lambda line, user: True),
    "mine": (_("My rows"), is_mine),
    "lead": (Part.LEAD.label, is_lead),
    "co-executor": (Part.CO.label, is_co),
    "problem": (_("To be corrected"), is_problem),
    "returned": (_("Returned rows"), is_returned),
}


def choices(overview, wanted: str) -> list[Choice]:
    """Every filter over the rows that need an answer, so that each count is a part of the first sentence's; an unknown one shows all."""
    wanted = wanted if wanted in FILTERS else ""
    return [
        Choice(name, label, [line for line in overview.asked if fits(line, overview.user)], name == wanted)
        for name, (label, fits) in FILTERS.items()
    ]
