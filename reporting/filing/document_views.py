"""Documents of a row: added while the page stays open, chosen from those the body has, handed out once the virus check lets them."""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reporting.fields import say, show
from reporting.filing import rules
from reporting.filing.choosing import offered
from reporting.filing.entry_views import line_of, save_documents
from reporting.filing.forms import EvidenceForm
from reporting.filing.handing_out import hand_out
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame
from reporting.filing.typed_views import guards_row
from reporting.models import Evidence, ItemProgress
from reporting.narrowing import visible
from reporting.parking import release, token_of
from reporting.problems import Refused


@login_required
@require_GET
def document(request, report, document):
    """A file of evidence. A stranger meets 404; a reader meets a page in words as long as the file is not known to be clean."""
    seen = visible(request.user, Evidence).exclude(file_sha256="").select_related("stored", "source", "row__report")
    found = get_object_or_404(seen, public_id=document, row__report__public_id=report)
    return hand_out(request, found)


@guards_row
@login_required
@forms_allowed
def documents(request, report, pk):
    """For the page's script: the table as it is now; a POST adds the described document and says in words what is wrong with it."""
    overview, line = line_of(request.user, report, ItemProgress, pk)
    if request.method == "POST":
        sent = EvidenceForm(request.POST, request.FILES)
        is_asked, form = sent.is_asked(), save_documents(request, line.entry, sent)
        if not is_asked or form.errors:
            return JsonResponse({"problems": told(form), "csrf": get_token(request)}, status=UNPROCESSABLE)
        left = release(request.user, overview.report, request.POST.get("parked"), {form.add_prefix(name) for name in form.fields})
        overview, line = line_of(request.user, report, ItemProgress, pk)
        return JsonResponse({**table(request, overview, line), "said": _("The document is added"), "parked": token_of(left)})
    return JsonResponse(table(request, overview, line))


def table(request, overview, line) -> dict:
    """The fragment that the page itself shows, and whether a check of it is still awaited."""
    context = {"report": overview.report, "line": line, "removable": line.is_editable}
    html = render_to_string("filing/document_table.html", context, request)
    return {"html": html, "waiting": line.has_waiting_files, "csrf": get_token(request)}


def told(form: EvidenceForm) -> list[dict]:
    """What is wrong: the control it is beside, and the sentence. What no field is to blame for comes without a control."""
    if not form.errors:
        return [{"field": "id_document-file", "text": _("Give the number and date of the document, a link or a file")}]
    return [
        {"field": form[name].auto_id if name in form.fields else "", "text": text} for name, texts in form.errors.items() for text in texts
    ]


class ChoiceForm(forms.Form):
    """Documents that are offered, each with a box."""

    documents = forms.TypedMultipleChoiceField(required=False, coerce=uuid.UUID, label="", widget=forms.CheckboxSelectMultiple)

    def __init__(self, found: list[Evidence], data=None):
        super().__init__(data)
        self.fields["documents"].choices = [(str(one.public_id), one) for one in found]
        say(self)


@login_required
@forms_allowed
def choose(request, report, pk):
    """Documents that the body has attached this year or last, to serve this row as well."""
    overview, line = line_of(request.user, report, ItemProgress, pk)
    if not line.is_editable:
        raise Http404
    line.entry.report = overview.report
    found = offered(line.entry)
    form = ChoiceForm(found, request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            chosen = rules.choose_evidence(line.entry, by=request.user, documents=picked(form))
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Documents added: %(n)s") % {"n": len(chosen)})
            return redirect(f"{line.url}#documents")
    wanted = request.GET.get("q", "").strip()[:100]
    ticked = set(form.data.getlist("documents")) if form.is_bound else set()
    rows = [(one, str(one.public_id) in ticked) for one in found if speaks_of(one, wanted) or str(one.public_id) in ticked]
    context = {
        **frame(overview.report, request.user), "overview": overview, "line": line, "form": form, "rows": rows, "total": len(found),
        "wanted": wanted, "has_errors": bool(form.errors),
    }  # fmt: skip
    return render(request, "filing/choose_documents.html", context, status=UNPROCESSABLE if form.errors else 200)


def picked(form: ChoiceForm) -> list[uuid.UUID]:
    """The ticked documents; one that is offered no more is named all the same, so that the rule says so."""
    if form.is_valid():
        return form.cleaned_data["documents"]
    form.errors.clear()
    return [uuid.uuid4()]


def speaks_of(document: Evidence, wanted: str) -> bool:
    """Whether the number, the names or the address hold the wanted words, in any letter case."""
    said = " ".join((document.number, document.file_name, document.link, str(document.get_kind_display()), document.row.row.title))
    return all(word in said.casefold() for word in wanted.casefold().split())
