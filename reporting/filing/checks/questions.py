"""Questions: what is possible but unlikely. Answered in words, never a stop by themselves; the answer goes to the reviewer."""

from django.utils.translation import gettext_lazy as _

from reporting.filing.checks.subject import Subject, check
from reporting.filing.indicators import fact, is_ratio
from reporting.models import MONEY, SOURCES, ItemStatus
from reporting.problems import QUESTION, Problem

TIMES = 10  # last year's value this many times over, or under
DISBURSED = tuple(f"disbursed_{source}" for source in SOURCES)
OTHER_UNIT = _("Thousands are often taken for millions, and one figure for another")


@check("ask_no_evidence", at=("evidence",), severity=QUESTION, why=_("The Ministry answers for what it publishes as done"))
def done_has_evidence(s: Subject):
    """A document by number and date, a link or a file."""
    proves = any(document.link or document.file_sha256 or (document.number and document.date) for document in s.evidence)
    if s.is_given and s.entry.status == ItemStatus.DONE and not proves:
        yield Problem("ask_no_evidence", "evidence", QUESTION)


@check(
    "ask_overdisbursed", at=DISBURSED, severity=QUESTION,
    why=_("Spending above the plan is either another source or a slip of the keyboard"),
)  # fmt: skip
def spending_within_plan(s: Subject):
    """More disbursed than planned, source by source."""
    for source in SOURCES:
        planned, disbursed = getattr(s.entry, f"planned_{source}"), getattr(s.entry, f"disbursed_{source}")
        if disbursed is not None and disbursed > (planned or 0):
            yield Problem("ask_overdisbursed", f"disbursed_{source}", QUESTION)


@check("ask_disbursed_blank", at=DISBURSED, severity=QUESTION, why=_("Blank is not zero: the sum would be told as not known"))
def planned_is_followed(s: Subject):
    """Money was planned, and nothing is said of what became of it."""
    for source in SOURCES:
        if getattr(s.entry, f"planned_{source}") and getattr(s.entry, f"disbursed_{source}") is None:
            yield Problem("ask_disbursed_blank", f"disbursed_{source}", QUESTION)


@check("ask_no_spending", at=("disbursed_republican",), severity=QUESTION, why=_("Work that was paid for is seldom done without spending"))
def done_has_spending(s: Subject):
    """Done, money was planned, none was spent. Where spending is not told at all, `planned_is_followed` asks."""
    planned = sum(getattr(s.entry, f"planned_{source}") or 0 for source in SOURCES)
    disbursed = [getattr(s.entry, name) for name in DISBURSED if getattr(s.entry, name) is not None]
    if s.entry.status == ItemStatus.DONE and planned and disbursed and not sum(disbursed):
        yield Problem("ask_no_spending", "disbursed_republican", QUESTION)


@check("ask_unchanged", at=("progress_kk", "progress_ru"), severity=QUESTION, why=_("Last year’s text tells nothing of this year"))
def text_is_of_this_year(s: Subject):
    """The same text as in the accepted row of the year before, spaces and capitals aside."""
    for name in ("progress_kk", "progress_ru") if s.last else ():
        if (text := bare(getattr(s.entry, name))) and text == bare(getattr(s.last, name)):
            yield Problem("ask_unchanged", name, QUESTION)


def bare(text: str) -> str:
    """A text without what does not change its sense."""
    return " ".join(text.casefold().split())


@check("ask_tenfold", "ask_tenth", at=MONEY, severity=QUESTION, why=OTHER_UNIT)
def amounts_are_of_the_same_order(s: Subject):
    """Ten times last year's amount or more, a tenth of it or less."""
    for name in MONEY if s.last else ():
        if code := leap(getattr(s.entry, name), getattr(s.last, name)):
            yield Problem(code, name, QUESTION)


@check("ask_tenfold", "ask_tenth", "ask_same_value", at=("actual", "numerator"), severity=QUESTION, why=OTHER_UNIT)
def value_is_of_the_same_order(s: Subject):
    """Ten times last year's value or more, a tenth of it or less, or the very same."""
    now, before = fact(s.entry), fact(s.last) if s.last else None
    where = "numerator" if is_ratio(s.entry) else "actual"
    if code := leap(now, before):
        yield Problem(code, where, QUESTION)
    elif now and now == before:
        yield Problem("ask_same_value", where, QUESTION)


def leap(now, before) -> str:
    """The code of the question about a value against that of the year before; nothing where it is of the same order or there is none."""
    if now is None or not before:
        return ""
    return "ask_tenfold" if now >= TIMES * before else "ask_tenth" if TIMES * now <= before else ""
