"""What an archive of a body holds: each frozen version byte for byte and to read, its receipt, every document once, an index, checksums."""

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from reporting import clock
from reporting.filing.answers import sheet
from reporting.filing.files import place
from reporting.filing.pdf import render_pdf
from reporting.filing.views import receipt_context
from reporting.models import Archive, Evidence, IndicatorValue, ItemProgress, ReportVersion, StoredFile

LANGUAGES = ("kk", "ru")
KINDS = dict(Evidence.KINDS)
LONGEST_NAME = 100  # so that a path fits where it is unpacked
ZIP_BEGINS = 1980  # the first year a ZIP can say


@dataclass
class Kept:
    """A document of one or more rows: its file once, with every place where it was filed."""

    sha256: str
    name: str
    standing: str
    size: int
    uses: list[tuple] = field(default_factory=list)  # (year, version, number of the row, what the row says of it)

    @property
    def path(self) -> str:
        """Where it lies in the archive."""
        stem, _dot, extension = self.name.rpartition(".")
        return f"documents/{self.sha256[:12]}/{stem[: LONGEST_NAME - len(extension)]}.{extension}"

    @property
    def is_in(self) -> bool:
        """Only what may be opened by all of the body's people goes along."""
        return self.standing in ("clean", "unset") and self.size > 0


@dataclass
class Contents:
    """Everything that goes into one archive."""

    archive: Archive
    versions: list[ReportVersion]
    documents: dict[str, Kept]
    made_at: datetime

    @property
    def size(self) -> int:
        """Bytes, at most: documents are packed already, the rest packs well."""
        return sum(one.size for one in self.documents.values() if one.is_in) + 400_000 * len(self.versions) + 10**6

    def counts(self) -> dict:
        """What the page says of it."""
        out = [one for one in self.documents.values() if not one.is_in]
        return {"versions": len(self.versions), "documents": len(self.documents) - len(out), "left_out": len(out)}


def gathered(archive: Archive) -> Contents:
    """Every frozen version of the body, recalled ones too, and the documents they name."""
    beside = ("report__cycle__plan", "report__body", "receipt", "submitted_by")
    versions = list(
        ReportVersion.objects.filter(report__body=archive.body).select_related(*beside).order_by("report__cycle__year", "number")
    )
    documents: dict[str, Kept] = {}
    for version in versions:
        for item in json.loads(version.content)["items"]:
            for said in item["evidence"]:
                if sha := said.get("file_sha256"):
                    kept = documents.setdefault(sha, Kept(sha, said["file_name"], "", 0))
                    kept.uses.append((version.report.cycle.year, version.number, item["number"], said))
    known = {stored.sha256: stored for stored in StoredFile.objects.filter(sha256__in=documents)}
    for sha, kept in documents.items():
        kept.standing = known.get(sha, StoredFile(sha256=sha)).standing
        kept.size = place(sha).stat().st_size if place(sha).exists() else 0
    return Contents(archive, versions, documents, clock.now())


def written(aside: Path, contents: Contents, progress) -> str:
    """Writes the ZIP and gives its SHA-256. Texts are packed, documents and PDFs are packed already."""
    sums: dict[str, str] = {}
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, version in enumerate(contents.versions):
            progress("documents", number, len(contents.versions))
            for name, content in version_files(version, contents):
                put(packed, sums, name, content, contents.made_at)
        inside = [one for one in contents.documents.values() if one.is_in]
        for number, kept in enumerate(inside):
            progress("files", number, len(inside))
            put(packed, sums, kept.path, place(kept.sha256), contents.made_at)
        progress("manifest")
        for language in LANGUAGES:
            put(packed, sums, f"index.{language}.html", page("filing/archive_index.html", language, contents=contents), contents.made_at)
        put(packed, sums, "archive.css", Path(finders.find("css/archive.css")).read_bytes(), contents.made_at)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        put(packed, {}, "SHA256SUMS", listed.encode(), contents.made_at)
    with aside.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(packed: zipfile.ZipFile, sums: dict, name: str, content: bytes | Path, at: datetime) -> None:
    """One file of the archive, and its checksum; a document is read in pieces."""
    local = timezone.localtime(at)
    info = zipfile.ZipInfo(name, (max(local.year, ZIP_BEGINS), local.month, local.day, local.hour, local.minute, local.second))
    info.external_attr = 0o644 << 16
    is_packed = isinstance(content, Path) or name.endswith(".pdf")
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    digest = hashlib.sha256()
    with packed.open(info, "w", force_zip64=True) as out:
        for piece in pieces(content):
            digest.update(piece)
            out.write(piece)
    sums[name] = digest.hexdigest()


def pieces(content: bytes | Path):
    """The content, in pieces of a mebibyte."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(2**20):
            yield piece


def version_files(version: ReportVersion, contents: Contents):
    """(name, bytes): the very bytes that the receipt's checksum is of, the receipt and a readable page, in both languages."""
    start = f"{version.report.cycle.year}/version-{version.number}"
    yield f"{start}/report.json", version.content.encode()
    context = receipt_context(contents.archive.asked_by, version.receipt.public_id)
    for language in LANGUAGES:
        yield f"{start}/receipt.{language}.pdf", render_pdf("filing/receipt_pdf.html", context, language)
        told = {"version": version, "contents": contents}
        yield f"{start}/report.{language}.html", page("filing/archive_version.html", language, rows_of=version, **told)


def page(template: str, language: str, *, rows_of: ReportVersion | None = None, **context) -> bytes:
    """A page of the archive in one language; it needs nothing but its style sheet beside it."""
    with translation.override(language):
        answers = list(answers_of(rows_of, context["contents"].documents)) if rows_of else []
        return render_to_string(template, {**context, "rows": answers, "lang": language}).encode()


def answers_of(version: ReportVersion, documents: dict[str, Kept]):
    """Rows of a version in words of the current language: number, title, what each field says, documents."""
    content = json.loads(version.content)
    titles = {row.number: row.title for row in version.report.cycle.plan.rows.all()}
    names = {value.indicator.code: value.indicator.name for value in version.report.indicators.select_related("indicator")}
    for item in content["items"]:
        proofs = [(said, KINDS.get(said["kind"], said["kind"]), documents.get(said["file_sha256"])) for said in item["evidence"]]
        row = {"number": item["number"], "title": titles.get(item["number"], ""), "evidence": proofs}
        if item["needs_answer"]:
            yield row | {"fields": told(ItemProgress, item)}
    for value in content["indicators"]:
        code = value["indicator"]
        yield {"number": "", "title": names.get(code, code), "fields": told(IndicatorValue, value), "evidence": []}


def told(model, answer: dict) -> list:
    """The fields of an answer that say something."""
    return [line for line in sheet(model, answer, None, None).fields if line.now]
