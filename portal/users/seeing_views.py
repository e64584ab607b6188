"""Choosing the body whose pages to see, and coming back."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.users import seeing
from reporting import clock
from reporting.fields import say, show
from reporting.permissions import may
from reporting.problems import Refused
from territories.kazakh import sort_key
from territories.models import ExecutiveBody


class SeeForm(forms.Form):
    """Which body, and why: the body reads the reason."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=ExecutiveBody.objects.none(), empty_label="—")
    why = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("For example: a call of the officer, request No. 12. The body sees it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, bodies = self.fields["body"], ExecutiveBody.objects.valid_on(clock.today())
        field.queryset, field.label_from_instance = bodies, lambda body: body.name
        field.choices = [("", "—"), *((one.pk, one.name) for one in sorted(bodies, key=lambda body: sort_key(body.name)))]
        say(self)


@login_required
@require_http_methods(["GET", "POST"])
def see_as(request):
    """Asks which body and why, then shows its pages."""
    if not may(request.user, "see_as"):
        raise Http404
    form = SeeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request.session[seeing.KEPT] = seeing.see_as(by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            return redirect("filing:home")
    return render(request, "users/see_as.html", {"form": form})


@login_required
@require_POST
def leave(request):
    """Back to one's own pages. Twice is the same as once."""
    body = seeing.body_seen(request.session.pop(seeing.KEPT, None))
    if body is not None:
        seeing.leave(body, by=request.user)
    return redirect("work")
