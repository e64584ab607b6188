"""Rows into one model by natural key: added, changed or left alone. Nothing is ever deleted."""

from dataclasses import dataclass, field

from territories.languages import LANGUAGES
from territories.loading.faults import BadFile, Fault
from territories.loading.tables import Row


@dataclass
class Tally:
    """What one file did."""

    file: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    edits: list[tuple[str, str, str]] = field(default_factory=list)  # (key and column, old, new) of every changed cell


class Writer:
    """Puts rows into one model by natural key and counts what that did."""

    def __init__(self, file: str, model, *keys: str, among=None):
        self.keys, self.model, self.tally, self.seen = keys, model, Tally(file), set()
        self.stored = {self._key(thing.__dict__): thing for thing in (model.objects.all() if among is None else among)}

    def _key(self, values: dict) -> tuple:
        return tuple(values[key] for key in self.keys)

    def put(self, *, also_changed: bool = False, **values):
        """The thing with these values: created, changed in the columns that differ, or left alone.

        `also_changed` counts it as changed for the sake of what hangs on it.
        """
        key = self._key(values)
        self.seen.add(key)
        thing = self.stored.get(key)
        if thing is None:
            self.tally.new += 1
            thing = self.stored[key] = self.model.objects.create(**values)
            return thing
        changed = [name for name, value in values.items() if getattr(thing, name) != value]
        for name in changed:
            self.tally.edits.append((" ".join(map(str, (*key, name))), str(getattr(thing, name)), str(values[name])))
            setattr(thing, name, values[name])
        if changed:
            thing.save(update_fields=changed)
        self.tally.changed += bool(changed) or also_changed
        self.tally.unchanged += not (changed or also_changed)
        return thing

    def refuse_taken(self, row: Row, column: str, **values) -> None:
        """Stops where values that only one may have are still held by another that is stored, perhaps one no longer in the file."""
        for key, thing in self.stored.items():
            if key != (row["code"],) and all(getattr(thing, name) == value for name, value in values.items()):
                raise BadFile([Fault(self.tally.file, row.line, column, "value_taken", {"value": row[column], "code": key[0]})])

    def close(self) -> Tally:
        """The tally, with the codes of what is stored and no longer in the file."""
        self.tally.missing = sorted(" ".join(map(str, key)) for key in self.stored.keys() - self.seen)
        return self.tally


def three(row: Row, *names: str) -> dict[str, str]:
    """The texts of the row in the three languages, under the names of the model's columns."""
    return {f"{name}_{language}": row[f"{name}_{language}"] for name in names for language in LANGUAGES}
