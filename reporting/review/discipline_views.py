"""The table of discipline: for the desk, and each body's own line."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reporting import clock
from reporting.fields import Spoken, show
from reporting.models import Cycle, DisciplineComment, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.review import discipline
from reporting.review.discipline_rules import comment_discipline, show_discipline
from reporting.review.discipline_words import NAMES
from reporting.typed import keeps_typed, typed_again


class DisciplineCommentForm(Spoken):
    """What the body says to its line."""

    text = forms.CharField(label=gettext_lazy("Comment of the body"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


def explained() -> dict:
    """What the page says of the formula, from the formula itself."""
    return {"weights": [(NAMES[name], weight) for name, weight in discipline.WEIGHTS.items()], "late_days": discipline.LATE_DAYS}


@login_required
@require_http_methods(["GET", "POST"])
def table(request, year: int):
    """All bodies; a POST shows the table to them."""
    if not may(request.user, "read_completeness"):
        raise Http404
    cycle, problems = get_object_or_404(visible(request.user, Cycle), year=year), []
    if request.method == "POST":
        try:
            show_discipline(cycle, by=request.user)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The bodies see their lines and may comment"))
            return redirect("review:discipline", year)
    comments = {}
    for one in DisciplineComment.objects.filter(report__cycle=cycle).select_related("said_by"):
        comments.setdefault(one.report_id, []).append(one)
    lines = [(line, comments.get(line.report.pk, [])) for line in discipline.table(cycle)]
    context = {
        "cycle": cycle, "lines": lines, "problems": problems, "may_show": may(request.user, "show_discipline", cycle), **explained(),
        "until": discipline.comments_until(cycle), "ripe": discipline.is_ripe(cycle), "days": discipline.COMMENT_DAYS,
    }  # fmt: skip
    return render(request, "review/discipline.html", {**context, "names": NAMES.values()})


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def own(request, public_id):
    """A body's own line, once it was shown; its signatory may comment."""
    report = get_object_or_404(visible(request.user, Report).select_related("cycle", "body"), public_id=public_id)
    if not may(request.user, "read_report", report) or report.cycle.discipline_shown_at is None or report.invited:
        raise Http404
    may_comment = may(request.user, "comment_discipline", report) and clock.today() <= discipline.comments_until(report.cycle)
    form = DisciplineCommentForm(request.POST or None, initial=typed_again(request)) if may_comment else None
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        try:
            comment_discipline(report, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("review:own_discipline", public_id)
    line = next(iter(discipline.lines_of(Report.objects.filter(pk=report.pk))), None)
    comments = DisciplineComment.objects.filter(report=report).select_related("said_by")
    context = {"report": report, "line": line, "form": form, "comments": comments, **explained()}
    context["until"] = discipline.comments_until(report.cycle)
    parts = line.named if line else []
    return render(request, "review/own_discipline.html", {**context, "parts": parts})
