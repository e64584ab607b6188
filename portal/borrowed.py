"""Sentences of Django's own that the portal shows and whose Kazakh is missing or not ours: named here so that the catalogue keeps them."""

from django.utils.translation import gettext_noop, ngettext_lazy

BORROWED = (
    ngettext_lazy("%(size)d byte", "%(size)d bytes", 1),
    gettext_noop("%s KB"),
    gettext_noop("%s MB"),
    gettext_noop("%s GB"),
)
