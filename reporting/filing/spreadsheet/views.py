"""Pages of the spreadsheet: out, in, what it would change, and back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reporting.attached import attached
from reporting.fields import say, show
from reporting.filing.pages import frame, own_report
from reporting.filing.spreadsheet import rules
from reporting.filing.spreadsheet.preview import Preview
from reporting.filing.spreadsheet.reading import MOST_BYTES
from reporting.filing.spreadsheet.template import template
from reporting.models import Report, SpreadsheetImport
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused

forms_allowed = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


class UploadForm(forms.Form):
    """The filled-in file."""

    file = forms.FileField(label=gettext_lazy("Filled-in file"), allow_empty_file=True)

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["file"].help_text = _("XLSX downloaded from this page. Limit: %(max)s MB") % {"max": MOST_BYTES // 2**20}
        say(self)
        self.fields["file"].error_messages["required"] = _("Choose a file")


def last_applied(report: Report) -> SpreadsheetImport | None:
    """The upload that may be taken back: the latest applied one, while the version it was applied to is being filled in."""
    latest = report.imports.exclude(applied_at=None).select_related("applied_by").order_by("-applied_at", "-id").first()
    is_open = latest and latest.undone_at is None and latest.report_version == report.version and report.status in Report.EDITABLE
    return latest if is_open else None


def is_editable(report: Report, user) -> bool:
    """Whether a file could be applied now."""
    return report.status in Report.EDITABLE and not report.no_activity and may(user, "save_entry", report)


@login_required
@forms_allowed
def spreadsheet(request, report):
    """Where the template is downloaded and the filled-in file uploaded."""
    report = own_report(request.user, report)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            kept = rules.upload_spreadsheet(report, by=request.user, upload=form.cleaned_data["file"])
        except Refused as refused:
            show(form, refused)
        else:
            return redirect("filing:spreadsheet_preview", report.public_id, kept.public_id)
    context = {
        **frame(report, request.user), "form": form, "last": last_applied(report), "is_editable": is_editable(report, request.user),
    }  # fmt: skip
    return render(request, "filing/spreadsheet.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@login_required
@require_GET
def spreadsheet_file(request, report):
    """The report as XLSX in the reader's language, as it is saved now."""
    report = own_report(request.user, report)
    name = f"{report.cycle.year}-{report.body.code}-v{report.version}.xlsx"
    return attached(template(report), name)


def own_upload(user, report: Report, public_id, **where) -> SpreadsheetImport:
    """An upload of this report, or 404."""
    upload = get_object_or_404(visible(user, SpreadsheetImport).filter(report=report, **where), public_id=public_id)
    upload.report = report
    return upload


@login_required
@forms_allowed
def preview(request, report, upload):
    """What the file would change; "apply" writes exactly what is shown."""
    report = own_report(request.user, report)
    upload = own_upload(request.user, report, upload, uploaded_by=request.user)
    try:
        if request.method == "POST":
            rules.apply_spreadsheet(upload, by=request.user, digest=request.POST.get("digest", ""))
            written = len(upload.changes)
            messages.success(request, _("Rows written from the spreadsheet: %(n)s") % {"n": written})
            return redirect("filing:spreadsheet", report.public_id)
        rules.refuse_unusable(upload)
        found = Preview(upload, request.user)
    except Refused as refused:
        messages.error(request, " ".join(problem.text() for problem in refused.problems))
        is_stale = any(problem.code == "import_moved_on" for problem in refused.problems)
        return redirect(request.path) if is_stale else redirect("filing:spreadsheet", report.public_id)
    context = {**frame(report, request.user), "upload": upload, "preview": found, "has_errors": bool(found.problems or found.clashing)}
    return render(request, "filing/spreadsheet_preview.html", context)


@login_required
@forms_allowed
def undo(request, report, upload):
    """Asks before an applied file is taken back."""
    report = own_report(request.user, report)
    upload = own_upload(request.user, report, upload, applied_at__isnull=False)
    if request.method == "POST":
        try:
            restored, left = rules.undo_spreadsheet(upload, by=request.user)
        except Refused as refused:
            messages.error(request, " ".join(problem.text() for problem in refused.problems))
        else:
            told = _("The upload is undone. Rows restored: %(rows)s. Fields left because they were edited since: %(left)s")
            messages.success(request, told % {"rows": restored, "left": left})
        return redirect("filing:spreadsheet", report.public_id)
    return render(request, "filing/spreadsheet_undo.html", {**frame(report, request.user), "upload": upload})
