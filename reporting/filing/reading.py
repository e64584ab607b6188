"""A row in words, as the Ministry will read it: names of fields from the models, "not provided" where nothing was given."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting import formats
from reporting.filing.indicators import achievement, fact, verdict
from reporting.models import SOURCES, Answer, IndicatorValue, ItemProgress, ItemStatus

FINISHED = (ItemStatus.DONE, ItemStatus.OFF_CONTROL)


@dataclass(frozen=True)
class Said:
    """One line: a name and a text, or a state drawn as shape and word."""

    label: str
    text: str = ""
    status: str = ""
    kind: str = ""
    lang: str = ""


def source_name(source: str) -> str:
    """A source of funding in the current language."""
    return {
        "republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds"), "total": _("Total"),
    }[source]  # fmt: skip


def said(entry: ItemProgress | IndicatorValue, name: str) -> Said:
    """A reported field in words."""
    value, label = getattr(entry, name), entry._meta.get_field(name).verbose_name
    lang = name[-2:] if name.endswith(("_kk", "_ru")) else ""
    if hasattr(value, "isoformat"):
        return Said(label, formats.date_long(value))
    if name in ("actual", "numerator", "denominator"):
        return Said(label, formats.number(value))
    if name == "territory":
        return Said(label, value.name if value else "")
    return Said(label, value or "", lang=lang)


def facts(entry: ItemProgress | IndicatorValue) -> list[Said]:
    """The answer and, where information is given, everything it holds."""
    found = [Said(_("Answer"), status=entry.answer or "blank", kind="answer")]
    found += [said(entry, name) for name in ("answer_note", "available_on") if getattr(entry, name)]
    if entry.answer == Answer.GIVEN:
        found += item_facts(entry) if isinstance(entry, ItemProgress) else indicator_facts(entry)
    return found + ([said(entry, "questions_answer")] if entry.questions_answer else [])


def item_facts(row: ItemProgress) -> list[Said]:
    """Status, texts and dates; reasons and measures of finished work only where they were given."""
    names = ["progress_kk", "progress_ru", "actual_date"]
    about_lag = ["reasons_kk", "reasons_ru", "measures_kk", "measures_ru", "proposed_date"]
    names += [name for name in about_lag if row.status not in FINISHED or getattr(row, name)]
    names += ["proposal_kk", "proposal_ru", "territory"]
    state = Said(row._meta.get_field("status").verbose_name, status=row.status, kind="item") if row.status else said(row, "status")
    return [state, *(said(row, name) for name in names)]


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
    return found + [said(value, name) for name in ("data_source", "data_date", "reasons_kk", "reasons_ru")]


def money(row: ItemProgress) -> list[dict]:
    """Funding by source; nothing at all where no figure was given."""
    told = [
        {"label": source_name(source), "planned": getattr(row, f"planned_{source}"), "disbursed": getattr(row, f"disbursed_{source}")}
        for source in SOURCES
    ]
    return told if any(line[kind] is not None for line in told for kind in ("planned", "disbursed")) else []
