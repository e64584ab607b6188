"""`python -m tests.campaigns.uploads [--seed 1] [--languages kk ru en]`

Every bad upload of `tests.filing.bad_uploads`, and requests that break off, lie or hold too much, sent to a running portal (web, worker,
beat, and a small fake clamd) by the page's own door in each language. Each must be answered in words of that language; afterwards the
tables, the folder of files and the folder of temporary files must be as they were. Prints one line a fault and ends with 1 on any.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
django.setup()

from django.utils.translation import override  # noqa: E402

from portal.operations.demo.people import PASSWORD  # noqa: E402
from reporting.problems import TEXTS  # noqa: E402
from tests.browser.conftest import OPENED  # noqa: E402
from tests.clamd import fake_clamd  # noqa: E402
from tests.filing.bad_uploads import BAD  # noqa: E402
from tests.filing.made_files import PDF  # noqa: E402
from tests.servers import Running, portal_processes  # noqa: E402

LINE = "----campaign"
TABLES = ("reporting_evidence", "reporting_storedfile", "reporting_entryrevision")
WORDS = {"kk": "жетпеді", "ru": "не полностью", "en": "did not arrive whole"}
KIND = {"document-kind": b"act", "document-number": b"5", "document-date": b"01.12.2027"}


class Officer:
    """Somebody of a body, signed in over HTTP as a browser is."""

    def __init__(self, portal: Running, language: str):
        self.portal, self.language, self.cookies = portal, language, {}
        self.page(f"/{language}/sign-in/")
        form = {"username": "officer@ak-alm.example", "password": PASSWORD, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        self.ask("POST", f"/{language}/sign-in/", urlencode(form).encode(), "application/x-www-form-urlencoded")
        listed = self.page(f"/{language}/work/report/")
        self.url = re.search(r'href="([^"]+/items/\d+/)"', listed)[1] + "documents/"

    def page(self, path: str) -> str:
        """A page after its redirects."""
        status, headers, body = self.ask("GET", path)
        return self.page(headers["Location"]) if status in (301, 302) else body

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "", **headers) -> tuple[int, dict, str]:
        """One whole request."""
        line = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        told = {"Cookie": self.cookie, "Accept": "application/json", **({"Content-Type": kind} if kind else {}), **headers}
        line.request(method, path, body, told)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.update([value.split(";")[0].split("=", 1)])
        content = answer.read().decode("utf-8", "replace")
        line.close()
        return answer.status, dict(answer.getheaders()), content

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def token(self) -> bytes:
        return self.cookies["csrftoken"].encode()

    def raw(self, body: bytes, announced: int | str, kind: str = "", then: str = "close") -> str:
        """A request by hand: as many bytes announced as one likes, then silence. What is answered, if anything."""
        head = (
            f"POST {self.url} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\nAccept: application/json\r\n"
            f"Content-Type: {kind or f'multipart/form-data; boundary={LINE}'}\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n"
        )
        said = b""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.portal.port), timeout=20) as line:
            line.sendall(head.encode() + body)
            if then == "hang up":
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return ""
            if len(body) < int(announced):  # a whole request is answered to who still listens, as browsers do
                line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65536):
                said += piece
        head, _, content = said.decode("utf-8", "replace").partition("\r\n\r\n")
        with contextlib.suppress(ValueError):
            content = json.loads(content)["text"]
        return f"{head.splitlines()[0] if head else 'no answer'}: {content}"


def form(officer: Officer, *files: tuple[str, str, bytes], close: bool = True, **more: bytes) -> bytes:
    """A form with files as a browser sends it. Names are sent as they are, harmful or not."""
    said = b""
    for name, value in {"csrfmiddlewaretoken": officer.token, **KIND, **more}.items():
        said += f'--{LINE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
    for name, file_name, content in files:
        told = file_name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        said += f'--{LINE}\r\nContent-Disposition: form-data; name="{name}"; filename="{told}"\r\n\r\n'.encode() + content + b"\r\n"
    return said + (f"--{LINE}--\r\n".encode() if close else b"")


def send(officer: Officer, body: bytes, **headers) -> tuple[int, str]:
    """By the page's own door: the status and what it says."""
    status, _, said = officer.ask("POST", officer.url, body, f"multipart/form-data; boundary={LINE}", **headers)
    with contextlib.suppress(ValueError):
        told = json.loads(said)
        return status, told.get("text") or " ".join(one["text"] for one in told.get("problems", ()))
    return status, said


def speaks(text: str, codes, language: str) -> bool:
    """Whether it says one of the refusals in the language."""
    with override(language):
        patterns = [re.sub(r"%\\\((\w+)\\\)s", ".+", re.escape(str(TEXTS[code]))) for code in codes]
    return any(re.fullmatch(pattern, text) for pattern in patterns)


