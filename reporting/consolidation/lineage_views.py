"""From a figure to the very field in the filed version: what it is made of, what was left out, and the row as it was frozen."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from reporting import formats
from reporting.consolidation import explaining, lineage, lines
from reporting.consolidation.explaining import OF_MONEY, label_of
from reporting.consolidation.views import desk
from reporting.cycle.stages import strip
from reporting.filing import answers
from reporting.models import IndicatorValue, ItemProgress, ReportVersion, Summary
from reporting.narrowing import visible


def summary_read(request, year: int) -> Summary:
    """The newest calculated summary of the year, or that of the edition named by `?edition=`."""
    rows = visible(request.user, Summary).filter(cycle__year=year).exclude(input_sha256="").select_related("cycle__plan")
    number = formats.parse_whole(request.GET.get("edition"))
    found = rows.order_by("-number").first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@desk
@require_GET
def figure(request, year: int, address: str):
    """A figure with its lineage: what was added, by size, and what gave nothing and why."""
    found = summary_read(request, year)
    asked, figures = lineage.parse(address), lineage.Figures(found.figures)
    if not figures.knows(asked):
        raise Http404
    rows = lines.read(found.lines)
    trace = lineage.trace(asked, lineage.Held(rows), found.figures)
    names = {body["code"]: explaining.text(body, "short") for body in found.figures["bodies"]}
    left = explaining.reasons(trace, names)
    context = {
        "cycle": found.cycle, "summary": found, "address": address, "strip": strip(found.cycle, request.user),
        "of_what": explaining.of_what(asked, found.figures), "what": explaining.what(asked), "shown": explaining.shown(asked, figures),
        "figure": asked, "parts": parts_of(trace, found, names), "things": things_of(trace), "left": left,
        "count": len(trace.counted) or len(trace.lines), "out": sum(reason["count"] for reason in left),
        "edition": found.number if request.GET.get("edition") else "",
        "roll_up": (lineage.entry_of(asked, found.figures) or {}).get("roll_up", "") if asked.scope == "indicator" else "",
    }  # fmt: skip
    return render(request, "consolidation/figure.html", context)


def parts_of(trace: lineage.Trace, summary: Summary, names: dict[str, str]) -> list[dict]:
    """Every contributing cell with the address of the field it comes from, the greatest amount first."""
    titles = {item["item"]: explaining.text(item, "title") for item in summary.figures["items"]}
    made = [
        {
            "body": names.get(line["body"], line["body"]), "number": line["number"], "title": titles.get(line["item"], ""),
            "label": label_of(column), "value": value, "column": column, "is_money": column.startswith(OF_MONEY),
            "url": f"{reverse('consolidation:line', args=[summary.cycle.year, line['line']])}?edition={summary.number}#{column}",
        }
        for line, column, value in trace.parts
    ]  # fmt: skip
    return sorted(made, key=lambda part: -part["value"]) if trace.figure.is_money else made


def things_of(trace: lineage.Trace) -> list[dict]:
    """Counted items and reports: the name, and the figure or page that goes on from there."""
    if trace.figure.kind == lineage.ITEMS:
        return [
            {"name": explaining.numbered(item), "status": item["status"], "address": f"item.{item['item']}.rows"} for item in trace.counted
        ]
    return [
        {"name": explaining.text(body, "name"), "timeliness": body["report"]["timeliness"], "days": body["report"]["late_days"],
         "address": f"body.{body['code']}.rows"}
        for body in trace.counted
    ]  # fmt: skip


@desk
@require_GET
def line(request, year: int, key: str):
    """The row or value that a line was taken from, as it stands in the frozen version: each field with an anchor of its own name."""
    found = summary_read(request, year)
    row = next((row for row in lines.read(found.lines) if row["line"] == key), None)
    if row is None:
        raise Http404
    body = next(body for body in found.figures["bodies"] if body["code"] == row["body"])
    version = filed_version(request.user, found, row)
    answer = answer_in(version, row) if version else None
    model = ItemProgress if row["kind"] == lines.ITEM else IndicatorValue
    scope, code = ("item", row["item"]) if row["kind"] == lines.ITEM else ("indicator", row["indicator"])
    context = {
        "cycle": found.cycle, "summary": found, "row": row, "version": version, "strip": strip(found.cycle, request.user),
        "body": explaining.text(body, "name"), "title": explaining.of_what(lineage.Figure(scope, code, "rows"), found.figures),
        "fields": fields_of(model, answer, found.figures) if answer else [], "evidence": (answer or {}).get("evidence", []),
        "anchor": (f"row-{answer['row']}" if scope == "item" else f"value-{answer['value']}") if answer else "",
    }  # fmt: skip
    return render(request, "consolidation/line.html", context)


def filed_version(user, summary: Summary, row: dict) -> ReportVersion | None:
    """The very version a line was taken from; None where the body has none in the summary."""
    if row["report_version"] is None:
        return None
    rows = visible(user, ReportVersion).filter(report__cycle=summary.cycle_id, report__body__code=row["body"], number=row["report_version"])
    return get_object_or_404(rows.select_related("report", "submitted_by", "decided_by", "receipt"), sha256=row["report_sha256"])


def answer_in(version: ReportVersion, row: dict) -> dict:
    """What the version says on the item or indicator of a line."""
    part, key = ("items", "item") if row["kind"] == lines.ITEM else ("indicators", "indicator")
    return next(answer for answer in json.loads(version.content)[part] if answer[key] == row[key])


def fields_of(model, answer: dict, summed: dict) -> list[dict]:
    """Every reported field in the order of the form: its name, label, language and words; a blank is a word."""
    found = []
    for name in model.REPORTED:
        if name == "complete":
            continue
        is_money = name.startswith(OF_MONEY)
        if name == "territory":
            said = next((explaining.text(one, "name") for one in summed["territories"] if one["code"] == answer[name]), answer[name])
        else:
            said = formats.money(answer[name], least=1) if is_money else answers.said(model, name, answer)
        label = label_of(name) if is_money else str(model._meta.get_field(name).verbose_name)
        found.append({"name": name, "label": label, "said": said, "lang": name[-2:] if name.endswith(("_kk", "_ru")) else ""})
    return found
