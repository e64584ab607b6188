"""The verbs of the spreadsheet: a file is kept and shown, applied, and taken back once."""

import hashlib
from datetime import timedelta

from django.db import transaction

from reporting import clock, history
from reporting.filing.entries import Conflict, hold_editable, save_entry
from reporting.filing.files import safe_name
from reporting.filing.reported import snapshot
from reporting.filing.spreadsheet.preview import Preview
from reporting.filing.spreadsheet.reading import understood, unpacked
from reporting.models import IndicatorValue, ItemProgress, Report, SpreadsheetImport
from reporting.permissions import require
from reporting.problems import Problem, Refused
from territories.models import Territory

KEPT = timedelta(hours=24)  # an uploaded file that nobody applies
MODELS = {"items": ItemProgress, "indicators": IndicatorValue}


def upload_spreadsheet(report: Report, *, by, upload) -> SpreadsheetImport:
    """Reads a file and keeps what it says for the preview; the report is not touched. Refuses a file by its kind of fault."""
    require(by, "save_entry", report)
    refuse_locked(report.pk)
    content = unpacked(upload)  # a process of its own: no lock is held meanwhile
    understood(content, report)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    now = clock.now()
    SpreadsheetImport.objects.filter(report=report, applied_at=None, expires_at__lt=now).delete()
    return SpreadsheetImport.objects.create(
        report=report, report_version=report.version, file_name=safe_name(upload.name, "xlsx"), sha256=digest.hexdigest(),
        content=content, uploaded_at=now, uploaded_by=by, expires_at=now + KEPT,
    )  # fmt: skip


@transaction.atomic
def refuse_locked(report_id: int) -> Report:
    """Refuses a report that cannot be filled in now."""
    report = hold_editable(report_id)
    if report.no_activity:
        raise Refused(Problem("report_no_activity"))
    return report


@transaction.atomic
def apply_spreadsheet(upload: SpreadsheetImport, *, by, digest: str) -> SpreadsheetImport:
    """Writes the good rows of a preview that was seen, all or none; rows with problems and clashes stay as they are.

    Refuses when the preview is no longer what the person saw, has been applied, or has expired.
    """
    report = held(upload, by=by)
    upload.refresh_from_db(fields=["content", "applied_at"])
    upload.report = report
    refuse_unusable(upload)
    preview = Preview(upload, by)
    if preview.digest != digest:
        raise Refused(Problem("import_moved_on"))
    if not preview.good:
        raise Refused(Problem("nothing_changed"))
    changes = [write(row, by=by) for row in preview.good]
    now = clock.now()
    told = {"content": {}, "changes": changes, "applied_at": now, "applied_by": by}
    if not SpreadsheetImport.objects.filter(pk=upload.pk, applied_at=None).update(**told):
        raise Refused(Problem("import_applied"))
    for name, value in told.items():
        setattr(upload, name, value)
    history.record("import", report, by=by, new={"file_name": upload.file_name, "rows": len(changes)})
    return upload


def refuse_unusable(upload: SpreadsheetImport) -> None:
    """Refuses what was applied already, has expired, or belongs to a report that cannot be filled in now."""
    if upload.applied_at:
        raise Refused(Problem("import_applied"))
    if upload.expires_at <= clock.now() or not upload.content:
        raise Refused(Problem("import_expired"))
    refuse_locked(upload.report_id)


def write(row, *, by) -> list:
    """One row by the verb of the form, with the version the file was made from; what was and what is now."""
    try:
        result = save_entry(row.entry, by=by, base_version=row.base_version, values=row.values)
    except Conflict as clash:  # the preview was made under the same lock: only a defect leads here, and nothing is written
        raise Refused(Problem("import_moved_on")) from clash
    key = "items" if isinstance(row.entry, ItemProgress) else "indicators"
    return [key, row.entry.pk, {name: list(change) for name, change in result.changed.items()}]


@transaction.atomic
def undo_spreadsheet(upload: SpreadsheetImport, *, by) -> tuple[int, int]:
    """Puts back what an applied file changed, where nobody has edited it since; once, and until the report is submitted.

    Answers how many rows were restored and how many fields were left because they were edited since.
    """
    report = held(upload, by=by)
    now = clock.now()
    undone = SpreadsheetImport.objects.filter(pk=upload.pk, undone_at=None).exclude(applied_at=None)
    if report.version != upload.report_version:
        raise Refused(Problem("undo_too_late"))
    if not undone.update(undone_at=now, undone_by=by):
        raise Refused(Problem("import_undone"))
    territories, restored, left = {one.code: one for one in Territory.objects.all()}, 0, 0
    for key, pk, changed in upload.changes:
        entry = MODELS[key].objects.select_related("report__body", "report__cycle").get(pk=pk)
        current = snapshot(entry)
        back = {name: old for name, (old, new) in changed.items() if current[name] == new}
        left += len(changed) - len(back)
        if "territory" in back:
            back["territory"] = territories.get(back["territory"])
        if back and entry.open:
            restored += bool(save_entry(entry, by=by, base_version=entry.version, values=back).changed)
    history.record("undo_import", report, by=by, new={"file_name": upload.file_name, "rows": restored})
    return restored, left


def held(upload: SpreadsheetImport, *, by) -> Report:
    """The report of an uploaded file, held until the transaction ends."""
    require(by, "save_entry", upload.report)
    return refuse_locked(upload.report_id)


