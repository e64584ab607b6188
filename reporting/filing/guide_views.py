"""Guides for officers and signatories, as pages and to be printed. They tell nothing of any report, so they open without signing in."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_GET

from reporting import clock
from reporting.attached import attached
from reporting.filing.pdf import render_pdf

TITLES = {"officer": gettext_lazy("Guide for officers"), "signatory": gettext_lazy("Guide for signatories")}
PICTURES = ("home", "item", "check", "receipt")


def told(guide: str) -> dict:
    """What the page and the PDF of a guide are made of, in the current language; 404 for a guide that there is not."""
    if guide not in TITLES:
        raise Http404
    language = get_language()
    return {
        "guide": guide, "title": TITLES[guide], "text": f"guide/{guide}_{language}.html",
        "pictures": [(name, f"guide/{language}-{name}.png") for name in PICTURES],
    }  # fmt: skip


@require_GET
def guide(request, guide):
    """A guide as a page."""
    others = [(code, title) for code, title in TITLES.items() if code != guide]
    return render(request, "guide/page.html", {**told(guide), "others": others})


@require_GET
def guide_pdf(request, guide):
    """The same on paper."""
    made = render_pdf("guide/paper.html", {**told(guide), "made": clock.today()}, get_language())
    return attached(made, f"guide-{guide}-{get_language()}.pdf")
