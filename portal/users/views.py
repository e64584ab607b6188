"""Sign-in, passwords and the own account."""

from datetime import timedelta

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from portal.users import passwords, rules
from portal.users.deputies import may_have_deputy
from portal.users.forms import AddressForm, ChangePasswordForm, LanguageForm, LettersForm, NewPasswordForm, SignInForm
from portal.users.models import Substitution
from reporting import clock
from reporting.permissions import may

WRONG_PASSWORDS = 5  # of the present password, until the session ends


class SignIn(LoginView):
    """Django's own page: a safe `next`, a new session key, the throttle of axes; with our form."""

    template_name = "users/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def sign_in_again(request):
    """The sign-in page whose token is out of date (another tab signed in or out): the same page with a new token and what was typed in it.

    The password is asked again: a password is never sent back to a page. None for any other page.
    """
    if not request.resolver_match or request.resolver_match.view_name != "users:sign_in":
        return None
    form = SignInForm(request, initial={"username": request.POST.get("username", "")})
    stale = _("The page was open while something changed in another tab. Enter the password once more.")
    context = {"form": form, "next": request.POST.get("next", ""), "stale": stale}
    return render(request, SignIn.template_name, context, status=403)


def locked_out(request, response, credentials):
    """429 for the pair of person and address that was wrong too often. Each further try starts the term anew, and so says the page."""
    wait = get_cool_off(request) or timedelta()
    answer = render(request, "429.html", {"until": clock.now() + wait}, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def account(request):
    """One's own page: name, role, language of letters, password, who stands in for whom."""
    person = request.user
    about_letters = "mail_mode" in request.POST
    form = LanguageForm(request.POST if request.POST and not about_letters else None, initial={"language": person.language})
    letters = LettersForm(request.POST if about_letters else None, initial={"mail_mode": person.mail_mode})
    if request.method == "POST" and (letters if about_letters else form).is_valid():
        if about_letters:
            rules.change_own_letters(person, by=person, mail_mode=letters.cleaned_data["mail_mode"])
        else:
            rules.change_own_language(person, by=person, language=form.cleaned_data["language"])
        messages.success(request, _("Saved"))
        return redirect("users:account")
    substitutions = Substitution.objects.open(clock.today()).concerning(person).select_related("person", "deputy")
    context = {
        "person": person, "form": form, "letters": letters, "mail": settings.EMAIL_CONFIGURED, "substitutions": substitutions,
        "may_appoint": may_have_deputy(person, person), "may_issue": may(person, "issue_token", person),
        "may_see_as": may(person, "see_as"),
    }  # fmt: skip
    return render(request, "users/account.html", context)


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def change_password(request):
    """Change one's own password; the only page open to a person with a temporary one."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = passwords.change_own_password(request.user, by=request.user, password=form.cleaned_data["new_password1"])
        # The other sessions have ended with the old password; this one goes on.
        update_session_auth_hash(request, person)
        messages.success(request, _("The password has been changed"))
        return redirect("work")
    if form.errors.get("old_password") and too_often(request):
        logout(request)
        return redirect("users:sign_in")
    return render(request, "users/change_password.html", {"form": form})


def too_often(request) -> bool:
    """Whether the present password was wrong `WRONG_PASSWORDS` times: then the session ends, and the throttle of the sign-in counts."""
    request.session["wrong_passwords"] = request.session.get("wrong_passwords", 0) + 1
    return request.session["wrong_passwords"] >= WRONG_PASSWORDS


@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request):
    """Ask for a letter with a link. The answer is the same for every address; without a mail server the page says whom to ask."""
    form = AddressForm(request.POST if settings.EMAIL_CONFIGURED and request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        passwords.ask_for_password_link(form.cleaned_data["email"])
        return redirect("users:reset_sent")
    return render(request, "users/reset_password.html", {"form": form, "mail": settings.EMAIL_CONFIGURED})


@require_GET
def reset_sent(request):
    """What happens next, the same for a known and an unknown address."""
    return render(request, "users/reset_sent.html", {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60})


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """A new password by the link from the letter: Django checks the link and keeps it out of the page's address."""

    template_name = "users/set_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("users:sign_in")

    def get_user(self, uidb64):
        """Nobody whose access is closed."""
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def form_valid(self, form):
        """The rule sets the password; the person then signs in with it."""
        passwords.change_own_password(self.user, by=self.user, password=form.cleaned_data["new_password1"])
        self.request.session.pop("_password_reset_token", None)
        messages.success(self.request, _("The password has been changed. Sign in with the new one."))
        return redirect(self.get_success_url())
