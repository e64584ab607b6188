"""What a page saves by itself: as much of the row as can be saved; the rest is named and stays on the page."""

from dataclasses import dataclass, field

from reporting.filing.entries import Clash, Conflict, as_read, save_entry
from reporting.filing.reported import plain_values, snapshot, tidied
from reporting.problems import Problem, Refused


@dataclass
class Kept:
    """What became of an automatic save. `theirs` are fields that others changed meanwhile: the page takes them over."""

    entry: object = None
    theirs: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def held(self) -> list[str]:
        """Fields that were not saved."""
        return [*(clash.name for clash in self.clashes), *(problem.where for problem in self.problems)]


def save_typed(entry, *, by, base_version: int, bases: dict[str, int], values: dict) -> Kept:
    """Saves the values that can be saved by the same rule as the button; a conflict or a refused value holds back its own field only.

    Refuses what concerns the whole row: a locked report, a closed row, a page that is newer than the row.
    """
    kept = Kept()
    while True:
        try:
            result = save_entry(entry, by=by, base_version=base_version, bases=bases, values=values)
            break
        except Conflict as conflict:
            kept.clashes += conflict.clashes
            left = {clash.name for clash in conflict.clashes}
        except Refused as refused:
            left = {problem.where for problem in refused.problems} & set(values)
            if not left:
                raise
            kept.problems += [problem for problem in refused.problems if problem.where in left]
        values = {name: value for name, value in values.items() if name not in left}
    kept.entry = result.entry
    kept.theirs = changed_by_others(result.entry, base_version, bases, sent=values, held=kept.held)
    return kept


def changed_by_others(entry, base_version: int, bases: dict, *, sent: dict, held: list[str]) -> list[str]:
    """Fields that the page shows as they no longer are: others changed them since it read them, and it sent nothing of its own."""
    read_at = {name: bases.get(name, base_version) for name in entry.REPORTED}
    read_at = {name: version for name, version in read_at.items() if 1 <= version <= entry.version and name not in held}
    if all(version == entry.version for version in read_at.values()):
        return []
    before, now, mine = as_read(entry, read_at), snapshot(entry), plain_values(tidied(entry, sent))
    return [name for name in before if before[name] != now[name] != mine.get(name)]
