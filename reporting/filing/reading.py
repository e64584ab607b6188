"""A row in words, as the Ministry will read it: names of fields from the models, "not provided" where nothing was given."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting import formats
from reporting.filing.indicators import NOT_ACHIEVED, achievement, fact, verdict
from reporting.models import SOURCES, Answer, IndicatorValue, ItemProgress, ItemStatus

FINISHED = (ItemStatus.DONE, ItemStatus.OFF_CONTROL)


@dataclass(frozen=True)
class Said:
    """One line: a name and a text (in Kazakh, in Russian, or in no language), or a state drawn as shape and word."""

    label: str
    text: str = ""
    kk: str = ""
    ru: str = ""
    status: str = ""
    kind: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.text or self.kk or self.ru or self.status)


def source_name(source: str) -> str:
    """A source of funding in the current language."""
    return {
        "republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds"), "total": _("Total"),
    }[source]  # fmt: skip


def said(entry: ItemProgress | IndicatorValue, name: str) -> Said:
    """A reported field in words."""
    value, label = getattr(entry, name), entry._meta.get_field(name).verbose_name
    if hasattr(value, "isoformat"):
        return Said(label, formats.date_long(value))
    if name == "territory":
        return Said(label, value.name if value else "")
    return Said(label, value or "")


def told(entry: ItemProgress | IndicatorValue, name: str, label: str) -> Said:
    """A text given in Kazakh, in Russian or in both."""
    return Said(label, kk=getattr(entry, f"{name}_kk"), ru=getattr(entry, f"{name}_ru"))


def facts(entry: ItemProgress | IndicatorValue) -> list[Said]:
    """The answer and, where information is given, everything it holds."""
    found = [Said(_("Answer"), status=entry.answer or "blank", kind="answer")]
    found += [said(entry, name) for name in ("answer_note", "available_on") if getattr(entry, name)]
    if entry.answer == Answer.GIVEN:
        found += item_facts(entry) if isinstance(entry, ItemProgress) else indicator_facts(entry)
    return found + ([said(entry, "questions_answer")] if entry.questions_answer else [])


def item_facts(row: ItemProgress) -> list[Said]:
    """Status, texts and dates. What only unfinished or only finished work is asked is left out of the other when it is blank."""
    is_finished = row.status in FINISHED
    about_lag = [
        told(row, "reasons", _("Reasons for non-completion")), told(row, "measures", _("Measures taken")), said(row, "proposed_date"),
    ]  # fmt: skip
    day = said(row, "actual_date")
    state = Said(row._meta.get_field("status").verbose_name, status=row.status, kind="item") if row.status else said(row, "status")
    return [
        state,
        told(row, "progress", _("Progress information")),
        *([day] if is_finished or day.is_given else []),
        *(line for line in about_lag if not is_finished or line.is_given),
        told(row, "proposal", _("Proposal for correcting the plan")),
        said(row, "territory"),
    ]


def indicator_facts(value: IndicatorValue) -> list[Said]:
    """The value against its target, where it is from, and why it falls short."""
    parts = zip(("numerator", "denominator"), value.indicator.ratio_parts or (), strict=False)
    found = [Said(label, formats.number(getattr(value, name))) for name, label in parts]
    reached, percent = fact(value), achievement(value)
    unit = value.indicator.unit
    found.append(Said(_("Actual"), f"{formats.number(reached)} {unit}" if reached is not None else ""))
    found.append(Said(_("Target"), f"{formats.number(value.target)} {unit}" if value.target is not None else ""))
    if percent is not None:
        found.append(Said(_("Percentage of target"), formats.percent(percent)))
    found.append(Said(_("Result"), status=verdict(value), kind="indicator"))
    found += [said(value, name) for name in ("data_source", "data_date")]
    reasons = told(value, "reasons", _("Reasons for the deviation"))
    return found + ([reasons] if reasons.is_given or verdict(value) == NOT_ACHIEVED else [])


def money(row: ItemProgress) -> list[dict]:
    """Funding by source; nothing at all where no figure was given."""
    told = [
        {"label": source_name(source), "planned": getattr(row, f"planned_{source}"), "disbursed": getattr(row, f"disbursed_{source}")}
        for source in SOURCES
    ]
    return told if any(line[kind] is not None for line in told for kind in ("planned", "disbursed")) else []
