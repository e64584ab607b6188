"""What was typed and could not be saved, put before its author again: in the form it was typed into, under the same rules of merging."""

import json
from dataclasses import dataclass

from django.urls import reverse

from reporting.filing.conflict import sent, shown
from reporting.filing.entries import as_read
from reporting.filing.reported import plain_values, snapshot, tidied
from reporting.models import ItemProgress
from reporting.parking import Typed, discard, parked_for

DOCUMENT = "document-"


@dataclass(frozen=True)
class Returned:
    """A parked text that says something the row does not."""

    typed: Typed
    fields: dict[str, str]
    lines: list[tuple[str, str]]

    @property
    def names(self) -> str:
        """Fields that the page holds unsaved, for its script."""
        return " ".join(name for name in self.fields if not name.startswith(DOCUMENT))

    @property
    def document(self) -> dict:
        """The description of a document that was not added."""
        return {name.removeprefix(DOCUMENT): text for name, text in self.fields.items() if name.startswith(DOCUMENT)}


def place_of(entry) -> str:
    """The page of a row, as a parked text names it."""
    return f"{'item' if isinstance(entry, ItemProgress) else 'indicator'}:{entry.pk}"


def place_url(report, place: str) -> str:
    """The address of a page by the name a parked text has for it."""
    name, _, pk = place.partition(":")
    return reverse(f"filing:{name}", args=[report.public_id, *([int(pk)] if pk else [])])


def returned(user, entry, form_class) -> Returned | None:
    """The newest text of this person that the row does not hold yet; what it holds already is erased."""
    for typed in parked_for(user, entry.report, place_of(entry)):
        form = form_class(entry, {"base_version": typed.base_version, **typed.fields})
        if fields := unsaved(entry, form, typed):
            labels = [(form.fields[name].label, shown(form.fields[name], text)) for name, text in fields.items() if name in form.fields]
            return Returned(typed, fields, labels)
        discard(user, entry.report, typed.token)
    return None


def unsaved(entry, form, typed: Typed) -> dict[str, str]:
    """Of what was sent that which its author had changed and the row does not say."""
    form.is_valid()
    names = [name for name in form.names() if name in typed.fields]
    said, now = plain_values(tidied(entry, form.readable(names))), snapshot(entry)
    read_at = {name: typed.bases.get(name, typed.base_version) for name in said}
    before = as_read(entry, {name: version for name, version in read_at.items() if 1 <= version <= entry.version})
    own = [name for name in names if name not in said or said[name] not in (now[name], before.get(name, now[name]))]
    documents = {name: text for name, text in typed.fields.items() if name.startswith(DOCUMENT) and text.strip()}
    return {name: typed.fields[name] for name in own} | documents


def filled_again(entry, form_class, back: Returned):
    """The form of the row as it is now, with what had been typed put in at the version it was typed at."""
    blank, now = form_class(entry), {}
    for name in blank.names():
        now[name] = sent(blank.fields[name], getattr(entry, name))
    bases = {name: back.typed.bases.get(name, back.typed.base_version) for name in back.fields if name in now}
    bases = {name: min(max(version, 1), entry.version) for name, version in bases.items()}
    typed = {name: text for name, text in back.fields.items() if name in now}
    return form_class(entry, {**now, **typed, "base_version": entry.version, "bases": json.dumps(bases)})
