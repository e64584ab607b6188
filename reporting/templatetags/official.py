"""Tags and filters with which templates write numbers, dates, states and the portal's own signs. Drawing only: no rules live here."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from reporting import formats, telling, words
from reporting.error_links import error_links

register = template.Library()

for name in (
    "money", "money_table", "number", "number_table", "integer", "percent", "echo_money", "echo_number", "date_long", "date_short",
    "day_month", "month_year", "until", "not_later", "inclusive", "time_of_day", "instant", "instant_short", "deadline", "year_report",
):  # fmt: skip
    register.filter(name, getattr(formats, name))
for name in ("days_left", "days_overdue", "days_late"):
    register.filter(name, getattr(words, name))

register.simple_tag(telling.tell_event, name="tell")
register.simple_tag(telling.tell_job)
register.simple_tag(error_links)


@register.inclusion_tag("parts/support.html")
def support_desk(label=""):
    """Who helps and when, from the settings: it needs no database, so pages of failures say it too. Nothing where nobody is named."""
    return {"phone": settings.SUPPORT_PHONE, "email": settings.SUPPORT_EMAIL, "hours": settings.SUPPORT_HOURS, "label": label}


# The twenty regions as tiles: code → column, row (shared/data/kz_tilegrid.csv). The order is the drawing order of the mark.
TILES = {
    "ABA": (5, 1), "AKM": (2, 1), "AKT": (1, 1), "ALM": (4, 2), "ATY": (0, 2), "ZKO": (0, 1), "ZHA": (3, 2), "ZHE": (5, 2), "KAR": (4, 1),
    "KOS": (2, 0), "KYZ": (1, 2), "MAN": (0, 3), "PAV": (4, 0), "SKO": (3, 0), "TUR": (2, 3), "ULY": (2, 2), "VKO": (6, 1), "AST": (3, 1),
    "ALA": (4, 3), "SHY": (3, 3),
}  # fmt: skip


@register.simple_tag
def tiles(here=""):
    """The mark: twenty tiles; with `here`, the code of a region, that tile is dark and the others are pale."""
    here = str(here or "")
    known = here in TILES
    rects = format_html_join(
        "",
        '<rect x="{}" y="{}" width="10" height="10"{}/>',
        (
            (12 * col, 12 * row, mark_safe(f' class="{"here" if code == here else "theirs"}"') if known else "")
            for code, (col, row) in TILES.items()
        ),
    )
    return format_html('<svg viewBox="0 0 82 46" aria-hidden="true" focusable="false">{}</svg>', rects)


@register.simple_tag
def status(code, kind="", date=None):
    """A state as shape and word: `{% status row.status "item" %}`. «Not yet available» takes the date it is expected on."""
    shape, said = words.look_up(code, kind)
    if date and shape == "soon":
        said = _("Not yet available (expected: %(date)s)") % {"date": formats.date_short(date)}
    return format_html('<span class="st {}">{}</span>', shape, said) if shape else said


@register.simple_tag
def status_word(code, kind=""):
    """The word of a state alone, for titles, options and files."""
    return words.look_up(code, kind)[1]


@register.simple_tag
def status_shape(code, kind=""):
    """The class of the shape alone, for the row of shapes."""
    return words.look_up(code, kind)[0]


@register.inclusion_tag("parts/year_line.html")
def year_line(stages, label=""):
    """The six stages of the year: dicts with name, when, state (past, now or later) and yours."""
    return {"stages": stages, "label": label}


@register.inclusion_tag("parts/whose.html")
def whose(facts, stages=None, label=""):
    """The strip under a signed-in header: pairs (name, value) of whose page, which year, until when, who acts; then the year line."""
    return {"facts": [(name, value) for name, value in facts if value], "stages": stages, "label": label}


@register.simple_tag
def bar(planned, disbursed, longest=None):
    """Two amounts as one bar from zero: planned pale, disbursed within it. `longest` is the greatest amount in the table."""
    if planned in (None, "") and disbursed in (None, ""):
        return ""
    planned, disbursed = max(planned or 0, 0), max(disbursed or 0, 0)
    scale = max(longest or 0, planned, disbursed) or 1
    return format_html(
        '<svg class="bar" viewBox="0 0 300 18" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="all" y="2" width="{}" height="14"/><rect class="part-of" y="5" width="{}" height="8"/></svg>',
        round(300 * planned / scale),
        round(300 * disbursed / scale),
    )


@register.filter
def share_of(part, whole):
    """`{{ disbursed|share_of:planned }}` → «94,2 %»; nothing where there is nothing to divide by."""
    return formats.share(part, whole)
