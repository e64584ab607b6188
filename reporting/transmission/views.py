"""Sending to the planning body: the Ministry's list, and the desk of the planning body's observer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import clock
from reporting.attached import attached
from reporting.dates import date_short
from reporting.fields import show
from reporting.filing.handing_out import hand_out
from reporting.history import trail
from reporting.models import Edition, Transmission, TransmissionScan
from reporting.narrowing import visible
from reporting.permissions import POLICY, may
from reporting.problems import Refused
from reporting.roles import Role
from reporting.standing import roles_of
from reporting.transmission import desk, rules
from reporting.transmission.forms import IncomingForm, LetterForm, ReturnForm
from reporting.transmission.package import name_of, package
from reporting.typed import keeps_typed, typed_again
from reporting.workflow import allowed

ACTS = ("send", "register", "acknowledge", "return")


def only_for(user, verb: str) -> None:
    """404 for everybody whose roles do not open the page."""
    if not roles_of(user) & POLICY[verb].roles:
        raise Http404


@login_required
@require_GET
def transmissions(request):
    """What was sent, and what is to be done next; for the observer, their own desk."""
    only_for(request.user, "read_transmission")
    if Role.OBSERVER in roles_of(request.user):
        return render(request, "transmission/desk.html", desk.of_observer(request.user))
    rows = visible(request.user, Transmission).select_related("edition__cycle", "prepared_by", "sent_by")
    ready = desk.ready_to_prepare() if may(request.user, "prepare") else []
    return render(request, "transmission/list.html", {"rows": list(rows[:100]), "ready": ready})


@login_required
@require_http_methods(["GET", "POST"])
def prepare(request, edition_id: int):
    """The covering letter of an edition."""
    edition = get_object_or_404(visible(request.user, Edition).select_related("cycle"), pk=edition_id)
    if not may(request.user, "prepare", edition):
        raise Http404
    form = LetterForm(request.POST or None, initial={"letter_date": date_short(clock.today()), "channel": "portal"})
    if request.method == "POST" and form.is_valid():
        try:
            made = rules.prepare(edition, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The covering letter is ready: an approver sends it."))
            return redirect("transmission:one", made.pk)
    last = edition.transmissions.order_by("-pk").first()
    return render(request, "transmission/prepare.html", {"form": form, "edition": edition, "last": last})


@login_required
@require_GET
def one(request, pk: int):
    """One letter: the package, its way, and the buttons that are this person's."""
    transmission = found(request, pk)
    acts = [act for act in ACTS if allowed(transmission, act) and may(request.user, act, transmission)]
    if "acknowledge" in acts and "register" in acts and not may(request.user, "prepare"):
        acts.remove("register")  # the observer acknowledges; the coordinator registers what went by hand
    context = {"it": transmission, "acts": acts, "files": transmission.edition.files.all(), "way": desk.way(transmission)}
    return render(request, "transmission/one.html", {**context, "events": trail(transmission)})


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def act(request, pk: int, act: str):
    """Confirms one act: send, register, acknowledge, return."""
    transmission = found(request, pk)
    if act not in ACTS or not may(request.user, act, transmission):
        raise Http404
    form_class = {"send": None, "return": ReturnForm}.get(act, IncomingForm)
    form = None
    if form_class:
        scan = scan_of(request.user, transmission)
        form = form_class(request.POST or None, request.FILES or None, scan=scan, initial=typed_again(request))
    problems = []
    if request.method == "POST" and (form is None or form.is_valid()):
        verb = {"send": rules.send, "register": rules.register, "acknowledge": rules.acknowledge, "return": rules.return_to_ministry}[act]
        try:
            verb(transmission, by=request.user, **(form.cleaned_data if form else {}))
        except Refused as refused:
            if form:
                show(form, refused)
            else:
                problems = refused.problems
        else:
            return redirect("transmission:one", transmission.pk)
    return render(request, f"transmission/{act}.html", {"it": transmission, "form": form, "problems": problems})


@login_required
@require_GET
def download(request, pk: int):
    """The package as ZIP, always as an attachment."""
    edition = found(request, pk).edition
    return attached(package(edition), name_of(edition))


@login_required
@require_GET
def scan(request, pk: int, public_id):
    """A scan of what came back on paper, as an attachment, to those who may read the letter."""
    return hand_out(request, get_object_or_404(TransmissionScan, transmission=found(request, pk), public_id=public_id))


def scan_of(user, transmission: Transmission) -> str:
    """Whether the answer being entered takes a scan: only where the Ministry enters it for the planning body."""
    if Role.OBSERVER in roles_of(user):
        return ""
    return "needed" if transmission.by_hand else "offered"


def found(request, pk: int) -> Transmission:
    """The letter, if it exists for this person."""
    people = [f"{verb}_by" for verb in ("prepared", "sent", "registered", "acknowledged", "returned")]
    rows = visible(request.user, Transmission).select_related("edition__cycle", "previous", *people)
    return get_object_or_404(rows.defer("edition__summary_json", "edition__lines_csv"), pk=pk)
