"""Made-up accepted reports, written as `filing.canonical` writes them: enough for the summary, without filing and review."""

import hashlib
import json

from django.db.models import F

from reporting.consolidation.lines import MONEY
from reporting.consolidation.sources import plain
from reporting.models import Report, ReportVersion

EMPTY_ITEM = {
    "answer": "", "answer_note": "", "available_on": None, "status": "", "progress_kk": "", "progress_ru": "", "actual_date": None,
    **dict.fromkeys(MONEY), "reasons_kk": "", "reasons_ru": "", "measures_kk": "", "measures_ru": "", "proposed_date": None,
    "proposal_kk": "", "proposal_ru": "", "territory": "", "questions_answer": "", "evidence": [],
}  # fmt: skip
EMPTY_VALUE = {
    "answer": "", "answer_note": "", "available_on": None, "actual": None, "numerator": None, "denominator": None, "data_source": "",
    "data_date": None, "reasons_kk": "", "reasons_ru": "", "questions_answer": "",
}  # fmt: skip


def content_of(report: Report, items: dict | None = None, indicators: dict | None = None, *, no_activity: bool = False) -> str:
    """The canonical content of a report: `items` maps an item's code to what is filled in, `indicators` an indicator's code."""
    rows = report.rows.select_related("row__section", "item").order_by("row__number")
    values = report.indicators.select_related("indicator").order_by("indicator__code")
    content = {
        "format": 1, "year": report.cycle.year, "plan": report.cycle.plan.code, "version": report.version,
        "body": {"code": report.body.code, **{f"name_{x}": getattr(report.body, f"name_{x}") for x in ("kk", "ru", "en")}},
        "no_activity": no_activity, "no_activity_note": "",
        "items": [
            {
                "item": row.item.code, "number": row.row.number, "section": row.row.section.number, "part": row.part, "row": row.pk,
                "by_agreement": row.by_agreement, "needs_answer": row.needs_answer, **EMPTY_ITEM, **(items or {}).get(row.item.code, {}),
            }
            for row in rows
        ],
        "indicators": [
            {
                "indicator": value.indicator.code, "value": value.pk, "target": plain(value.target), **EMPTY_VALUE,
                **(indicators or {}).get(value.indicator.code, {}),
            }
            for value in values
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def accept(report: Report, content: str, *, at, by=None) -> ReportVersion:
    """The report as if it had been filed at `at` and accepted."""
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    version = ReportVersion.objects.create(
        report=report, number=report.version, content=content, sha256=sha256, submitted_at=at, submitted_by=by, outcome="accepted",
        decided_at=at, decided_by=by,
    )  # fmt: skip
    Report.objects.filter(pk=report.pk).update(
        status=Report.ACCEPTED, submitted_at=at, submitted_by=by, first_submitted_at=at, accepted_at=at, accepted_by=by, lock=F("lock") + 1
    )
    report.refresh_from_db()
    return version
