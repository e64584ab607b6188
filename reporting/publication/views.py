"""Publication: what is approved, what is proposed, what the public reads now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.fields import show
from reporting.history import trail
from reporting.models import Edition, Job
from reporting.narrowing import visible
from reporting.permissions import POLICY, may
from reporting.problems import Refused
from reporting.publication import embargo, rules
from reporting.publication.forms import AnotherTimeForm, CancelForm, PostingForm, TimeForm
from reporting.publication.posting import record_posting
from reporting.standing import roles_of
from reporting.typed import keeps_typed, typed_again

# act → (verb, rule, form)
ACTS = {
    "propose": ("propose_publication", rules.propose_publication, None),
    "publish": ("publish", rules.publish, None),
    "schedule": ("schedule_publication", embargo.schedule_publication, TimeForm),
    "reschedule": ("reschedule_publication", embargo.reschedule_publication, AnotherTimeForm),
    "cancel": ("cancel_publication", embargo.cancel_publication, CancelForm),
}


@login_required
@require_GET
def editions(request):
    """All editions, newest first, with what is to be done next."""
    if not roles_of(request.user) & POLICY["read_publication"].roles:
        raise Http404
    rows = visible(request.user, Edition).select_related("cycle", "publication_proposed_by", "published_by")
    return render(request, "publication/list.html", {"rows": list(rows[:100])})


@login_required
@require_GET
def one(request, pk: int):
    """One edition: its files, its way, and the button that is this person's."""
    edition = found(request, pk)
    known = Q(key=f"bake:edition:{edition.pk}")
    if edition.status == Edition.SCHEDULED:
        known = Q(key__startswith=f"stage:{edition.pk}:{edition.publish_at.isoformat()}:")
    job = Job.objects.filter(known).order_by("-pk").first()
    acts = acts_of(request.user, edition)
    context = {"edition": edition, "acts": acts, "files": edition.files.all(), "job": job, "events": trail(edition)}
    postings = edition.postings.select_related("recorded_by")
    may_post = bool(edition.published_at) and may(request.user, "record_posting", edition)
    return render(request, "publication/one.html", {**context, "postings": postings, "may_post": may_post})


@login_required
@require_http_methods(["GET", "POST"])
def posting(request, pk: int):
    """Records where the edition was placed on the Ministry's official site."""
    edition = found(request, pk)
    if not edition.published_at or not may(request.user, "record_posting", edition):
        raise Http404
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_posting(edition, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("publication:one", edition.pk)
    return render(request, "publication/posting.html", {"edition": edition, "form": form})


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def act(request, pk: int, act: str):
    """Confirms the proposal or the publication."""
    edition = found(request, pk)
    if act not in ACTS or not may(request.user, ACTS[act][0], edition):
        raise Http404
    _verb, rule, form_class = ACTS[act]
    form = form_class(request.POST or None, initial=typed_again(request)) if form_class else None
    problems = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            rule(edition, by=request.user, **(form.said() if form else {}))
        except Refused as refused:
            problems = [] if form else refused.problems
            if form:
                show(form, refused)
        else:
            return redirect("publication:one", edition.pk)
    return render(request, f"publication/{act}.html", {"edition": edition, "problems": problems, "form": form})


def acts_of(user, edition: Edition) -> list[str]:
    """The acts that are due and that this person may do; none when it is another's turn."""
    due = {Edition.SCHEDULED: ["reschedule", "cancel"]}.get(edition.status, [])
    if edition.status == Edition.APPROVED:
        due = ["publish", "schedule"] if edition.publication_proposed_at else ["propose"]
    own = edition.publication_proposed_by_id == user.pk
    return [act for act in due if may(user, ACTS[act][0], edition) and not (own and act in ("publish", "schedule"))]


def found(request, pk: int) -> Edition:
    """The edition, for those who read this page."""
    if not roles_of(request.user) & POLICY["read_publication"].roles:
        raise Http404
    rows = visible(request.user, Edition).select_related("cycle", "publication_proposed_by", "published_by", "scheduled_by")
    return get_object_or_404(rows, pk=pk)
