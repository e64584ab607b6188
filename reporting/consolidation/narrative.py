"""The analytical part: sections that the Ministry writes in Kazakh and Russian, with figures in them as references.

Two editors never overwrite each other; a sentence whose figure has changed waits to be confirmed; a second person checks each text.
"""

from django.db import transaction

from reporting import clock, history
from reporting.consolidation import references
from reporting.consolidation.lineage import Figures
from reporting.models import Narrative, NarrativeVersion, Summary
from reporting.permissions import require
from reporting.problems import Problem, Refused
from territories.languages import LANGUAGES
from territories.models.language import in_language

WRITTEN = ("kk", "ru")  # the languages in which the Ministry writes
# key → title in three languages, in the order of the report. Kept as data: the titles are printed in every language at once.
SECTIONS = {
    "progress": ("Іске асырылу барысы", "Ход реализации", "Progress of implementation"),
    "funding": ("Қаржыландыру", "Финансирование", "Funding"),
    "not_done": ("Не орындалмады және неге", "Что не исполнено и почему", "What was not done and why"),
    "proposals": ("Жоспарды түзету жөніндегі ұсыныстар", "Предложения по корректировке плана", "Proposals for correcting the plan"),
}


def titles(key: str) -> dict[str, str]:
    """The title of a section as `title_kk`, `title_ru`, `title_en`."""
    return {f"title_{language}": title for language, title in zip(LANGUAGES, SECTIONS[key], strict=True)}


def title(key: str) -> str:
    """The title of a section in the current language."""
    return in_language(dict(zip(LANGUAGES, SECTIONS[key], strict=True)))


def make_sections(summary: Summary, carried: list[Narrative] = ()) -> None:
    """The sections of a new summary: empty, or with the texts of the edition that is corrected, as stale as the new figures make them."""
    given = {section.key: section for section in carried}
    kept = ("kk", "ru", "kk_seen", "ru_seen", "kk_edited_at", "kk_edited_by", "ru_edited_at", "ru_edited_by")
    Narrative.objects.bulk_create(
        [
            Narrative(summary=summary, key=key, **{name: getattr(given[key], name) for name in kept if key in given})
            for key in SECTIONS
        ]
    )  # fmt: skip


def in_order(summary: Summary) -> list[Narrative]:
    """The sections as the report has them."""
    people = ("edited_by", "kk_verified_by", "ru_verified_by")
    found = {narrative.key: narrative for narrative in summary.narratives.select_related(*people)}
    for narrative in found.values():
        narrative.summary = summary  # known already: its figures are asked for
    return [found[key] for key in SECTIONS if key in found]


def as_data(summary: Summary) -> list[dict]:
    """The sections as `summary.json` holds them, with the numbers of this very summary in their places, and which figures they are.

    A language that is missing stays empty, and every page says so.
    """
    figures = Figures(summary.figures)
    return [
        {
            "key": n.key, **titles(n.key), **{x: references.resolved(getattr(n, x), figures, x) for x in WRITTEN},
            "figures": sorted({address for x in WRITTEN for address in references.addresses(getattr(n, x))}),
        }
        for n in in_order(summary)
    ]  # fmt: skip


def state_of(narrative: Narrative, language: str, figures: Figures) -> str:
    """missing, stale, verified or drafted."""
    text = getattr(narrative, language)
    if not text:
        return "missing"
    if references.changed(text, getattr(narrative, f"{language}_seen"), figures):
        return "stale"
    return "verified" if getattr(narrative, f"{language}_verified_at") else "drafted"


def text_at(narrative: Narrative, number: int) -> dict[str, str] | None:
    """The texts of a version; None where there was no such version."""
    if number == narrative.version:
        return {language: getattr(narrative, language) for language in WRITTEN}
    return narrative.versions.filter(number=number).values(*WRITTEN).first()


