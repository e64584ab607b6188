"""The page on which the people of a body divide the rows among themselves."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.filing import rules
from reporting.filing.line import Line
from reporting.filing.overview import Overview
from reporting.filing.pages import frame, own_report
from reporting.filing.sharing import people_of
from reporting.formats import parse_whole
from reporting.problems import Refused

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Share:
    """A row that may be given to somebody, with what the page showed and what was chosen."""

    line: Line
    chosen: str

    @property
    def was(self) -> str:
        return str(self.line.entry.responsible_id or "")

    @property
    def name(self) -> str:
        return self.line.judged.anchor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, report):
    """Shows who is responsible for which row; a POST changes all of it or nothing."""
    report = own_report(request.user, report)
    overview, people = Overview(report, request.user), people_of(report)
    lines = overview.to_do if overview.may_share else []
    refused = None
    if request.method == "POST":
        try:
            changed = rules.share_rows(report, by=request.user, shares=chosen(request.POST, lines, people))
        except Refused as no:
            refused = no
            overview = Overview(report, request.user)
            lines = overview.to_do
        else:
            said = _("Responsible person changed in rows: %(n)s") % {"n": changed}
            messages.success(request, said if changed else _("Nothing has been changed"))
            return redirect("filing:report", report.public_id)
    shares = [Share(line, request.POST.get(line.judged.anchor, str(line.entry.responsible_id or ""))) for line in lines]
    context = {
        **frame(report, request.user), "overview": overview, "shares": shares, "people": [(str(one.pk), one) for one in people],
        "problems": refused.problems if refused else (), "has_errors": bool(refused),
    }  # fmt: skip
    return render(request, "filing/share.html", context, status=UNPROCESSABLE if refused else 200)


def chosen(data, lines: list[Line], people: list) -> list[tuple]:
    """What the form says of each row it showed: the row, who was responsible then, and who shall be now. A strange id changes nothing."""
    by_id = {"": None, **{str(person.pk): person for person in people}}
    said = []
    for line in lines:
        name = line.judged.anchor
        if data.get(name) in by_id and f"was-{name}" in data:
            said.append((line.entry, parse_whole(data[f"was-{name}"]), by_id[data[name]]))
    return said
