"""Pages of extensions: the body's own, and the Ministry's desk of requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.cycle import extensions as rules
from reporting.cycle.deadlines import due_at, timeliness, with_last_days
from reporting.cycle.extension_forms import AnswerForm, AskForm, HandBackForm
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.history import trail
from reporting.models import Extension, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again

PEOPLE = ("asked_by", "proposed_by", "handed_back_by", "confirmed_by")


def need(user, verb: str, thing=None) -> None:
    """404 for everybody to whom the page is not open."""
    if not may(user, verb, thing):
        raise Http404


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def own(request, report):
    """A body's page: its last day, what was asked and answered; the signatory asks here."""
    reports = with_last_days(visible(request.user, Report).select_related("cycle", "body__region"))
    report = get_object_or_404(reports, public_id=report)
    need(request.user, "read_report", report)
    may_ask, obstacle = may(request.user, "ask_extension", report), rules.why_not_ask(report)
    form = AskForm(request.POST or None, initial=typed_again(request)) if may_ask else None
    if request.method == "POST":
        need(request.user, "ask_extension", report)
        if form.is_valid():
            try:
                rules.ask_extension(report, by=request.user, **form.cleaned_data)
            except Refused as refused:
                show(form, refused)
            else:
                messages.success(request, _("The request has been sent to the Ministry"))
                return redirect("cycle:extension", report.public_id)
    return render(request, "cycle/extension_own.html", {
        "report": report, "strip": strip(report.cycle, request.user), "form": form if form and not obstacle else None, "obstacle": obstacle,
        "may_ask": may_ask, "due_at": due_at(report), "time": timeliness(report), "latest": rules.latest_day(report.cycle),
        "extensions": Extension.objects.filter(report=report).select_related(*PEOPLE),
    })  # fmt: skip


@login_required
@require_GET
def desk(request):
    """Requests of all bodies: those to decide first."""
    need(request.user, "read_completeness")
    found = visible(request.user, Extension).select_related("report__body", "report__cycle", *PEOPLE)
    shown = "all" if request.GET.get("show") == "all" else "open"
    waiting = list(found.filter(status__in=Extension.OPEN).order_by("stood_until", "asked_at"))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "cycle/extension_desk.html", {
        "shown": shown, "page": page, "rows": page if shown == "all" else waiting, "waiting": waiting,
        **{status: sum(one.status == status for one in waiting) for status in Extension.OPEN},
    })  # fmt: skip


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def answer(request, pk: int):
    """One request: a coordinator proposes the answer, an approver confirms it or hands it back."""
    found = visible(request.user, Extension).select_related("report__body", "report__cycle", *PEOPLE)
    need(request.user, "read_completeness")
    extension = get_object_or_404(found, pk=pk)
    doing, sent, problems = request.POST.get("do", ""), request.POST or None, []
    typed = typed_again(request)
    forms = {
        "propose": AnswerForm(sent if doing == "propose" else None, initial=first_answer(extension) | typed),
        "hand_back": HandBackForm(sent if doing == "hand_back" else None, initial=typed),
        "confirm": None,
    }
    form = forms.get(doing)
    if doing in forms and (form is None or form.is_valid()):
        try:
            said = ACTS[doing](extension, request.user, form.cleaned_data if form else {})
        except Refused as refused:
            extension.refresh_from_db()
            if form and may_now(request.user, doing, extension):
                show(form, refused)
            else:
                problems = refused.problems
        else:
            messages.success(request, said)
            return redirect("cycle:extension_answer", extension.pk)
    return render(request, "cycle/extension_answer.html", {
        "extension": extension, "report": extension.report, "strip": strip(extension.report.cycle, request.user), "problems": problems,
        "form": forms["propose"] if may_now(request.user, "propose", extension) else None,
        "back_form": forms["hand_back"] if may_now(request.user, "hand_back", extension) else None,
        "may_confirm": may_now(request.user, "confirm", extension),
        "events": trail(extension), "latest": rules.latest_day(extension.report.cycle),
    })  # fmt: skip


# button → the verb of the permission table and the state in which it is there
BUTTONS = {
    "propose": ("propose_extension_answer", Extension.ASKED),
    "hand_back": ("hand_back_extension", Extension.PROPOSED),
    "confirm": ("confirm_extension", Extension.PROPOSED),
}


def may_now(user, button: str, extension: Extension) -> bool:
    """Whether the page has the button."""
    verb, status = BUTTONS[button]
    return extension.status == status and may(user, verb, extension)


def first_answer(extension: Extension) -> dict:
    """What the form of the answer begins with: what was proposed before, else what the body asks for."""
    if extension.answer_granted is None:
        return {"until": extension.asked_until}
    told = {"granted": "yes" if extension.answer_granted else "no", "reason": extension.answer_reason}
    return {**told, "until": extension.answer_until or extension.asked_until}


def propose(extension: Extension, user, said: dict) -> str:
    """The coordinator's button."""
    rules.propose_extension_answer(extension, by=user, granted=said["granted"] == "yes", until=said["until"], reason=said["reason"])
    return _("The answer waits for the approver")


def hand_back(extension: Extension, user, said: dict) -> str:
    """The approver's second button."""
    rules.hand_back_extension(extension, by=user, reason=said["reason"])
    return _("The proposed answer has been handed back")


def confirm(extension: Extension, user, said: dict) -> str:
    """The approver's first button."""
    rules.confirm_extension(extension, by=user)
    return _("The answer has been sent to the body")


ACTS = {"propose": propose, "hand_back": hand_back, "confirm": confirm}
