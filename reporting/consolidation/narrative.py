"""The analytical part: sections that the Ministry writes in Kazakh and Russian. Two editors never overwrite each other."""

from django.db import transaction

from reporting import clock, history
from reporting.consolidation.sources import LANGUAGES
from reporting.models import Narrative, Summary
from reporting.permissions import require
from reporting.problems import Problem, Refused
from territories.models.language import in_language

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


def make_sections(summary: Summary, texts: dict[str, tuple[str, str]] | None = None) -> None:
    """The sections of a new summary: empty, or with the texts of the edition that is corrected."""
    given = texts or {}
    Narrative.objects.bulk_create(
        [Narrative(summary=summary, key=key, kk=given.get(key, ("", ""))[0], ru=given.get(key, ("", ""))[1]) for key in SECTIONS]
    )


def in_order(summary: Summary) -> list[Narrative]:
    """The sections as the report has them."""
    found = {narrative.key: narrative for narrative in summary.narratives.select_related("edited_by")}
    return [found[key] for key in SECTIONS if key in found]


def as_data(summary: Summary) -> list[dict]:
    """The sections as `summary.json` holds them. A language that is missing stays empty, and every page says so."""
    return [{"key": n.key, **titles(n.key), "kk": n.kk, "ru": n.ru} for n in in_order(summary)]


@transaction.atomic
def write_narrative(narrative: Narrative, *, by, base_version: int, kk: str, ru: str) -> Narrative:
    """Keeps the texts of a section if nobody changed it since `base_version`; otherwise nothing is written (`narrative_conflict`).

    Refuses while the summary is proposed or approved. The conditional UPDATE of the summary's lock keeps a text from slipping in
    between the proposal's checks and the proposal.
    """
    require(by, "write_narrative", narrative)
    kk, ru = clean(kk), clean(ru)
    narrative.refresh_from_db()
    if narrative.version != base_version:
        raise Refused(Problem("narrative_conflict"))
    if (narrative.kk, narrative.ru) == (kk, ru):
        return narrative
    touch_draft(narrative.summary)
    values = {"kk": kk, "ru": ru, "version": base_version + 1, "edited_at": clock.now(), "edited_by": by}
    if not Narrative.objects.filter(pk=narrative.pk, version=base_version).update(**values):
        raise Refused(Problem("narrative_conflict"))
    old = {"kk": narrative.kk, "ru": narrative.ru}
    narrative.refresh_from_db()
    history.record("write_narrative", narrative, by=by, old=old, new={"kk": kk, "ru": ru})
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
