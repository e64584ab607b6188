"""The columns of both sheets, derived from the tuples of reported fields: label, kind of value and the rule told beside it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from reporting.filing.help import Advice, advice
from reporting.filing.indicators import is_ratio
from reporting.models import MONEY, IndicatorValue, ItemProgress

CODE = "code"
PLAN = {
    ItemProgress: (CODE, "number", "section", "title", "completion_form", "deadline", "part"),
    IndicatorValue: (CODE, "name", "unit", "ratio", "target"),
}
# whose value of the year before stands beside this year's
LAST = ("status", *MONEY, "actual", "numerator", "denominator")
SHEETS = {"items": ItemProgress, "indicators": IndicatorValue}
WIDTHS = {"title": 44, "name": 44, "text": 44, "completion_form": 22, "deadline": 22, "section": 22, "ratio": 30, CODE: 11, "number": 6}


@dataclass(frozen=True)
class Column:
    """One column. `name` is a reported field, `last:<field>`, or a part of the plan; `kind` says how its cells are read."""

    name: str
    label: str
    kind: str
    field: models.Field | None = None

    @property
    def is_reported(self) -> bool:
        return self.kind not in ("plan", "last")

    @property
    def width(self) -> int:
        return WIDTHS.get(self.name) or WIDTHS.get(self.kind, 16)


def kind_of(field: models.Field) -> str:
    """How a reported field stands in a cell."""
    kinds = (
        (models.ForeignKey, "territory"), (models.BooleanField, "yes_no"), (models.DateField, "date"),
        (models.BigIntegerField, "money"), (models.DecimalField, "decimal"),
    )  # fmt: skip
    return next((kind for model, kind in kinds if isinstance(field, model)), "choice" if field.choices else "text")


def columns(model, *, with_last: bool) -> list[Column]:
    """Every column of a sheet in the current language: the plan's part, then what is reported, last year's value beside it."""
    told = plan_labels()
    found = [Column(name, told[name], "plan") for name in PLAN[model]]
    for name in model.REPORTED:
        field = model._meta.get_field(name)
        kind = kind_of(field)
        label = str(field.verbose_name)
        label = _("%(field)s, thousand tenge") % {"field": label} if kind == "money" else label
        found.append(Column(name, label, kind, field))
        if with_last and name in LAST:
            found.append(Column(f"last:{name}", _("%(field)s (last year)") % {"field": label}, "last", field))
    return found


def plan_labels() -> dict[str, str]:
    """What the locked columns are called."""
    return {
        CODE: _("Code of the row"), "number": _("No."), "section": _("Direction of the plan"), "title": _("Action item"),
        "completion_form": _("Form of completion"), "deadline": _("Deadline"), "part": _("Part of the body"), "name": _("Indicator"),
        "unit": _("Unit"), "ratio": _("What is divided by what"), "target": _("Target"),
    }  # fmt: skip


def is_asked(entry, name: str) -> bool:
    """Whether this row has the field: a ratio has two sums, any other indicator one value."""
    if not isinstance(entry, IndicatorValue):
        return True
    return name not in (("actual",) if is_ratio(entry) else ("numerator", "denominator"))


def rule(column: Column) -> str:
    """What a cell of the column may hold: on the sheet of rules and beside every problem."""
    if column.kind == "text":
        return _("Text. Characters allowed: %(max)s") % {"max": column.field.max_length}
    return {
        "money": _("An amount in thousand tenge from zero; no more than three digits after the decimal mark"),
        "decimal": _("A number from zero; no more than six digits after the decimal mark"),
        "date": _("A date as DD.MM.YYYY"),
        "choice": _("One of the words of the drop-down list"),
        "territory": _("One of the words of the drop-down list"),
        "yes_no": _("“Yes” or “No”; an empty cell means “No”"),
        "plan": _("This part comes from the plan and is not changed"),
        "last": _("The accepted value of the year before, for comparison"),
    }[column.kind]


def told(column: Column) -> Advice:
    """The help under the same field of the form; nothing for the plan's part."""
    return advice(column.field.model, column.name) if column.is_reported else Advice("", "", "", [])


def how_to() -> list[str]:
    """The rules of the file, a sentence a line."""
    return [
        _("Fill in the white cells only. Grey cells come from the plan or from last year and are ignored when the file is uploaded."),
        _("Do not insert, delete or rename columns and sheets. Rows may be sorted: a row is known by its code in the first column."),
        _("Amounts are in thousand tenge. An empty cell is not zero. Coloured cells hold something the portal will not take."),
        _("Supporting documents are not in this file: add them on the page of the row."),
        _("When the file is uploaded, every change is shown first. Nothing is saved until you press “Apply”."),
        _("If somebody has changed the same field in the portal meanwhile, both values are shown and nothing is written over."),
    ]
