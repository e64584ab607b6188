"""Workbooks saved again by a real LibreOffice, where one is installed (Debian: libreoffice-calc-nogui)."""

import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAM = shutil.which("soffice")
FORMAT = "xlsx:Calc MS Excel 2007 XML"


def saved_again(books: list[bytes], *, seconds: float = 600) -> list[bytes]:
    """The same workbooks, opened and saved as XLSX by one start of LibreOffice in a profile of its own. Fails when one is not saved."""
    with tempfile.TemporaryDirectory() as place:
        before, after = Path(place, "before"), Path(place, "after")
        before.mkdir()
        names = [f"{number}.xlsx" for number in range(len(books))]
        for name, book in zip(names, books, strict=True):
            (before / name).write_bytes(book)
        command = [PROGRAM, f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", FORMAT, "--outdir", str(after)]
        subprocess.run([*command, *(str(before / name) for name in names)], check=True, capture_output=True, timeout=seconds)
        return [(after / name).read_bytes() for name in names]