def odd_requests(officer: Officer) -> dict[str, tuple[bool, str]]:
    """Requests that break off, lie, or hold too much: name → (whether it was answered as it should be, what was said)."""
    whole = form(officer, ("document-file", "a.pdf", PDF + b"%" + bytes(200_000) + b"\n%%EOF"))
    big = form(officer, ("document-file", "a.pdf", PDF[:-6] + Random(1).randbytes(3_000_000) + PDF[-6:]))
    many = form(officer, *[("document-file", f"{n}.pdf", PDF) for n in range(11)])
    open_end = form(officer, ("document-file", "a.pdf", PDF), close=False)
    two = form(officer, ("document-file", "a.pdf", PDF), ("document-file", "b.pdf", PDF + b"%\n%%EOF"))
    lost = WORDS[officer.language]
    told = {
        "broken off in the file": officer.raw(whole[: len(whole) // 2], len(whole)),
        "broken off in a large file": officer.raw(big[: len(big) // 2], len(big)),
        "broken off before the file": officer.raw(form(officer, close=False), len(whole)),
        "announced longer than it is": officer.raw(whole, len(whole) + 5000),
        "announced shorter than it is": officer.raw(whole, len(whole) // 2),
        "without its closing line": officer.raw(open_end, len(open_end)),
        "without a boundary": officer.raw(whole, len(whole), "multipart/form-data"),
        "with an impossible boundary": officer.raw(whole, len(whole), "multipart/form-data; boundary=" + "x" * 300),
        "eleven files": send(officer, many)[1],
        "text without an end": send(officer, form(officer, **{"document-number": b"1" * 3_000_000}))[1],
        "two thousand fields": send(officer, form(officer, **{f"f{n}": b"1" for n in range(2000)}))[1],
    }
    found = {name: (lost in said, said[:200]) for name, said in told.items()}
    status, said = send(officer, two)
    found["two files at once"] = status == 422 and speaks(said, ("file_several",), officer.language), said
    status, said = send(officer, form(officer, **{"csrfmiddlewaretoken": b"x" * 64, "document-link": b"https://example.kz/a"}))
    found["a wrong token"] = status == 403, said[:200]
    for size in (0, 100, len(whole) // 3, len(whole) - 10):
        officer.raw(whole[:size], len(whole), then="hang up")
    return found


def state(data: Path, temporary: Path) -> tuple:
    """Rows of the tables, files on the disk, files left aside."""
    with contextlib.closing(sqlite3.connect(data / "portal.sqlite3", timeout=30)) as database:
        rows = tuple(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608 - our own names
    kept = tuple(sorted(str(path) for path in (data / "files").rglob("*") if path.is_file()))
    return rows, kept, tuple(sorted(path.name for path in temporary.glob("*.upload*")))


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--languages", nargs="+", default=["kk", "ru", "en"])
    asked = asked.parse_args()
    place = Path(tempfile.mkdtemp())
    (temporary := place / "tmp").mkdir()
    shift = int((OPENED - datetime.now(UTC)).total_seconds())
    with fake_clamd() as scanner:
        env = {"CLOCK_SHIFT": str(shift), "CLAMD_ADDRESS": scanner.address, "TMPDIR": str(temporary), "CLAMD_AT_ONCE_SECONDS": "20"}
        running = portal_processes(place, env, prepare=lambda portal: portal.manage("demo"), seconds=180)
        with running as portal:
            faults, number, slowest = campaign(asked, portal, place / "data", temporary)
    shutil.rmtree(place, ignore_errors=True)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"uploads: {number}, faults: {len(faults)}, slowest answer: {slowest:.1f} s\n")
    return 1 if faults else 0


def campaign(asked, portal: Running, data: Path, temporary: Path) -> tuple[list[str], int, float]:
    """Faults, number of uploads, the slowest answer in seconds."""
    faults, number, slowest = [], 0, 0.0
    before = state(data, temporary)
    for language in asked.languages:
        officer = Officer(portal, language)
        for name, bad in BAD.items():
            began = time.monotonic()
            status, said = send(officer, form(officer, ("document-file", bad.name, bad.make(Random(f"{asked.seed}-{name}")))))
            number, slowest = number + 1, max(slowest, time.monotonic() - began)
            if status != 422 or not speaks(said, bad.codes, language):
                faults.append(f"{language}: {name}: {status} {said[:200]}")
        for name, (is_right, said) in odd_requests(officer).items():
            number += 1
            if not is_right:
                faults.append(f"{language}: {name}: {said}")
    time.sleep(2)
    if (after := state(data, temporary)) != before:
        faults.append(f"left behind: {before} → {after}")
    return faults, number, slowest


if __name__ == "__main__":
    sys.exit(main())
