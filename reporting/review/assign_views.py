"""Who reviews what: one report, or all of a year in one table with an even proposal."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.models import Cycle
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.review import assigning, rules
from reporting.review.finding import found
from reporting.review.forms import ReviewerForm
from reporting.review.people import reviewers


@login_required
@require_http_methods(["GET", "POST"])
def assign(request, public_id):
    """Who reviews the report."""
    it = found(request, public_id)
    if not may(request.user, "assign_reviewer", it):
        raise Http404
    barred = assigning.involved(pk=it.pk).get(it.pk, frozenset())
    form = ReviewerForm(barred, request.POST or None, initial={"reviewer": it.reviewer})
    if request.method == "POST" and form.is_valid():
        try:
            rules.assign(it, by=request.user, reviewer=form.cleaned_data["reviewer"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("cycle:of_year", it.cycle.year)
    return render(request, "review/assign.html", {"report": it, "form": form, "strip": strip(it.cycle, request.user)})


class SharesForm(forms.Form):
    """A choice of reviewer for each report of the table; those who may not review it are not offered."""

    def __init__(self, table: list[assigning.Share], people: list, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for share in table:
            able = [(str(person.pk), person.full_name) for person in people if person.pk not in share.barred]
            present = share.proposed or share.report.reviewer
            self.fields[f"report-{share.report.pk}"] = forms.ChoiceField(
                label=share.report.body.name, required=False, choices=[("", _("Nobody yet")), *able], initial=present.pk if present else "",
                widget=forms.Select(attrs={"aria-label": share.report.body.name}),
            )  # fmt: skip

    def choices(self, table: list[assigning.Share], people: list) -> list[tuple]:
        """(report, person or nobody) as chosen."""
        known = {str(person.pk): person for person in people}
        return [(share.report, known.get(self.cleaned_data[f"report-{share.report.pk}"])) for share in table]


@login_required
@require_http_methods(["GET", "POST"])
def distribute(request, year: int):
    """All reports of a year with their reviewers: changed in one go; `?propose=` fills in an even proposal that is not saved yet."""
    cycle = get_object_or_404(visible(request.user, Cycle), year=year)
    if not may(request.user, "assign_reviewer"):
        raise Http404
    table, people = assigning.shares(cycle, request.user), list(reviewers().order_by("sort_key", "pk"))
    proposal = request.GET.get("propose", "")
    if proposal in ("free", "all"):
        assigning.even(table, people, keep=proposal == "free")
    form, problems = SharesForm(table, people, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            changed = assigning.assign_many(form.choices(table, people), by=request.user)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Reviewers assigned. Reports changed: %(n)s") % {"n": changed})
            return redirect("review:distribute", year)
    lines = [(share, form[f"report-{share.report.pk}"]) for share in table]
    return render(request, "review/distribute.html", {
        "cycle": cycle, "lines": lines, "form": form, "problems": problems, "strip": strip(cycle, request.user), "proposal": proposal,
        "loads": assigning.loads(table, people, proposed=proposal in ("free", "all")), "rows": sum(share.rows for share in table),
        "free": sum(share.report.reviewer_id is None for share in table),
    })  # fmt: skip
