"""Tags of the summary's pages: a figure that leads to what it is made of. Drawing only."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def fig(year, address, shown):
    """A figure as a link to its lineage; plain text where it has no address."""
    if not address or shown in ("", None):
        return shown
    return format_html('<a class="fig" href="{}">{}</a>', reverse("consolidation:figure", args=[year, address]), shown)
