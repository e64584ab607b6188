"""The Ministry's own wording of its letters: one row a version, the newest is used, unknown placeholders are refused."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from reporting import clock, history
from reporting.models import LetterText
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.transmission.letters.kinds import FIELDS, FIRST, unknown


@dataclass(frozen=True)
class Wording:
    """The texts in force; version 0 is the wording the portal came with."""

    kind: str
    version: int
    subject_kk: str
    subject_ru: str
    body_kk: str
    body_ru: str

    def as_dict(self) -> dict[str, str]:
        """The four texts by their names."""
        return {name: getattr(self, name) for name in FIELDS}


def in_force(kind: str) -> Wording:
    """The newest wording of a kind."""
    found = LetterText.objects.filter(kind=kind).order_by("-version").first()
    if found is None:
        return Wording(kind, 0, *FIRST[kind])
    return Wording(kind, found.version, *(getattr(found, name) for name in FIELDS))


@transaction.atomic
def word_letter(kind: str, *, by, base_version: int, **texts: str) -> Wording:
    """Keeps a new wording that was begun at `base_version`. Nothing changed writes nothing.

    Refuses an empty text, a placeholder that the kind does not have, and a wording somebody else has changed meanwhile.
    """
    require(by, "word_letters", None)
    texts = {name: texts[name].replace("\r\n", "\n").strip() for name in FIELDS}
    now = in_force(kind)
    if now.version != base_version:
        raise Refused(Problem("letter_conflict"))
    if texts == now.as_dict():
        return now
    problems = [Problem("letter_text_required", where=name) for name, text in texts.items() if not text]
    problems += [
        Problem("unknown_placeholder", where=name, params={"names": ", ".join(wrong)})
        for name, text in texts.items()
        if (wrong := unknown(kind, text))
    ]
    if problems:
        raise Refused(problems)
    try:
        with transaction.atomic():
            made = LetterText.objects.create(kind=kind, version=base_version + 1, **texts, saved_at=clock.now(), saved_by=by)
    except IntegrityError:
        raise Refused(Problem("letter_conflict")) from None
    changed = {name: text for name, text in texts.items() if text != getattr(now, name)}
    history.record("word_letter", made, by=by, old={name: getattr(now, name) for name in changed}, new=changed)
    return in_force(kind)
