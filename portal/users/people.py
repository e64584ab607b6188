"""The administrator's pages: people, their roles, passwords and stand-ins. A stranger meets 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from portal.operations.heartbeats import scanner_state
from portal.users import deputies as substitution_rules
from portal.users import passwords, rules
from portal.users.forms import DeputyForm, DetailsForm, PeopleFilter, PersonForm, RoleForm, WhyForm
from portal.users.models import Substitution, User
from reporting import clock, history
from reporting.fields import show
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from territories.kazakh import search_text

PAGE = 50
ACTS = ("change_person", "change_role", "deactivate", "reactivate", "set_temporary_password")
form_page = require_http_methods(["GET", "POST"])


def found(request, verb, pk):
    """The person of a page, or 404 where the visitor may not do this to them."""
    person = get_object_or_404(visible(request.user, User).select_related("body"), pk=pk)
    if not may(request.user, verb, person):
        raise Http404
    return person


def done(request, form, act):
    """Whether a valid form's act was done; a refusal is shown on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refused:
        show(form, refused)
        return False
    return True


@login_required
@require_GET
def people(request):
    """Everybody, in Kazakh order, narrowed by body, role, access and words."""
    if not may(request.user, "read_people"):
        raise Http404
    form = PeopleFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    rows = visible(request.user, User).select_related("body")
    for word in search_text(chosen.get("q", "")).split():
        rows = rows.filter(search_text__contains=word)
    if "active" in chosen:
        rows = rows.filter(is_active=chosen["active"] == "1")
    rows = rows.filter(**{name: chosen[name] for name in ("body", "role") if name in chosen})
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"filter": form, "page": page, "query": f"{query.urlencode()}&" if query else "", "chosen": bool(chosen)}
    told = {"may_add": may(request.user, "create_person"), "scanner": scanner_state()}
    return render(request, "users/people.html", context | told)


@login_required
@require_GET
def person(request, pk):
    """One person: role, body, substitutions, what may be done, and the trail."""
    if not may(request.user, "read_people"):
        raise Http404
    shown = get_object_or_404(visible(request.user, User).select_related("body"), pk=pk)
    context = {
        "person": shown,
        "acts": {verb for verb in ACTS if may(request.user, verb, shown)} - own_exceptions(request.user, shown),
        "may_appoint": substitution_rules.may_have_deputy(request.user, shown),
        "substitutions": Substitution.objects.open(clock.today()).concerning(shown).select_related("person", "deputy"),
        "events": history.trail(shown)[:100],
    }
    return render(request, "users/person.html", context)


def own_exceptions(user, shown):
    """What nobody does to themselves, so that no button is drawn which the rule refuses."""
    return {"change_role", "deactivate", "set_temporary_password"} if user.pk == shown.pk else set()


@login_required
@form_page
def add(request):
    """A new person."""
    if not may(request.user, "create_person"):
        raise Http404
    form, made = PersonForm(request.POST or None), []
    if done(request, form, lambda data: made.append(rules.create_person(by=request.user, **data))):
        messages.success(request, _("The person has been added. Give them a password."))
        return redirect("users:person", made[0].pk)
    return render(request, "users/add_person.html", {"form": form})


def edit(request, pk, verb, form_class, initial, act, template, **context):
    """A page with one form about one person: shows it, does the act, returns to the person."""
    shown = found(request, verb, pk)
    form = form_class(request.POST or None, initial=initial(shown))
    if done(request, form, lambda data: act(shown, by=request.user, **data)):
        messages.success(request, _("Saved"))
        return redirect("users:person", shown.pk)
    return render(request, template, {"form": form, "person": found(request, verb, pk), **context})


@login_required
@form_page
def details(request, pk):
    """Name, position and how to reach."""
    fields = ("full_name", "position", "email", "phone")
    return edit(
        request, pk, "change_person", DetailsForm, lambda p: {f: getattr(p, f) for f in fields}, rules.change_person, "users/details.html"
    )


@login_required
@form_page
def role(request, pk):
    """Role and body."""
    return edit(request, pk, "change_role", RoleForm, lambda p: {"role": p.role, "body": p.body_id}, rules.change_role, "users/role.html")


@login_required
@form_page
def close(request, pk):
    """Close the access, with its ground."""
    return edit(request, pk, "deactivate", WhyForm, lambda p: {}, rules.deactivate, "users/access.html", closing=True)


@login_required
@form_page
def reopen(request, pk):
    """Open the access again, with its ground."""
    return edit(request, pk, "reactivate", WhyForm, lambda p: {}, rules.reactivate, "users/access.html", closing=False)


@never_cache
@login_required
@form_page
def temporary_password(request, pk):
    """Ask first; then show the password once, on the answer itself, so that it is kept nowhere."""
    shown = found(request, "set_temporary_password", pk)
    context = {"person": shown}
    if request.method == "POST":
        try:
            context["password"] = passwords.set_temporary_password(shown, by=request.user)
        except Refused as refused:
            context["problems"] = refused.problems
    return render(request, "users/temporary_password.html", context)


@login_required
@form_page
def deputies(request, pk):
    """Who stands in for the person now and later, and a form to appoint one."""
    shown = found(request, "appoint_deputy", pk)
    if not substitution_rules.may_have_deputy(request.user, shown):
        raise Http404
    form = DeputyForm(shown, request.POST or None)
    if done(request, form, lambda data: substitution_rules.appoint_deputy(shown, by=request.user, **data)):
        messages.success(request, _("The stand-in has been appointed"))
        return redirect("users:deputies", shown.pk)
    rows = Substitution.objects.filter(person=shown).select_related("deputy")[:PAGE]
    today = clock.today()
    context = {"person": shown, "form": form, "rows": [(row, row.state_on(today)) for row in rows]}
    return render(request, "users/deputies.html", context)


@login_required
@form_page
def cancel(request, pk, substitution):
    """End a substitution before its last day."""
    shown = found(request, "cancel_deputy", pk)
    row = get_object_or_404(Substitution.objects.select_related("person", "deputy").filter(person=shown), pk=substitution)
    context = {"person": shown, "row": row}
    if request.method == "POST":
        try:
            substitution_rules.cancel_deputy(row, by=request.user)
        except Refused as refused:
            context["problems"] = refused.problems
        else:
            messages.success(request, _("The substitution has been cancelled"))
            return redirect("users:deputies", shown.pk)
    return render(request, "users/cancel_deputy.html", context)
