"""The texts of the analytical part: writing with figures, what has changed under them, the second person's check, the versions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reporting import formats
from reporting.consolidation import comparing, narrative, offered, references, tables
from reporting.consolidation.forms import NarrativeForm
from reporting.consolidation.lineage import Figures
from reporting.consolidation.views import desk, summary_of
from reporting.consolidation.workspace import text_of
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing.diff import changes
from reporting.history import trail
from reporting.models import Narrative, Summary
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again


def section_of(request, year: int, key: str, verb: str) -> Narrative:
    """A section of the latest summary, for somebody who may do `verb`."""
    found = summary_of(request, year, verb)
    if key not in narrative.SECTIONS:
        raise Http404
    people = ("edited_by", "kk_edited_by", "ru_edited_by", "kk_verified_by", "ru_verified_by")
    section = get_object_or_404(visible(request.user, Narrative).select_related(*people), summary=found, key=key)
    section.summary = found
    return section


@keeps_typed
@desk
@require_http_methods(["GET", "POST"])
def text(request, year: int, key: str):
    """A section, Kazakh and Russian side by side."""
    section = section_of(request, year, key, "write_narrative" if request.method == "POST" else "read_summary")
    first = typed_again(request, {"version": section.version, "kk": section.kk, "ru": section.ru})
    writes = may(request.user, "write_narrative", section) and (section.summary.status == Summary.DRAFT or request.method == "POST")
    form = NarrativeForm(request.POST or None, initial=first) if writes else None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            narrative.write_narrative(section, by=request.user, base_version=typed["version"], kk=typed["kk"], ru=typed["ru"])
        except Refused as refused:
            section = section_of(request, year, key, "write_narrative")
            if refused.problems[0].code == "narrative_conflict":
                return conflict(request, section, typed, refused.problems)
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("consolidation:text", year, key)
    return page(request, section, form)


def conflict(request, section: Narrative, typed: dict, problems: list):
    """Both texts: what was typed stays in the fields, what is kept stands beside it, and saving builds on it. A language that only the
    other editor changed shows what they wrote."""
    mine, _clashes = narrative.merged(section, typed["version"], {x: narrative.clean(typed[x]) for x in narrative.WRITTEN})
    both = {x: mine.get(x, getattr(section, x)) for x in narrative.WRITTEN}
    form = NarrativeForm(initial={"version": section.version, **both})
    return page(request, section, form, problems=problems, conflict=section, status=409)


def page(request, section: Narrative, form, *, problems=(), conflict=None, status=200):
    """The page of one section."""
    summary, figures = section.summary, Figures(section.summary.figures)
    context = {
        "cycle": summary.cycle, "summary": summary, "section": section, "title": narrative.title(section.key), "form": form,
        "conflict": conflict, "problems": problems, "events": trail(section)[:20], "strip": strip(summary.cycle, request.user),
        "texts": [side(section, language, figures, request.user) for language in narrative.WRITTEN],
        "offered": offered.offered(figures) if form else [],
    }  # fmt: skip
    return render(request, "consolidation/text.html", context, status=status)


def side(section: Narrative, language: str, figures: Figures, user) -> dict:
    """One language: the text as it reads, its state, what has changed under it and why, and what this person may do."""
    written, seen = getattr(section, language), getattr(section, f"{language}_seen")
    told = text_of(section, language, figures)
    stale = references.stale(written, seen, figures, language)
    by = getattr(section, f"{language}_edited_by")
    return {
        "text": told, "language": language, "edited_by": by, "edited_at": getattr(section, f"{language}_edited_at"),
        "stale": [{"one": one, "why": comparing.why_changed(section.summary, one.address, seen.get(one.address))} for one in stale],
        "read": tables.signed(references.seen_in(written, figures)),
        "may_confirm": bool(stale) and section.summary.status == Summary.DRAFT and may(user, "write_narrative", section),
        "may_verify": told.state == "drafted" and by != user and may(user, "verify_narrative", section),
    }  # fmt: skip


@desk
@require_POST
def confirm(request, year: int, key: str, language: str):
    """The sentences are right with the new numbers."""
    section = section_of(request, year, key, "write_narrative")
    read = tables.unsigned(request.POST.get("read", ""), {})
    return done(request, section, language, lambda: narrative.confirm_figures(section, by=request.user, language=language, read=read))


@desk
@require_POST
def verify(request, year: int, key: str, language: str):
    """A second person has checked the text."""
    section = section_of(request, year, key, "verify_narrative")
    said = {"language": language, "version": formats.parse_whole(request.POST.get("version")) or 0}
    return done(request, section, language, lambda: narrative.verify_narrative(section, by=request.user, **said))


def done(request, section: Narrative, language: str, act):
    """Does an act on a language and goes back to the section."""
    if language not in narrative.WRITTEN:
        raise Http404
    try:
        act()
    except Refused as refused:
        messages.error(request, " ".join(problem.text() for problem in refused.problems))
    else:
        messages.success(request, _("Saved"))
    return redirect(reverse("consolidation:text", args=[section.summary.cycle.year, section.key]) + f"#{language}")


@desk
@require_GET
def versions(request, year: int, key: str):
    """Every version of a section, newest first, each with what it changed."""
    section = section_of(request, year, key, "read_summary")
    kept = list(section.versions.select_related("saved_by").order_by("number"))
    rows = [
        {"version": one, "changes": [(x, changes(getattr(before, x), getattr(one, x))) for x in narrative.WRITTEN
                                     if getattr(before, x) != getattr(one, x)] if before else [], "first": before is None}
        for before, one in zip([None, *kept], kept, strict=False)
    ]  # fmt: skip
    context = {"cycle": section.summary.cycle, "section": section, "title": narrative.title(key), "rows": rows[::-1]}
    return render(request, "consolidation/text_versions.html", {**context, "strip": strip(section.summary.cycle, request.user)})
