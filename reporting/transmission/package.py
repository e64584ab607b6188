"""The package for the planning body: the edition's files with their hashes, as one ZIP whose bytes depend on the edition alone."""

import hashlib
import io
import zipfile
from pathlib import Path

from reporting.consolidation.edition import folder
from reporting.models import Edition

# ZIP keeps a date for each file; a fixed one keeps the package the same however often it is made
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
SUMS = "SHA256SUMS"


def damaged(edition: Edition) -> list[str]:
    """Names of the edition's files that are gone or whose bytes are not those that were approved; empty when the set is whole."""
    kept = ((file, folder(edition) / file.name) for file in edition.files.all())
    return [file.name for file, path in kept if not path.is_file() or sha256_of(path) != file.sha256]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def package_sha256(edition: Edition) -> str:
    """SHA-256 of the package: the same however often it is made and sent."""
    return hashlib.sha256(package(edition)).hexdigest()


def name_of(edition: Edition) -> str:
    """What the ZIP is called."""
    return f"science-cities-{edition.cycle.year}-{edition.number}.zip"


def package(edition: Edition) -> bytes:
    """The ZIP: every file of the edition, its manifest, and `SHA256SUMS` for `sha256sum -c`."""
    out = io.BytesIO()
    names = [f.name for f in edition.files.all()]
    files = [(name, (folder(edition) / name).read_bytes()) for name in names if name not in (SUMS, "manifest.json")]
    sums = "".join(f"{f.sha256}  {f.name}\n" for f in edition.files.all() if f.name not in (SUMS, "manifest.json"))
    files += [("manifest.json", edition.manifest.encode()), (SUMS, f"{sums}{edition.sha256}  manifest.json\n".encode())]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files):
            info = zipfile.ZipInfo(f"{edition.cycle.year}-{edition.number}/{name}", FIXED_DATE)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