def merged(narrative: Narrative, base_version: int, typed: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """(texts to keep, languages that clash): against what both editors began with, a language only one of them changed is theirs.

    A version that is not known any more clashes in everything that was changed.
    """
    now, base = text_at(narrative, narrative.version), text_at(narrative, base_version) or {}
    mine = {language: text for language, text in typed.items() if text != base.get(language)}
    clashes = [x for x, text in mine.items() if text != now[x] and now[x] != base.get(x)]
    return {x: text for x, text in mine.items() if text != now[x]}, clashes


@transaction.atomic
def write_narrative(narrative: Narrative, *, by, base_version: int, kk: str, ru: str) -> Narrative:
    """Keeps the texts of a section that was read at `base_version`. Nothing changed writes nothing.

    Two editors who changed different languages merge; the same language changed to different things is `narrative_conflict`, and
    nothing is written. Refuses a figure that does not exist, and while the summary is proposed or approved: the conditional UPDATE of
    the summary's lock keeps a text from slipping in between the proposal's checks and the proposal.
    """
    require(by, "write_narrative", narrative)
    narrative.refresh_from_db()
    wanted, clashes = merged(narrative, base_version, {"kk": clean(kk), "ru": clean(ru)})
    if clashes:
        raise Refused([Problem("narrative_conflict", where=language) for language in clashes])
    if not wanted:
        return narrative
    figures = Figures(narrative.summary.figures)
    refuse_unknown(wanted, figures)
    touch_draft(narrative.summary)
    keep_first_version(narrative)
    now = clock.now()
    values = {"version": narrative.version + 1, "edited_at": now, "edited_by": by}
    for language, text in wanted.items():
        values |= {
            language: text, f"{language}_seen": references.seen_in(text, figures), f"{language}_edited_at": now,
            f"{language}_edited_by": by, f"{language}_verified_at": None, f"{language}_verified_by": None,
        }  # fmt: skip
    if not Narrative.objects.filter(pk=narrative.pk, version=narrative.version).update(**values):
        raise Refused(Problem("narrative_conflict"))
    old = {language: getattr(narrative, language) for language in wanted}
    narrative.refresh_from_db()
    texts = text_at(narrative, narrative.version)
    NarrativeVersion.objects.create(narrative=narrative, number=narrative.version, saved_at=now, saved_by=by, **texts)
    history.record("write_narrative", narrative, by=by, old=old, new=wanted)
    return narrative


def refuse_unknown(wanted: dict[str, str], figures: Figures) -> None:
    """Refuses a reference to what is no figure of the summary."""
    wrong = {language: found for language, text in wanted.items() if (found := references.unknown(text, figures))}
    if wrong:
        raise Refused([Problem("unknown_figure", where=x, params={"figures": ", ".join(found)}) for x, found in wrong.items()])


def keep_first_version(narrative: Narrative) -> None:
    """The texts a section was made with are its first version: kept with the first change."""
    if not narrative.versions.exists():
        texts = text_at(narrative, narrative.version)
        made = narrative.summary.created_at
        NarrativeVersion.objects.create(narrative=narrative, number=narrative.version, saved_at=made, saved_by=None, **texts)


@transaction.atomic
def confirm_figures(narrative: Narrative, *, by, language: str, read: dict) -> Narrative:
    """The sentences of a language are right with the new numbers. `read`: the values the person looked at.

    Refuses (`figures_changed`) where they are others by now, and while the summary is no draft.
    """
    require(by, "write_narrative", narrative)
    narrative.refresh_from_db()
    text, seen, figures = getattr(narrative, language), getattr(narrative, f"{language}_seen"), Figures(narrative.summary.figures)
    now = references.seen_in(text, figures)
    if now != read:
        raise Refused(Problem("figures_changed"))
    stale = references.stale(text, seen, figures, language)
    if not stale:
        return narrative
    refuse_unknown({language: text}, figures)
    touch_draft(narrative.summary)
    if not Narrative.objects.filter(pk=narrative.pk, version=narrative.version).update(**{f"{language}_seen": now}):
        raise Refused(Problem("narrative_conflict"))
    narrative.refresh_from_db()
    old, new = "; ".join(one.was for one in stale), "; ".join(one.now for one in stale)
    history.record("confirm_figures", narrative, by=by, old={"figures": old}, new={"figures": new})
    return narrative


@transaction.atomic
def verify_narrative(narrative: Narrative, *, by, language: str, version: int) -> Narrative:
    """A second person has checked the text of a language. Refuses its last editor, an empty or a stale text, and one that was changed
    since `version` was read. It may be done while the approval is waited for: nothing of the text changes."""
    require(by, "verify_narrative", narrative)
    narrative.refresh_from_db()
    if narrative.summary.status == Summary.APPROVED:
        raise Refused(Problem("summary_frozen"))
    state = state_of(narrative, language, Figures(narrative.summary.figures))
    if getattr(narrative, f"{language}_edited_by_id") == by.pk:
        raise Refused(Problem("verified_by_editor"))
    if state in ("missing", "stale"):
        raise Refused(Problem("text_not_ready"))
    values = {f"{language}_verified_at": clock.now(), f"{language}_verified_by": by}
    if not Narrative.objects.filter(pk=narrative.pk, version=version).update(**values):
        raise Refused(Problem("moved_on"))
    narrative.refresh_from_db()
    history.record("verify_narrative", narrative, by=by, new={"language": language})
    return narrative


def touch_draft(summary: Summary) -> None:
    """Moves the lock of a draft, so that whoever proposes it at this moment has to look again; refuses where it is no draft any more."""
    if not Summary.objects.filter(pk=summary.pk, status=Summary.DRAFT, lock=summary.lock).update(lock=summary.lock + 1):
        summary.refresh_from_db(fields=["status", "lock"])
        raise Refused(Problem("moved_on" if summary.status == Summary.DRAFT else "summary_frozen"))
    summary.lock += 1


def clean(text: str) -> str:
    """One form of line ends, no blanks around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
