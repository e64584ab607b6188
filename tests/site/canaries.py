"""Canaries: words that stand wherever something is not public, and a crawl of everything public that must not meet one.

`SEEDED` names every field of the portal's rows that holds what a person wrote and the public may not read; `PUBLISHED` those that an
edition publishes by law or by design; every other text field is machinery (`MACHINERY`). A new field belongs to one of the three, or the
census fails. What is published of an accepted report is secret in any other: `AWAITING` is seeded where nothing has been accepted.
"""

import gzip
import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from django.apps import apps
from django.db import IntegrityError, models, transaction
from pypdf import PdfReader, PdfWriter

from reporting import clock

AWAITING = (
    "answer_note", "progress_kk", "progress_ru", "reasons_kk", "reasons_ru", "measures_kk", "measures_ru", "proposal_kk", "proposal_ru",
    "data_source",
)  # fmt: skip
SEEDED = {
    "reporting.KeptAnswer": "content", "reporting.Report": "no_activity_note", "reporting.Receipt": "entered_by confirmed_by confirmed_for",
    "reporting.Event": "old new why", "reporting.Job": "params result", "reporting.StoredFile": "threat trouble",
    "reporting.Archive": "contents",
    "reporting.BulkAcceptance": "rows note declined_reason", "reporting.ItemProgress": "questions_answer decision_reason",
    "reporting.IndicatorValue": "questions_answer decision_reason", "reporting.EntryRevision": "fields", "reporting.Evidence": "file_name",
    "reporting.RowDecision": "reason", "reporting.Comment": "text", "reporting.CommentReply": "text",
    "reporting.Extension": "reason answer_reason handed_back_reason", "reporting.SpreadsheetImport": "file_name content changes",
    "reporting.Outage": "what_kk what_ru declined_reason", "reporting.PaperReport": "letter_number signed_by file_name cancelled_reason",
    "reporting.ParkedText": "sealed", "reporting.Summary": "rejection_reason", "reporting.NarrativeVersion": "kk ru",
    "reporting.SummaryRun": "values", "reporting.AnomalyAnswer": "note seen",
    "reporting.LetterText": "subject_kk subject_ru body_kk body_ru", "reporting.DisciplineComment": "text",
    "reporting.Confirmation": "decided_for decided_name remarks", "reporting.Amendment": "reason",
    "reporting.ReturnRequest": "answer reason", "reporting.Signature": "signer signer_bin",
    "reporting.Notice": "params link mail_problem", "reporting.Transmission": "letter_number incoming_number return_reason",
    "reporting.TransmissionScan": "file_name", "users.User": "email full_name position phone search_text", "users.Substitution": "basis",
    "users.ApiToken": "name prefix", "sessions.Session": "session_data", "axes.AccessAttempt": "user_agent username post_data",
    "axes.AccessFailureLog": "user_agent username", "axes.AccessLog": "user_agent username",
}  # fmt: skip
PUBLISHED = {
    "reporting.ItemProgress": " ".join(one for one in AWAITING if one != "data_source"),
    "reporting.IndicatorValue": "answer_note data_source reasons_kk reasons_ru", "reporting.Evidence": "kind number link",
    "reporting.StatusDecision": "reason", "reporting.Narrative": "kk ru", "reporting.Edition": "summary_json lines_csv correction_reason",
    "reporting.Summary": "figures lines correction_reason", "reporting.OfficialPosting": "address",
}  # fmt: skip
# Codes, states, keys, hashes, ids and what is computed from the rest
MACHINERY = {
    "reporting.Confirmation": "sha256 status step", "reporting.Amendment": "code", "reporting.ReturnRequest": "status",
    "reporting.Signature": "cms_sha256 status", "reporting.KeptAnswer": "key request_sha256", "reporting.Report": "public_id status",
    "reporting.ReportVersion": "content sha256 outcome",
    "reporting.Receipt": "number public_id confirmed_role", "reporting.Event": "thread verb thing role body_code previous_sha256 sha256",
    "reporting.Job": "kind key state step steps claim reference", "reporting.StoredFile": "sha256 state",
    "reporting.Archive": "public_id sha256", "reporting.BulkAcceptance": "status",
    "reporting.ItemProgress": "answer answered carried decision part status",
    "reporting.IndicatorValue": "answer answered carried decision", "reporting.Evidence": "public_id file_sha256 file_type",
    "reporting.RowDecision": "decision code", "reporting.Comment": "field status", "reporting.Extension": "status",
    "reporting.SpreadsheetImport": "public_id sha256", "reporting.Outage": "status",
    "reporting.PaperReport": "public_id status file_sha256 file_type", "reporting.ParkedText": "public_id place",
    "reporting.Summary": "status manifest input_sha256 correction_code", "reporting.Narrative": "key kk_seen ru_seen",
    "reporting.SummaryRun": "input_sha256 manifest", "reporting.AnomalyAnswer": "key", "reporting.LetterText": "kind",
    "reporting.StatusDecision": "status seen", "reporting.Edition": "status manifest sha256 previous_sha256 correction_code",
    "reporting.EditionFile": "name media_type language sha256", "reporting.Notice": "kind",
    "reporting.Transmission": "status channel package_sha256", "reporting.TransmissionScan": "public_id verb file_sha256 file_type",
    "users.User": "password role language mail_mode sort_key", "users.ApiToken": "digest", "operations.Heartbeat": "name",
    "sessions.Session": "session_key", "axes.AccessAttempt": "ip_address http_accept path_info get_data",
    "axes.AccessFailureLog": "ip_address http_accept path_info", "axes.AccessLog": "ip_address http_accept path_info session_hash",
}  # fmt: skip
TEXTS = (models.CharField, models.TextField, models.JSONField, models.UUIDField, models.GenericIPAddressField)
NOT_OURS = ("auth", "contenttypes", "territories")  # Django's own lists, and what the Concept publishes itself
OF_SITE = re.compile(r'(?:href|src|action)="(/[^"#]*)"')


