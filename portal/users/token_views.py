"""Tokens of a body's own system: made, shown once, revoked. Everybody sees only their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.users import tokens as rules
from portal.users.forms import TokenForm
from portal.users.models import ApiToken
from reporting import clock
from reporting.fields import show
from reporting.permissions import may
from reporting.problems import Refused

SHOWN = 50  # the latest tokens on the page


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request):
    """One's tokens and a form for a new one; the secret stands on the answer itself, so that it is kept nowhere."""
    person = request.user
    if not may(person, "issue_token", person):
        raise Http404
    form, context = TokenForm(request.POST or None), {"person": person}
    if request.method == "POST" and form.is_valid():
        try:
            context["token"], context["secret"] = rules.issue_token(person, by=person, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            return render(request, "users/token_shown.html", context)
    now = clock.now()
    rows = ApiToken.objects.filter(person=person).select_related("person")[:SHOWN]
    context |= {"form": form, "rows": [(row, row.state_at(now)) for row in rows]}
    return render(request, "users/tokens.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def revoke(request, pk):
    """Asks first: a program that uses the token stops working."""
    token = get_object_or_404(ApiToken.objects.filter(person=request.user).select_related("person"), pk=pk)
    if request.method == "POST":
        rules.revoke_token(token, by=request.user)
        messages.success(request, _("The token has been revoked"))
        return redirect("users:tokens")
    return render(request, "users/token_revoke.html", {"person": request.user, "token": token})
