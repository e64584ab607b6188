"""Tags of the review pages: a document of a frozen answer, the address of a row, what documents came and went."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from reporting.formats import date_short
from reporting.models import Evidence, RowDecision
from reporting.narrowing import may_open
from reporting.words import look_up

register = template.Library()
KINDS = dict(Evidence.KINDS)


@register.simple_tag(takes_context=True)
def document(context, said, files=None, row=None):
    """«Act or order № 17, 28.11.2029, akt-17.pdf»: the file as a link where it may be opened."""
    day = date_short(date.fromisoformat(said["date"])) if said.get("date") else ""
    number = f"№\u00a0{said['number']}" if said.get("number") else ""
    words = ", ".join(part for part in (str(KINDS.get(said["kind"], said["kind"])), number, day) if part)
    link = format_html(', <a href="{}" rel="noreferrer">{}</a>', said["link"], _("link")) if said.get("link") else ""
    return format_html("{}{}{}", words, link, file_of(said, (files or {}).get((row, said.get("file_sha256"))), context))


def file_of(said, evidence, context):
    """The name of the file, as a link where it may be opened; otherwise with the word for its virus check."""
    if not said.get("file_name"):
        return ""
    if evidence is None:
        return format_html(", {}", said["file_name"])
    if not may_open(context["request"].user, evidence):
        return format_html(', {} <span class="note">({})</span>', said["file_name"], look_up(evidence.standing, "check")[1])
    address = reverse("filing:document", args=[evidence.row.report.public_id, evidence.public_id])
    return format_html(', <a href="{}">{}</a>', address, said["file_name"])


@register.filter
def evidence_changes(now, before):
    """(document, same, ins or del): what was added and removed since the round before."""
    kept = [(one, "same" if one in before else "ins") for one in now]
    return kept + [(one, "del") for one in before if one not in now]


@register.simple_tag
def row_url(report, line):
    """The page of a row."""
    return reverse("review:row", args=[report.public_id, "rows" if line.is_item else "indicators", line.entry.pk])


@register.filter
def remaining(total, waiting):
    """How many of a number do not wait."""
    return total - len(waiting)


@register.filter
def at(mapping, key):
    """What a dictionary holds under a name."""
    return (mapping or {}).get(key, "")


@register.filter
def with_documents(others):
    """(report, documents) of the other executors that have added any."""
    return [(report, answer["evidence"]) for report, _part, answer in others if answer and answer.get("evidence")]


@register.simple_tag
def criteria(made):
    """(criterion in words, whether it is met) of a decision, where the reviewer has said so."""
    named = [(RowDecision._meta.get_field(name).verbose_name, getattr(made, name)) for name in RowDecision.CRITERIA]
    return [(label, met) for label, met in named if met is not None]