def census() -> dict[str, set[str]]:
    """Text fields of rows that no list names, by model."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in NOT_OURS:
            fields = {field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)}
            label = model._meta.label
            named = {name for one in (SEEDED, PUBLISHED, MACHINERY) for name in one.get(label, "").split()}
            if fields ^ named:
                found[label] = fields ^ named
    return found


class Cage:
    """Gives out canaries and remembers where each stands."""

    def __init__(self):
        self.where: dict[str, str] = {}

    def word(self, where: str) -> str:
        """A new canary: short, so that no line breaks within it."""
        word = f"qzx{len(self.where):05}w"
        self.where[word] = where
        return word

    def plant(self, most: int = 3, **rows_of) -> None:
        """Writes a canary into every secret field of up to `most` rows of each model. `rows_of` narrows a model: `Report=queryset`."""
        for label, names in SEEDED.items():
            model = apps.get_model(label)
            rows = rows_of.get(model.__name__, model.objects.all())
            for pk in list(rows.order_by("?").values_list("pk", flat=True)[:most]):
                for name in names.split():
                    self.put(model, pk, name)

    def plant_awaiting(self, rows, most: int = 30) -> None:
        """Writes canaries into what would be published if the report had been accepted."""
        for pk in list(rows.values_list("pk", flat=True)[:most]):
            for name in AWAITING:
                if any(field.name == name for field in rows.model._meta.concrete_fields):
                    self.put(rows.model, pk, name)

    def plant_files(self, *folders: Path) -> None:
        """Files that lie beside the published ones: a canary in the name, one in the text, one in a PDF's properties."""
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{self.word('name of a file')}.txt").write_text(self.word("text of a file"))
            document = PdfWriter()
            document.add_blank_page(100, 100)
            document.add_metadata({"/Author": self.word("properties of a PDF")})
            document.write(folder / "letter.pdf")

    def put(self, model, pk, name: str) -> None:
        """One canary, added to what is there."""
        field, rows = model._meta.get_field(name), model.objects.filter(pk=pk)
        word, old = self.word(f"{model.__name__}.{name}"), rows.values_list(name, flat=True).get()
        if isinstance(field, models.JSONField):
            new = [*old, word] if isinstance(old, list) else {**(old or {}), "canary": word}
        elif name == "email":
            new = f"{word}@nest.example"
        else:
            new = f"{word} {old}"[: field.max_length]
        rows.update(**{name: new})


