"""All filed rows of a year as one XLSX, at any time: of each body the version it filed last, accepted or not, and where it stands.

Made by a worker into a private folder; the newest file of each language is kept.
"""

import io
import json
import os
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting import clock, formats, jobs
from reporting.consolidation.sheets import LONGEST, OPTIONS
from reporting.models import MONEY, Cycle, IndicatorValue, ItemProgress, Job, Report, ReportVersion
from reporting.permissions import require
from reporting.words import look_up
from reporting.workbook import Workbook

KIND = "filed_rows"
EVERY = 10  # reports between two signs of life


def owe(cycle: Cycle, *, by, language: str) -> Job:
    """Owes one file in a language; asked again while one is owed, it is the same one."""
    require(by, "export_rows", cycle)
    owed = Job.objects.filter(kind=KIND, params__year=cycle.year)
    running = owed.filter(state__in=(Job.WAITING, Job.RUNNING), params__language=language).first()
    return running or jobs.owe(KIND, f"{KIND}:{cycle.year}:{owed.count() + 1}", by=by, year=cycle.year, language=language)


def last(cycle: Cycle, language: str) -> Job | None:
    """The newest file of a year in a language: another reader may have asked for it in theirs since."""
    return Job.objects.filter(kind=KIND, params__year=cycle.year, params__language=language).order_by("-pk").first()


def path(job: Job) -> Path:
    """Where the file lies: private, beside the editions."""
    return Path(settings.EDITIONS_ROOT) / "exports" / f"{job.params['year']}-{job.params['language']}.xlsx"


@jobs.kind(KIND)
def export(job, progress) -> dict:
    """The function behind the job. The file appears whole, by a rename."""
    cycle = Cycle.objects.get(year=job.params["year"])
    with translation.override(job.params["language"]):
        data, counts = workbook(cycle, progress)
    place = path(job)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(".part")
    with unfinished.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(place)
    return {**counts, "size": len(data), "at": clock.now().isoformat()}


def filed_versions(cycle: Cycle):
    """(report, its last filed version), by the order of the bodies; reports without one have None."""
    newest = ReportVersion.objects.filter(report=OuterRef("pk")).exclude(outcome="recalled").order_by("-number")
    reports = Report.objects.filter(cycle=cycle).select_related("body").annotate(filed=Subquery(newest.values("pk")[:1]))
    for report in reports.order_by("body__sort_key", "body__code"):
        yield report, report.filed


def workbook(cycle: Cycle, progress) -> tuple[bytes, dict]:
    """The file and how much is in it."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    names = {ItemProgress: _("Action items"), IndicatorValue: _("Indicators")}
    pages = {model: Page(book, name, model, bold) for model, name in names.items()}
    found = list(filed_versions(cycle))
    for place, (report, version_id) in enumerate(found):
        if place % EVERY == 0:
            progress("rows", place, len(found))
        version = ReportVersion.objects.get(pk=version_id) if version_id else None
        content = json.loads(version.content) if version else {"items": [], "indicators": []}
        about = about_report(report, version)
        pages[ItemProgress].write(about, content["items"], version)
        pages[IndicatorValue].write(about, content["indicators"], version)
    progress("rows", len(found), len(found))
    notes = book.add_worksheet(pgettext("sheet", "Notes"))
    for row, text in enumerate(said_notes(cycle)):
        notes.write_string(row, 0, text)
    for page in pages.values():
        page.close()
    book.close()
    return out.getvalue(), {"reports": len(found), "rows": pages[ItemProgress].row - 1, "values": pages[IndicatorValue].row - 1}


def said_notes(cycle: Cycle) -> list[str]:
    """What the file is."""
    return [
        _("All filed rows for %(year)s, as of %(time)s") % {"year": cycle.year, "time": formats.instant(clock.now())},
        _("Of each body the version it filed last, whether it is accepted or not: see the column of its state."),
        _("Money in whole tenge. A blank cell is not zero."),
    ]


def about_report(report: Report, version: ReportVersion | None) -> list[str]:
    """Whose row it is, and where the version stands."""
    state = "not_filed" if version is None else "accepted" if version.outcome == "accepted" else \
        "returned" if version.outcome == "returned" else report.status  # fmt: skip
    filed = formats.instant_short(version.submitted_at) if version else ""
    return [report.body.code, report.body.name, str(look_up(state, "report")[1]), str(version.number) if version else "", filed]


class Page:
    """One sheet: rows of items or values of indicators, written as they come."""

    def __init__(self, book, name: str, model, bold):
        self.sheet, self.model, self.row = book.add_worksheet(name), model, 1
        self.fields = [field for field in model.REPORTED if field != "complete"]
        labels = [str(model._meta.get_field(field).verbose_name) for field in self.fields]
        if model is ItemProgress:
            named = {f"{kind}_{source}": f"{label}, {of}" for kind, label in (("planned", _("Planned")), ("disbursed", _("Disbursed")))
                     for source, of in (("republican", _("Republican budget")), ("local", _("Local budget")),
                                        ("extra", _("Extra-budgetary funds")))}  # fmt: skip
            labels = [named.get(field, label) for field, label in zip(self.fields, labels, strict=True)]
            self.own = [_("Section of the plan"), "№", _("Code of the item"), _("Part in the item")]
        else:
            self.own = [_("Code of the indicator"), pgettext("column", "Target")]
        head = [_("Code of the body"), _("Executive body"), _("State of the report"), _("Version"), pgettext("column", "Submitted")]
        self.head = [*head, *self.own, *labels, *([_("Supporting documents")] if model is ItemProgress else [])]
        for column, text in enumerate(self.head):
            self.sheet.write_string(0, column, text, bold)

    def write(self, about: list[str], answers: list[dict], version) -> None:
        """The rows of one report; a body that has filed nothing has one row that says so."""
        for answer in answers if version else [None]:
            cells = about if answer is None else [*about, *self.where(answer), *(answer.get(field) for field in self.fields)]
            if answer is not None and self.model is ItemProgress:
                cells.append("; ".join(" ".join(str(one[name]) for name in ("number", "date", "link") if one.get(name))
                                       for one in answer["evidence"]))  # fmt: skip
            for column, value in enumerate(cells):
                self.cell(column, value)
            self.row += 1

    def where(self, answer: dict) -> list:
        """The item or indicator."""
        if self.model is ItemProgress:
            return [answer["section"], answer["number"], answer["item"], answer["part"]]
        return [answer["indicator"], answer["target"]]

    def cell(self, column: int, value) -> None:
        """Numbers as numbers, codes in words, everything else as text: never a formula."""
        if value in ("", None):
            return
        name = self.fields[column - 5 - len(self.own)] if 0 <= column - 5 - len(self.own) < len(self.fields) else ""
        if name in MONEY or isinstance(value, int) and not isinstance(value, bool):
            self.sheet.write_number(self.row, column, value)
        else:
            text = str(look_up(value, "item" if name == "status" else "answer")[1]) if name in ("status", "answer") else str(value)
            self.sheet.write_string(self.row, column, text[:LONGEST])

    def close(self) -> None:
        """A filter over the table, the head in sight."""
        self.sheet.freeze_panes(1, 2)
        self.sheet.autofilter(0, 0, max(self.row - 1, 0), len(self.head) - 1)
        self.sheet.set_column(0, len(self.head) - 1, 18)
