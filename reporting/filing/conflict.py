"""Two people changed the same field: both texts side by side, and the answer of the one who decides."""

from dataclasses import dataclass
from datetime import datetime

from django import forms

from reporting.filing.entries import Conflict
from reporting.formats import parse_whole


@dataclass(frozen=True)
class Side:
    """One field of a conflict page: what is shown, and what each choice would send."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_sent: str
    theirs_sent: str
    who: str
    at: datetime
    is_own: bool
    is_text: bool

    @property
    def joined(self) -> str:
        """Both texts one after the other, to be worked into one."""
        return "\n\n".join(text for text in (self.mine_sent, self.theirs_sent) if text)


def sides(form, conflict: Conflict) -> list[Side]:
    """The fields of a conflict, as the form knows them."""
    found = []
    for clash in conflict.clashes:
        field = form.fields[clash.name]
        theirs = sent(field, getattr(conflict.entry, clash.name))
        mine = form.data.get(clash.name, "")
        found.append(
            Side(
                name=clash.name, label=field.label, mine=shown(field, mine), theirs=shown(field, theirs), mine_sent=mine,
                theirs_sent=theirs, who=clash.who, at=clash.at, is_own=clash.is_own,
                is_text=isinstance(field.widget, forms.Textarea),
            )  # fmt: skip
        )
    return found


def carried(form, conflict: Conflict) -> list[tuple[str, str]]:
    """What is sent along unseen: my other changes, and the others' where I changed nothing."""
    clashing = {clash.name for clash in conflict.clashes}
    values = [
        (name, form.data.get(name, "") if name in conflict.mine else sent(form.fields[name], getattr(conflict.entry, name)))
        for name in form.names()
        if name not in clashing
    ]
    return [(name, value) for name, value in values if value != ""]


def sent(field, value) -> str:
    """A kept value as the form would send it."""
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared)


def shown(field, value: str) -> str:
    """A sent value in words: the name of a choice instead of its code."""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=parse_whole(value)).first() or "")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def resolved(data):
    """What was chosen on the conflict page, as if it had been typed into the form; any other post is left as it is."""
    if "resolving" not in data:
        return data
    data = data.copy()
    for key in [key for key in data if key.startswith("keep_")]:
        name = key.removeprefix("keep_")
        if data[key] in ("mine", "theirs"):
            data[name] = data.get(f"{data[key]}_{name}", "")
    return data