def fill_empty_tables() -> list[str]:
    """Makes one row in each seeded table that has none; gives the tables where no row could be made."""
    left = []
    for label in SEEDED:
        model = apps.get_model(label)
        if not model.objects.exists():
            try:
                with transaction.atomic():
                    model.objects.bulk_create([model(**{field.attname: value_for(field) for field in model._meta.concrete_fields})])
            except (IntegrityError, AttributeError):
                left.append(label)
    return left


def value_for(field):
    """Something that a field can hold: the first row of another table, its own default, now, or nothing."""
    if field.is_relation:
        return field.related_model.objects.values_list("pk", flat=True).first() if not field.null else None
    if field.primary_key or field.has_default():
        return None if field.primary_key else field.get_default()
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.DateField):
        return None if field.null else clock.now() if isinstance(field, models.DateTimeField) else clock.today()
    if isinstance(field, models.GenericIPAddressField):
        return "127.0.0.1"
    if isinstance(field, models.CharField) and field.choices:
        return field.choices[0][0]
    if isinstance(field, models.BinaryField):
        return b""
    return "" if isinstance(field, models.CharField | models.TextField) else None if field.null else 1


def crawl(get: Callable[[str], tuple[int, dict, bytes]], start: list[str]) -> Iterator[tuple[str, str]]:
    """(address, text) of everything that can be reached from `start`: status line, headers, and the body as a reader's program opens it."""
    todo, known = list(start), set(start)
    while todo:
        path = todo.pop()
        status, headers, body = get(path)
        kind = headers.get("Content-Type", "")
        yield path, f"{status} {headers}"
        for text in opened(body, kind, path):
            yield path, text
        links = [unescape(one) for one in OF_SITE.findall(body.decode("utf-8", "ignore"))] if "html" in kind else []
        links += [headers["Location"]] if headers.get("Location") else []
        for link in (urljoin(path, one) for one in links):
            if link.startswith("/") and link not in known and link.count("?") < 2:
                known.add(link)
                todo.append(link)


def opened(body: bytes, kind: str, path: str) -> Iterator[str]:
    """Everything in an answer that can be read: text, the texts and properties of a PDF, the parts of an archive, packed streams."""
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    yield body.decode("utf-8", "ignore")
    if body[:5] == b"%PDF-":
        try:
            document = PdfReader(io.BytesIO(body))
        except Exception:
            return  # a made stand-in
        yield json.dumps({str(key): str(value) for key, value in (document.metadata or {}).items()}, ensure_ascii=False)
        yield str(document.xmp_metadata and document.xmp_metadata.stream.get_data().decode("utf-8", "ignore"))
        text = "\n".join(page.extract_text() for page in document.pages)
        yield text
        yield re.sub(r"\s+", "", text)
        for names in (document.attachments or {}).items():
            yield str(names)
    elif body[:4] == b"PK\x03\x04":
        try:
            parts = zipfile.ZipFile(io.BytesIO(body))
        except zipfile.BadZipFile:
            return
        yield parts.comment.decode("utf-8", "ignore")
        for name in parts.namelist():
            yield name
            yield from opened(parts.read(name), "", name)


def met(cage_words, texts) -> dict[str, list[str]]:
    """Which canaries were met, and at which addresses."""
    found: dict[str, set[str]] = {}
    for path, text in texts:
        low = text.casefold()
        if "qzx" in low:
            for word in set(re.findall(r"qzx\d{5}w", low)) & set(cage_words):
                found.setdefault(word, set()).add(path)
    return {word: sorted(paths) for word, paths in found.items()}
