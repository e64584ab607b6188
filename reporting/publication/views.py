"""Publication: what is approved, what is proposed, what the public reads now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.fields import show
from reporting.history import trail
from reporting.models import Edition, Job
from reporting.permissions import POLICY, may, roles_of, visible
from reporting.problems import Refused
from reporting.publication import rules
from reporting.publication.forms import PostingForm
from reporting.publication.posting import record_posting

VERBS = {"propose": ("propose_publication", rules.propose_publication), "publish": ("publish", rules.publish)}


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
    verb = next_verb(request.user, edition)
    job = Job.objects.filter(key=f"bake:edition:{edition.pk}").first()
    context = {"edition": edition, "verb": verb, "files": edition.files.all(), "job": job, "events": trail(edition)}
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


@login_required
@require_http_methods(["GET", "POST"])
def act(request, pk: int, act: str):
    """Confirms the proposal or the publication."""
    edition = found(request, pk)
    if act not in VERBS or not may(request.user, VERBS[act][0], edition):
        raise Http404
    problems = []
    if request.method == "POST":
        try:
            VERBS[act][1](edition, by=request.user)
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("publication:one", edition.pk)
    return render(request, f"publication/{act}.html", {"edition": edition, "problems": problems})


def next_verb(user, edition: Edition) -> str:
    """The act that is due and that this person may do; empty when it is another's turn."""
    if edition.status != Edition.APPROVED:
        return ""
    act = "publish" if edition.publication_proposed_at else "propose"
    return act if may(user, VERBS[act][0], edition) and not (act == "publish" and edition.publication_proposed_by_id == user.pk) else ""


def found(request, pk: int) -> Edition:
    """The edition, for those who read this page."""
    if not roles_of(request.user) & POLICY["read_publication"].roles:
        raise Http404
    return get_object_or_404(visible(request.user, Edition).select_related("cycle", "publication_proposed_by", "published_by"), pk=pk)
