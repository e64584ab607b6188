"""Why a figure that looks strange is right, in words, by the Ministry; an answer holds as long as the values stay the same."""

from django.db import transaction
from django.utils.translation import gettext as _

from reporting import clock, formats, history
from reporting.consolidation import explaining, lines
from reporting.consolidation.lineage import Figure, Figures
from reporting.models import AnomalyAnswer, Summary
from reporting.permissions import require
from reporting.problems import Problem, Refused


def found_in(summary: Summary) -> list[dict]:
    """The strange figures of the last calculation, each with the newest answer and whether it holds; the open ones first."""
    answers = {}
    for answer in AnomalyAnswer.objects.filter(cycle=summary.cycle_id).select_related("answered_by").order_by("answered_at", "pk"):
        answers[answer.key] = answer
    rows = {row["line"]: row for row in lines.read(summary.lines)}
    figures = Figures(summary.figures)
    told = [tell(one, answers.get(one["key"]), figures, rows) for one in summary.manifest.get("anomalies", ())]
    return sorted(told, key=lambda one: one["holds"])


def tell(one: dict, answer: AnomalyAnswer | None, figures: Figures, rows: dict) -> dict:
    """A strange figure in words: where, what, and the answer."""
    row = rows.get(one.get("line"))
    holds = answer is not None and answer.seen == one["seen"]
    said = {"where": where(one, row, figures), "field": field(one, row, figures), "what": what(one)}
    return {**one, **said, "answer": answer, "holds": holds, "column": one.get("column", ""), "number": row["number"] if row else None}


def where(one: dict, row: dict | None, figures: Figures) -> str:
    """The body and the item, or the body or region by itself."""
    if row is None:
        scope, key = one["scope"].split(".")
        return explaining.of_what(Figure(scope, key, "rows"), figures.summed)
    of = ("item", row["item"]) if row["kind"] == lines.ITEM else ("indicator", row["indicator"])
    entry, body = figures.entries[of], figures.entries.get(("body", row["body"]))
    title = explaining.numbered(entry) if of[0] == "item" else explaining.text(entry, "name")
    return f"{explaining.text(body, 'short') if body else row['body']} · {title}"


def field(one: dict, row: dict | None, figures: Figures) -> str:
    """Which figure of the row, with its unit; nothing where it is not a figure of one row."""
    column = one.get("column", "")
    if row is None or column not in (*lines.MONEY, "actual"):
        return ""
    label = explaining.label_of(column)
    if column in lines.MONEY:
        return _("%(field)s, thousand tenge") % {"field": label}
    unit = explaining.text(figures.entries["indicator", row["indicator"]], "unit")
    return f"{label}, {unit}" if unit else label


def what(one: dict) -> str:
    """What is strange about it."""
    seen = [shown(one, value) for value in one["seen"]]
    if one["kind"] in ("tenfold", "drop"):
        said = {"was": seen[0], "now": seen[1]}
        if one["kind"] == "tenfold":
            return _("Ten times last year’s value or more. Last year: %(was)s, this year: %(now)s") % said
        return _("A fifth of last year’s value or less. Last year: %(was)s, this year: %(now)s") % said
    if one["kind"] == "overdisbursed":
        return _("More disbursed than planned. Planned: %(planned)s, disbursed: %(disbursed)s") % {"planned": seen[0], "disbursed": seen[1]}
    if one["kind"] == "share_jump":
        return _("The share of all money disbursed moved. Last year: %(was)s, this year: %(now)s") % {"was": seen[0], "now": seen[1]}
    if one["kind"] == "no_evidence":
        return _("Done, but no supporting document is given")
    return _("The report of the akimat is accepted and gives no money at all")


def shown(one: dict, value) -> str:
    """A value as it is printed."""
    if one["kind"] == "share_jump":
        return formats.percent(value)
    if one.get("column", "").startswith(("planned_", "disbursed_")):
        return formats.money(value, least=1)
    return formats.number(value) if one["kind"] in ("tenfold", "drop") else str(value)


@transaction.atomic
def answer_anomaly(summary: Summary, key: str, *, by, note: str, seen: list) -> AnomalyAnswer:
    """Keeps the answer beside the values it was given on. Refuses an answer without words, a figure that is strange no more, and one
    whose values have changed since they were read (`seen`)."""
    require(by, "answer_anomaly", summary)
    found = next((one for one in summary.manifest.get("anomalies", ()) if one["key"] == key), None)
    if found is None or found["seen"] != seen:
        raise Refused(Problem("anomaly_changed"))
    if not note.strip():
        raise Refused(Problem("anomaly_note_required", where="note"))
    made = AnomalyAnswer.objects.create(
        cycle=summary.cycle, key=key, seen=seen, note=note.strip(), answered_at=clock.now(), answered_by=by
    )
    history.record("answer_anomaly", summary, by=by, new={"where": key.partition(":")[2]}, why=note.strip())
    return made
