"""A copy of the Concept's CSV folder in which a test alters one thing."""

import csv
import shutil
from pathlib import Path

from territories.loading import FOLDER


class Folder:
    """Files to spoil. Lines are counted as in the file: the header is line 1."""

    def __init__(self, place: Path):
        self.path = place / "concept"
        shutil.copytree(FOLDER, self.path)

    def _rows(self, file: str) -> list[list[str]]:
        with (self.path / file).open(newline="", encoding="utf-8") as source:
            return list(csv.reader(source))

    def _write(self, file: str, rows: list[list[str]]) -> None:
        with (self.path / file).open("w", newline="", encoding="utf-8") as target:
            csv.writer(target, lineterminator="\n").writerows(rows)

    def put(self, file: str, line: int, **cells: str) -> None:
        rows = self._rows(file)
        for column, value in cells.items():
            rows[line - 1][rows[0].index(column)] = value
        self._write(file, rows)

    def add(self, file: str, like: int | None = None, **cells: str) -> int:
        """One more row, like that of a line or empty; gives its line."""
        rows = self._rows(file)
        base = dict(zip(rows[0], rows[like - 1], strict=True)) if like else {}
        rows.append([(base | cells).get(column, "") for column in rows[0]])
        self._write(file, rows)
        return len(rows)

    def drop(self, file: str, line: int) -> None:
        rows = self._rows(file)
        del rows[line - 1]
        self._write(file, rows)

    def drop_column(self, file: str, column: str) -> None:
        rows = self._rows(file)
        place = rows[0].index(column)
        self._write(file, [row[:place] + row[place + 1 :] for row in rows])

    def add_column(self, file: str, column: str) -> None:
        rows = self._rows(file)
        self._write(file, [[*rows[0], column], *([*row, ""] for row in rows[1:])])

    def keep_header(self, file: str) -> None:
        self._write(file, self._rows(file)[:1])

    def replace(self, file: str, old: bytes, new: bytes) -> None:
        """One stretch of bytes for another, once."""
        content = (self.path / file).read_bytes()
        assert old in content
        (self.path / file).write_bytes(content.replace(old, new, 1))

    def __fspath__(self) -> str:
        return str(self.path)
