"""One answer of a frozen version as its fields read: label, language, words; beside what was said in the round before and last year."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reporting.filing.diff import changes
from reporting.formats import date_long, money, number
from reporting.models import SOURCES, Answer, IndicatorValue, ItemProgress
from reporting.words import look_up
from territories.models import Territory

SOURCE_NAMES = {
    "republican": gettext_lazy("Republican budget, thousand tenge"),
    "local": gettext_lazy("Local budget, thousand tenge"),
    "extra": gettext_lazy("Extra-budgetary funds, thousand tenge"),
}
MONEY_AT = "planned_republican"  # where the three lines of money stand among the fields


@dataclass
class Field:
    """One line of the sheet."""

    name: str
    label: str
    language: str = ""
    now: str = ""
    before: str | None = None  # None: there was no round before
    last: str = ""
    others: list[tuple] = field(default_factory=list)  # (report, part, what it says) of the other executors that say something

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The present text with what was added and removed since the round before."""
        return [("same", self.now)] if self.before is None else changes(self.before, self.now)

    @property
    def changed(self) -> bool:
        return self.before is not None and self.before != self.now


@dataclass
class Sheet:
    """A row as the reviewer reads it."""

    fields: list[Field] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)  # labels of what nobody ever filled in


def sheet(model, now: dict, before: dict | None, last: dict | None, others: list[tuple] = (), *, places: dict | None = None) -> Sheet:
    """Fields of an answer side by side with the round before, the year before and the other executors: (report, part, answer).

    Those that are empty everywhere are only named. `places`: names of territories by code, as far as the page knows them.
    """
    made, told = Sheet(), [one for one in others if one[2]]
    places = territories_of([now, before or {}, last or {}, *(answer for _report, _part, answer in told)], places)
    for name, label in fields_of(model):
        line = Field(
            name, label, name[-2:] if name.endswith(("_kk", "_ru")) else "", said(model, name, now, places),
            None if before is None else said(model, name, before, places), said(model, name, last, places) if last else "",
            [(report, part, text) for report, part, answer in told if (text := said(model, name, answer, places))],
        )  # fmt: skip
        if line.now or line.before or line.last or line.others:
            made.fields.append(line)
        else:
            made.blank.append(str(label))
    return made


def fields_of(model) -> list[tuple[str, str]]:
    """Names and labels in the order of the form; money as one line for each source."""
    names = []
    for name in model.REPORTED:
        if name == MONEY_AT:
            names += [(f"funding_{source}", SOURCE_NAMES[source]) for source in SOURCES]
        elif name != "complete" and not name.startswith(("planned_", "disbursed_")):
            names.append((name, model._meta.get_field(name).verbose_name))
    return names


def said(model, name: str, answer: dict, places: dict[str, str] | None = None) -> str:
    """A value of the canonical content in words of the current language; nothing for a blank. `places`: names of territories by code."""
    if name.startswith("funding_"):
        return said_money(answer, name.removeprefix("funding_"))
    value = answer.get(name)
    if value in ("", None):
        return str(look_up(Answer.BLANK, "")[1]) if name == "answer" else ""
    if name in ("answer", "status"):
        return str(look_up(value, "answer" if name == "answer" else "item")[1])
    if name == "territory":
        return territories_of([answer])[value] if places is None else places[value]
    kind = model._meta.get_field(name).get_internal_type()
    if kind == "DateField":
        return date_long(date.fromisoformat(value))
    return number(Decimal(value)) if kind == "DecimalField" else str(value)


def said_money(answer: dict, source: str) -> str:
    """«planned 1 250 000,5, disbursed 1 100 000»: a blank is a word, never a zero."""
    planned, disbursed = answer.get(f"planned_{source}"), answer.get(f"disbursed_{source}")
    if planned is None and disbursed is None:
        return ""
    none = pgettext("money", "not filled in")
    return _("planned: %(planned)s; disbursed: %(disbursed)s") % {
        "planned": none if planned is None else money(planned), "disbursed": none if disbursed is None else money(disbursed),
    }  # fmt: skip


def territories_of(answers: list[dict], known: dict | None = None) -> dict[str, str]:
    """Names of the territories that answers concern, by code; one query, and none where no answer names one that is not `known`."""
    known = known or {}
    codes = {answer["territory"] for answer in answers if answer.get("territory")} - set(known)
    found = {territory.code: territory.name for territory in Territory.objects.filter(code__in=codes)} if codes else {}
    return known | {code: found.get(code, code) for code in codes}


def places_of(entries: list) -> dict[str, str]:
    """Names of the territories that rows concern now, by code; of rows loaded with their territory, so that nothing is asked."""
    rows = (entry for entry in entries if isinstance(entry, ItemProgress))
    loaded = (row.territory for row in rows if row.territory_id and ItemProgress.territory.is_cached(row))
    return {territory.code: territory.name for territory in loaded}


def brief(model, answer: dict) -> dict:
    """What a list shows of an answer: the state in words, the text in the language of the reader or else in the other."""
    given = answer["answer"] == Answer.GIVEN
    return {
        "code": (answer.get("status") or Answer.BLANK) if given and model is ItemProgress else answer["answer"],
        "kind": "item" if given and model is ItemProgress and answer.get("status") else "" if not answer["answer"] else "answer",
        "actual": said(IndicatorValue, "actual", answer) if model is IndicatorValue else "",
        "money": [(SOURCE_NAMES[source], text) for source in SOURCES if (text := said_money(answer, source))],
        "texts": [(language, text) for language in ("kk", "ru") if (text := answer.get(f"progress_{language}"))],
        "reasons": [(language, text) for language in ("kk", "ru") if (text := answer.get(f"reasons_{language}"))],
        "note": answer.get("answer_note", ""), "questions": answer.get("questions_answer", ""),
        "evidence": answer.get("evidence", []), "available_on": answer.get("available_on"),
    }  # fmt: skip
