"""How a published edition is read aloud in the current language: texts, states, amounts. Nothing is replaced silently."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from reporting import formats, words
from reporting.consolidation.rollup import SOURCES
from territories.languages import LANGUAGES

ITEM_STATUSES = ("done", "in_progress", "partly_done", "not_done", "not_yet_due", "off_control", "extended")
# States of the public page that the workplaces do not have
OWN = {"not_accepted": ("back", pgettext_lazy("report", "Not accepted by the day of approval"))}
TERRITORY = {
    "proposed": ("later", pgettext_lazy("territory", "Candidate: the status has not been granted")),
    "granted": ("done", pgettext_lazy("territory", "Status granted")),
    "ended": ("off", pgettext_lazy("territory", "Status ended")),
}


def current() -> str:
    """The language of the page being written."""
    return (get_language() or LANGUAGES[0])[:2]


def said(thing: dict | None, name: str) -> str:
    """A text in the current language, else in the next of kk, ru, en that has one."""
    if not thing:
        return ""
    return next((thing[f"{name}_{one}"] for one in (current(), *LANGUAGES) if thing.get(f"{name}_{one}")), "")


def language_name(code: str) -> str:
    """The name of a language as it stands after a colon."""
    return {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}[code]


def own_words(thing: dict, name: str) -> dict | None:
    """A body's own text: in the page's language, or in the language it was written in, and then the page says so."""
    found = {one: thing.get(f"{name}_{one}") for one in ("kk", "ru")}
    return _chosen(found)


def narrated(part: dict) -> dict | None:
    """A section of the analytical part, likewise."""
    return _chosen({one: part.get(one) for one in ("kk", "ru")})


def _chosen(found: dict[str, str]) -> dict | None:
    language = next((one for one in (current(), "kk", "ru") if found.get(one)), None)
    if language is None:
        return None
    note = "" if language == current() else _("Not translated. Language of the text: %(lang)s") % {"lang": language_name(language)}
    return {"text": found[language], "lang": language, "note": note, "paragraphs": found[language].split("\n")}


def evidence_kind(kind: str) -> str:
    """The kind of a supporting document in words."""
    return {
        "act": pgettext("evidence", "Act or order"),
        "commissioning": pgettext("evidence", "Commissioning act"),
        "contract": pgettext("evidence", "Contract or agreement"),
        "letter": pgettext("evidence", "Letter"),
        "minutes": pgettext("evidence", "Minutes"),
        "statistics": pgettext("evidence", "Statistical data"),
        "publication": pgettext("evidence", "Publication"),
        "other": pgettext("evidence", "Other document"),
    }.get(kind, kind)


def document(one: dict) -> str:
    """A supporting document in one line: kind, number, date and link, as far as they were given."""
    number = f"№{formats.NBSP}{one['number']}" if one.get("number") else ""
    day = formats.date_short(date.fromisoformat(one["date"])) if one.get("date") else ""
    return ", ".join(part for part in (" ".join(filter(None, (evidence_kind(one["kind"]), number))), day, one.get("link", "")) if part)


def shape_and_word(code: str) -> tuple[str, str]:
    """The state of an item or of a line: one of the seven statuses, or a kind of non-answer."""
    if code in OWN:
        shape, word = OWN[code]
        return shape, str(word)
    if code == "not_due":
        code = "not_yet_due"
    shape, word = words.look_up(code, "item" if code in ITEM_STATUSES else "answer")
    return shape, str(word)


def state_of(line: dict) -> str:
    """The state of a line: the status of what was answered, else the kind of non-answer."""
    if line["report"] == "not_accepted" and line["answer"] != "not_due":
        return "not_accepted"
    return line["status"] or line["answer"] or "blank"


def counted(by_state: dict[str, int]) -> list[dict]:
    """States with their shapes, words and counts, in the fixed order; states that do not occur are left out."""
    order = (*ITEM_STATUSES, "not_due", "no_activity", "not_applicable", "not_yet_available", "blank", "not_filed")
    known = [one for one in order if by_state.get(one)]
    rows = [(*shape_and_word(one), by_state[one]) for one in [*known, *(set(by_state) - set(order))]]
    return [{"shape": shape, "word": word, "count": count} for shape, word, count in rows]


def percent_of(funding: dict) -> Decimal | None:
    """Disbursed as per cent of planned, where both are known."""
    planned, disbursed = funding["total"]["planned"], funding["total"]["disbursed"]
    return Decimal(disbursed) * 100 / planned if planned and disbursed is not None else None


def short_money(tenge: int | None) -> tuple[str, str]:
    """A headline amount: the number and its unit, (14,97, «млрд ₸»)."""
    if tenge is None:
        return "", ""
    for size, unit in ((10**9, pgettext("money", "bn ₸")), (10**6, pgettext("money", "mln ₸"))):
        if tenge >= size:
            return formats.number(Decimal(tenge) / size, 2), unit
    return formats.money(tenge), pgettext("money", "thousand ₸")


def look_up(summary: dict, path: str):
    """The figure at a path of `summary.json`: «items.3.funding.total.planned»."""
    found = summary
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found.get(step)
        if found is None:
            return None
    return found


def funding_rows(summary: dict, path: str) -> list[dict]:
    """The rows of a funding table by source and its total; `path` leads to an F of `summary.json`."""
    found = look_up(summary, path)
    labels = {
        "republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds"), "total": _("Total"),
    }  # fmt: skip
    longest = max((amount or 0 for one in SOURCES for amount in found[one].values()), default=0)
    return [
        {
            "label": label, "source": source, "longest": longest, **found[source],
            "planned_path": f"{path}.{source}.planned", "disbursed_path": f"{path}.{source}.disbursed",
        }
        for source, label in labels.items()
        if source == "total" or any(amount is not None for amount in found[source].values())
    ]  # fmt: skip


def has_money(funding: dict) -> bool:
    """Whether anybody gave an amount at all."""
    return any(amount is not None for amount in funding["total"].values())


def timeliness(report: dict) -> tuple[str, str]:
    """Whether a body's report came in time, as shape and word: a fact, computed from the arrival of the request."""
    kind = report["timeliness"]
    if kind == "late":
        return "partly", words.days_late(report["late_days"])
    if kind == "on_time" and report.get("outage"):
        kind = "outage"
    shape, word = words.look_up({"on_time": "on_time", "invited": "invited", "outage": "outage"}.get(kind, "not_filed"), "time")
    return shape, str(word)
