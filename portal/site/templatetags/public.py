"""Tags of the public pages: drawing only. A figure that must equal `summary.json` carries its path, and baking checks it."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.site import reading
from reporting import formats

register = template.Library()
register.filter("said", reading.said)
register.filter("own_words", reading.own_words)
register.filter("language_name", reading.language_name)
register.filter("evidence_kind", reading.evidence_kind)


@register.simple_tag
def state(code):
    """The state of an item or of a line as shape and word."""
    shape, word = reading.shape_and_word(code or "blank")
    return format_html('<span class="st {}">{}</span>', shape, word) if shape else word


@register.simple_tag
def territory_state(code):
    """The state of a territory: a candidate is never shown as one that has the status."""
    shape, word = reading.TERRITORY[code]
    return format_html('<span class="st {}">{}</span>', shape, word)


@register.simple_tag
def timeliness(report):
    """On time, late by so many days, or not filed."""
    shape, word = reading.timeliness(report)
    return format_html('<span class="st {}">{}</span>', shape, word)


@register.simple_tag
def figure(summary, path, style="money_table"):
    """A figure of `summary.json` by its path: the page cannot say another one. A blank is a word."""
    value = reading.look_up(summary, path)
    if value is None:
        return format_html('<span class="note">{}</span>', _("not given"))
    shown = getattr(formats, style)(value)
    return format_html('<data value="{}" data-figure="{}">{}</data>', value, path, shown)


@register.simple_tag
def figure_at(summary, path, rest, style="money_table"):
    """The same, where the path is put together of the thing's place and the figure's name."""
    return figure(summary, f"{path}.{rest}", style)


@register.simple_tag
def url_of(addresses, kind, key=""):
    """The address of a page of the edition."""
    return addresses.of(kind, key)


@register.filter
def day_of(text):
    """A date or an instant of the files, which hold them as ISO texts."""
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@register.filter
def safe_link(link):
    """A link given by a body, only if it is one to a page: never a script."""
    return link if str(link or "").startswith(("https://", "http://")) else ""


@register.filter
def share_row(row):
    """The per cent of a row of a funding table."""
    return share({"total": row})


@register.filter
def file_says(name):
    """What a file of an edition holds."""
    return {
        "summary.json": _("All figures of the edition"),
        "lines.csv": _("All lines, UTF-8"),
        "lines-excel.csv": _("All lines, for spreadsheet programs"),
        "report.xlsx": _("All tables, with a sheet of notes"),
        "report.kk.pdf": _("Consolidated information, in Kazakh"),
        "report.ru.pdf": _("Consolidated information, in Russian"),
        "report.kk.docx": _("Consolidated information, in Kazakh, to be edited"),
        "report.ru.docx": _("Consolidated information, in Russian, to be edited"),
        "manifest.json": _("Manifest: checksums of the files and of the reports"),
        "SHA256SUMS": _("Checksums of the files"),
        "datapackage.json": _("Description of the package: files, columns, licence"),
        "dictionary.csv": _("What each column means, in three languages"),
        "lines.schema.json": _("Schema of a line"),
        "summary.schema.json": _("Schema of the figures"),
        "LICENSE.txt": _("Licence of the data"),
        "changes.csv": _("What the correction changed, cell by cell"),
        "changes.json": _("What the correction changed, for programs"),
        "changes.dictionary.csv": _("Columns of the list of changes, in three languages"),
        "discipline.csv": _("Discipline of filing, by bodies"),
        "discipline.dictionary.csv": _("Columns of the table of discipline, in three languages"),
    }.get(name, "")


@register.filter
def amount(tenge):
    """Thousand tenge in a column, or the word for a blank."""
    if tenge is None:
        return format_html('<span class="note">{}</span>', _("not given"))
    return formats.money_table(tenge)


@register.filter
def share(funding):
    """Disbursed as per cent of planned, without the sign, for a column headed %."""
    percent = reading.percent_of(funding)
    return "" if percent is None else formats.number_table(percent, 1)


@register.filter
def file_size(size):
    """Size of a file in whole kilobytes, or megabytes with one digit."""
    if size >= 1024 * 1024:
        return _("%(n)s MB") % {"n": formats.number(size / 1024 / 1024, 1)}
    return _("%(n)s KB") % {"n": formats.number(max(1, round(size / 1024)), 0)}
