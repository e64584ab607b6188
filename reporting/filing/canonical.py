"""The frozen content of a report version: one form of bytes for one content, so that its SHA-256 proves it."""

import hashlib
import json

from reporting.filing.reported import plain, snapshot
from reporting.models import Evidence, Report

FORMAT = 1


def canonical(report: Report) -> str:
    """The whole report as canonical JSON. Consolidation reads nothing else of a body."""
    body = report.body
    content = {
        "format": FORMAT,
        "year": report.cycle.year,
        "plan": report.cycle.plan.code,
        "body": {"code": body.code, "name_kk": body.name_kk, "name_ru": body.name_ru, "name_en": body.name_en},
        "version": report.version,
        "no_activity": report.no_activity,
        "no_activity_note": report.no_activity_note,
        "items": items(report),
        "indicators": indicators(report),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str) -> str:
    """Of the UTF-8 bytes."""
    return hashlib.sha256(content.encode()).hexdigest()


def reported(entry) -> dict:
    """What the body said; whether it ticked the row as filled in is its own matter."""
    return {name: value for name, value in snapshot(entry).items() if name != "complete"}


def items(report: Report) -> list[dict]:
    """Rows by number, each with its documents in the order they were added."""
    documents = {}
    for document in Evidence.objects.filter(row__report=report, removed_at=None).order_by("added_at", "id"):
        documents.setdefault(document.row_id, []).append(
            {name: plain(getattr(document, name)) for name in ("kind", "number", "date", "link", "file_name", "file_sha256")}
        )
    rows = report.rows.select_related("row__section", "item", "territory").order_by("row__number")
    return [
        {
            "item": row.item.code, "number": row.row.number, "section": row.row.section.number, "part": row.part,
            "by_agreement": row.by_agreement, "needs_answer": row.needs_answer, "row": row.pk,
            **reported(row), "evidence": documents.get(row.pk, []),
        }
        for row in rows
    ]  # fmt: skip


def indicators(report: Report) -> list[dict]:
    """Indicators by code, decimals as plain strings."""
    values = report.indicators.select_related("indicator").order_by("indicator__code")
    return [
        {"indicator": value.indicator.code, "value": value.pk, "target": plain(value.target), **reported(value)}
        for value in values
    ]
