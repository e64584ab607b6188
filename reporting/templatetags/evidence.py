"""Tags of supporting documents."""

from django import template

from reporting.narrowing import may_open

register = template.Library()


@register.filter
def opens_for(document, user):
    """Whether the file of a document may be handed to the person."""
    return may_open(user, document)
