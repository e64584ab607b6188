"""Reports as if the bodies had filed them: made by the models alone, so that a test of review starts where filing ends."""

import hashlib
import json
from datetime import date

from reporting import clock, workflow
from reporting.models import EntryRevision, IndicatorValue, ItemProgress, Report, ReportVersion

FILED_AT = clock.local(date(2027, 3, 20), 10)


def plain(value):
    """A field's value as the canonical content keeps it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else format(value.normalize(), "f")


def answer_of(entry) -> dict:
    """The reported fields of a row."""
    fields = {name: plain(getattr(entry, name)) for name in entry.REPORTED if name not in ("complete", "territory")}
    if isinstance(entry, ItemProgress):
        fields["territory"] = entry.territory.code if entry.territory else ""
    return fields


def content_of(report: Report) -> str:
    """The canonical content of a report by the contract of filing."""
    body = report.body
    items = [
        {
            "item": row.item.code, "number": row.row.number, "section": row.row.section.number, "part": row.part,
            "by_agreement": row.by_agreement, "needs_answer": row.needs_answer, "row": row.pk, "evidence": [], **answer_of(row),
        }
        for row in report.rows.select_related("item", "row__section", "territory").order_by("row__number")
    ]  # fmt: skip
    indicators = [
        {"indicator": v.indicator.code, "value": v.pk, "target": plain(v.target), **answer_of(v)}
        for v in report.indicators.select_related("indicator").order_by("indicator__code")
    ]
    content = {
        "format": 1, "year": report.cycle.year, "plan": report.cycle.plan.code,
        "body": {"code": body.code, "name_kk": body.name_kk, "name_ru": body.name_ru, "name_en": body.name_en},
        "version": report.version, "no_activity": report.no_activity, "no_activity_note": report.no_activity_note,
        "items": items, "indicators": indicators,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fill(report: Report, *, by, **fields) -> Report:
    """Answers every row that needs an answer; `fields` replace the ordinary answer."""
    said = {"answer": "given", "status": "in_progress", "progress_kk": "Жұмыс жүріп жатыр", "complete": True, "edited_by": by}
    report.rows.filter(needs_answer=True).update(**{**said, "edited_at": clock.now(), **fields})
    report.indicators.update(answer="given", actual=1, complete=True, edited_at=clock.now(), edited_by=by)
    for row in report.rows.filter(needs_answer=True, revisions=None):
        EntryRevision.objects.create(row=row, version=row.version, fields={}, saved_at=clock.now(), saved_by=by)
    return report


def submit(report: Report, *, by, at=FILED_AT) -> Report:
    """Freezes and submits the report as it stands."""
    report = Report.objects.get(pk=report.pk)
    first = report.first_submitted_at or at
    text = content_of(report)
    ReportVersion.objects.create(
        report=report, number=report.version, content=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        submitted_at=at, submitted_by=by,
    )  # fmt: skip
    return workflow.move(report, "submit", by=by, at=at, first_submitted_at=first)


def file(report: Report, *, by, signer, at=FILED_AT, **fields) -> Report:
    """Fills in and submits."""
    return submit(fill(report, by=by, **fields), by=signer, at=at)


def entries(report: Report) -> list:
    """Rows that need an answer, then indicators, fresh from the database."""
    return [
        *ItemProgress.objects.filter(report=report, needs_answer=True).order_by("row__number"),
        *IndicatorValue.objects.filter(report=report).order_by("indicator__code"),
    ]
