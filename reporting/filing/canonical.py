"""The frozen content of a report version: one form of bytes for one content, so that its SHA-256 proves it."""

import hashlib
import json

from reporting.filing.reported import plain, snapshot
from reporting.models import Evidence, IndicatorValue, ItemProgress, Report

FORMAT = 1


def canonical(report: Report, judged=None) -> str:
    """The whole report as canonical JSON. Consolidation reads nothing else of a body.

    `judged` is what `examination.examine` gave for the report, where a page has it already: then nothing is asked of the database.
    """
    body = report.body
    content = {
        "format": FORMAT,
        "year": report.cycle.year,
        "plan": report.cycle.plan.code,
        "body": {"code": body.code, "name_kk": body.name_kk, "name_ru": body.name_ru, "name_en": body.name_en},
        "version": report.version,
        "no_activity": report.no_activity,
        "no_activity_note": report.no_activity_note,
        "items": items(*(read_items(report) if judged is None else given_items(judged))),
        "indicators": indicators(read_values(report) if judged is None else given_values(judged)),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(report: Report, judged=None) -> str:
    """SHA-256 of what the report says now: that of its version, if it were submitted as it is."""
    return sha256(canonical(report, judged))


def sha256(content: str) -> str:
    """Of the UTF-8 bytes."""
    return hashlib.sha256(content.encode()).hexdigest()


def read_items(report: Report) -> tuple[list[ItemProgress], dict[int, list[Evidence]]]:
    """Rows by number, and documents of each in the order they were added."""
    documents: dict[int, list[Evidence]] = {}
    for document in Evidence.objects.filter(row__report=report, removed_at=None).order_by("added_at", "id"):
        documents.setdefault(document.row_id, []).append(document)
    return list(report.rows.select_related("row__section", "item", "territory").order_by("row__number")), documents


def given_items(judged) -> tuple[list[ItemProgress], dict[int, list[Evidence]]]:
    """The same of rows that were read already."""
    rows = sorted((one for one in judged if isinstance(one.entry, ItemProgress)), key=lambda one: one.entry.row.number)
    return [one.entry for one in rows], {one.entry.pk: list(one.subject.evidence) for one in rows}


def read_values(report: Report) -> list[IndicatorValue]:
    """Indicators by code, in Python's order: no database's rules of sorting may enter the bytes."""
    return by_code(report.indicators.select_related("indicator"))


def given_values(judged) -> list[IndicatorValue]:
    """The same of indicators that were read already."""
    return by_code(one.entry for one in judged if isinstance(one.entry, IndicatorValue))


def by_code(values) -> list[IndicatorValue]:
    """In the order of their codes."""
    return sorted(values, key=lambda value: value.indicator.code)


def reported(entry) -> dict:
    """What the body said; whether it ticked the row as filled in is its own matter."""
    return {name: value for name, value in snapshot(entry).items() if name != "complete"}


def items(rows: list[ItemProgress], documents: dict[int, list[Evidence]]) -> list[dict]:
    """Rows with their documents."""
    told = ("kind", "number", "date", "link", "file_name", "file_sha256")
    return [
        {
            "item": row.item.code, "number": row.row.number, "section": row.row.section.number, "part": row.part,
            "by_agreement": row.by_agreement, "needs_answer": row.needs_answer, "row": row.pk, **reported(row),
            "evidence": [{name: plain(getattr(document, name)) for name in told} for document in documents.get(row.pk, [])],
        }
        for row in rows
    ]  # fmt: skip


def indicators(values: list[IndicatorValue]) -> list[dict]:
    """Indicators, decimals as plain strings."""
    return [{"indicator": value.indicator.code, "value": value.pk, "target": plain(value.target), **reported(value)} for value in values]
