"""The part of a row that comes from the plan, and how the row is known in the file."""

from decimal import Decimal

from reporting import formats
from reporting.models import IndicatorValue, ItemProgress


def sheet_of(entry) -> str:
    """The sheet on which a row stands."""
    return "items" if isinstance(entry, ItemProgress) else "indicators"


def code_of(entry) -> str:
    """How a row is known in the file, wherever it was moved."""
    return entry.item.code if isinstance(entry, ItemProgress) else entry.indicator.code


def plan_value(name: str, entry) -> str | int | Decimal:
    """The plan's part of a row."""
    if name == "code":
        return code_of(entry)
    if isinstance(entry, IndicatorValue):
        of, target = entry.indicator, entry.target
        number = formats.number(target) if target is not None else ""
        return {"name": of.name, "unit": of.unit, "ratio": of.ratio_of, "target": number}[name]
    row = entry.row
    return {
        "number": row.number, "section": row.section.title, "title": row.title, "completion_form": row.completion_form,
        "deadline": row.deadline_text, "part": entry.get_part_display(),
    }[name]  # fmt: skip
