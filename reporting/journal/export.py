"""The events of a search as files: CSV and XLSX to read, JSON with everything the hashes were made of."""

import io
import json

from django.utils.translation import gettext as _

from reporting import formats, readable_csv
from reporting.models import Event
from reporting.telling import tell_event
from reporting.workbook import Workbook

MOST = 50_000  # events of one file: what Excel opens and a person reads


def headings() -> list[str]:
    """Of the table, in the reader's language."""
    return [
        _("Time"), _("Person"), _("Role"), _("In place of"), _("Body"), _("What was done"), _("About what"), _("What has changed"),
        _("Reason"), _("Thread"), _("Number in the thread"), _("Checksum before (SHA-256)"), _("Checksum (SHA-256)"),
    ]  # fmt: skip


def row(event: Event) -> list:
    """One event as people read it, with its place in the chain."""
    told = tell_event(event)
    changes = "; ".join(f"{label}: {old or '—'} → {new or '—'}" for label, old, new in told["changes"])
    return [
        formats.instant_short(event.at, seconds=True), str(told["who"]), str(told["role"]), told["on_behalf_of"], event.body_code,
        str(told["verb"]), event.thing, changes, event.why, event.thread, event.number, event.previous_sha256, event.sha256,
    ]  # fmt: skip


def as_csv(events) -> bytes:
    """For people and their spreadsheets."""
    return readable_csv.table([headings(), *map(row, events)])


def as_xlsx(events) -> bytes:
    """One sheet, its first row fixed."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 8, 24)
        sheet.write_row(0, 0, headings(), bold)
        for number, event in enumerate(events, start=1):
            sheet.write_row(number, 0, [cell[:32_000] if isinstance(cell, str) else cell for cell in row(event)])
    return out.getvalue()


def as_json(events) -> bytes:
    """Everything a hash is made of, so that anybody can calculate it again (`reporting.history.digest`)."""
    rows = [
        {
            "thread": event.thread, "number": event.number, "verb": event.verb, "thing": event.thing, "at": event.at.isoformat(),
            "actor": event.actor_id, "actor_name": event.actor.get_full_name() if event.actor else "", "role": event.role,
            "on_behalf_of": event.on_behalf_of_id, "body_code": event.body_code, "old": event.old, "new": event.new, "why": event.why,
            "previous_sha256": event.previous_sha256, "sha256": event.sha256,
        }
        for event in events
    ]  # fmt: skip
    return (json.dumps({"format": 1, "events": rows}, ensure_ascii=False, indent=1) + "\n").encode()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
