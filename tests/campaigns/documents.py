"""Documents checked by page and by script: `python -m tests.campaigns.documents`. 200 genuine, 200 altered by one bit, 50 replaced.

The page is asked what the browser's script asks: the hash, the name where it is one of ours, the year and the edition that a text says.
Prints one line a wrong answer, and ends with 1 when there is any. `--small` is a tenth of it.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import django

PLACE = Path(tempfile.mkdtemp(prefix="documents-"))
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="campaign", DEMO="1", LOG_LEVEL="ERROR",
    DATA_DIR=str(PLACE), ALLOWED_HOSTS="testserver",
)  # fmt: skip
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from portal.site import documents, indexing, opendata  # noqa: E402
from portal.site.editions import PublishedEdition, read_site  # noqa: E402
from tests.site import made  # noqa: E402

YEARS = 32  # made years: enough current files that differ from each other
SCRIPT = settings.BASE_DIR / "scripts" / "verify_edition.py"
CODES = {0: "genuine", 1: "altered", 3: "replaced"}  # the script's exit codes


def publish(years: int) -> tuple[Path, list[PublishedEdition]]:
    """A build without pages: every year corrected once, each document of an edition unlike those of the others."""
    folder, editions = settings.PUBLIC_ROOT / "builds" / "one", []
    for year in range(2026, 2026 + years):
        lines = made.all_lines(year)
        for number, status in ((1, "superseded"), (2, "published")):
            place = folder / "data" / str(year) / str(number)
            data = made.write_edition(place, year, number, lines=made.corrected(lines) if number > 1 else lines)
            for name in [one for one in data if one.startswith("report.")]:
                data[name] += hashlib.sha256(f"{year} {number}".encode()).digest()  # many bits from any other
                (place / name).write_bytes(data[name])
            editions.append(made.index_entry(year, number, status, data))
            opendata.complete(folder, editions[-1])
    made.write_index(folder, editions, opendata.all_years(folder, editions))
    site = read_site(folder)
    documents.write(folder, site)
    indexing.write(folder, site)
    (settings.PUBLIC_ROOT / "current").symlink_to("builds/one")
    return folder, site.editions


def pick(folder: Path, editions: list[PublishedEdition], sizes: dict[str, int], random: Random) -> list[tuple[str, str, bytes]]:
    """(right answer, name, content) of every document that is checked."""
    once: dict[str, int] = {}
    for edition in editions:
        for one in edition.files:
            once[one["sha256"]] = once.get(one["sha256"], 0) + 1
    files = {current: [(one["name"], folder / "data" / str(e.year) / str(e.number) / one["name"])
                       for e in editions if e.is_current is current for one in e.files if once[one["sha256"]] == 1]
             for current in (True, False)}  # fmt: skip
    taken = [
        (code, *one) for code, current in (("genuine", True), ("replaced", False)) for one in random.sample(files[current], sizes[code])
    ]
    chosen = [(code, name, path.read_bytes()) for code, name, path in taken]
    every = files[True] + files[False]
    chosen += [("altered", name, flip(path.read_bytes(), random)) for name, path in random.sample(every, sizes["altered"])]
    return chosen


def flip(content: bytes, random: Random) -> bytes:
    """The same with one bit changed."""
    bit = random.randrange(len(content) * 8)
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def by_page(client: Client, name: str, content: bytes, random: Random) -> str:
    """The verdict of the page, asked as `static/js/verify.js` asks."""
    asked = {"sha256": hashlib.sha256(content).hexdigest(), "name": name}
    text = content.decode("utf-8", "replace") if name.endswith(".json") else ""
    edition, years = re.search(r'"edition":\s?(\d{1,3})\b', text), re.findall(r'"year":\s?(\d{4})\b', text)
    if edition and years:
        asked |= {"edition": edition[1], "year": years[-1]}
    html = client.get(f"/{random.choice(('kk', 'ru', 'en'))}/verify/", asked).content.decode()
    found = re.search(r'data-verdict="(\w+)"', html)
    return found[1] if found else "no answer"


def by_script(index: Path, place: Path, name: str, content: bytes) -> str:
    """The verdict of the stand-alone script."""
    place.mkdir(parents=True)
    (place / name).write_bytes(content)
    ended = subprocess.run([sys.executable, str(SCRIPT), str(place / name), "--index", str(index)], capture_output=True, check=False)
    return CODES.get(ended.returncode, f"code {ended.returncode}")


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--small", action="store_true")
    asked = asked.parse_args()
    random = Random(asked.seed)
    sizes = {"genuine": 20, "altered": 20, "replaced": 5} if asked.small else {"genuine": 200, "altered": 200, "replaced": 50}
    folder, editions = publish(4 if asked.small else YEARS)
    right = {"page": 0, "script": 0}
    chosen = pick(folder, editions, sizes, random)
    for number, (code, name, content) in enumerate(chosen):
        answers = {
            "page": by_page(Client(), name, content, random),
            "script": by_script(folder / "data" / "index.json", PLACE / "held" / str(number), name, content),
        }
        for who, answer in answers.items():
            right[who] += answer == code
            if answer != code:
                sys.stdout.write(f"{who}: document {number} ({name}) is {code}, the answer was {answer}\n")
    sys.stdout.write(f"documents: {len(chosen)}, right by page: {right['page']}, right by script: {right['script']}\n")
    return 0 if min(right.values()) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
