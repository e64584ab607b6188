"""Forms of people and accounts. What they say about a field comes from reporting/fields.py; what is allowed, from the rules."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.users.deputies import NEVER_LENT
from portal.users.models import Language, MailMode, User, fold_email
from reporting import clock
from reporting.fields import Spoken, say
from reporting.roles import Role
from territories.kazakh import sort_key
from territories.models import ExecutiveBody

PASSWORD_HINT = _("At least 12 characters. A few unrelated words are easier to remember than signs, and harder to guess.")
ACCESS = [("1", pgettext_lazy("access", "Open")), ("0", pgettext_lazy("access", "Closed"))]
# Django's reason → our sentence
PASSWORD_SAYS = {
    "password_too_short": _("The password is too short. Least number of characters: %(min_length)s"),
    "password_too_common": _("This password is on the list of the most common ones. Choose another."),
    "password_too_similar": _("The password is too like your name or address. Choose another."),
    "password_entirely_numeric": _("The password consists of figures only. Choose another."),
}


def password_field(label, autocomplete="new-password", help_text=""):
    """A password as it is typed: never trimmed, never shown."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text, max_length=512)


def line(label, max_length, **options):
    """One line of text: what was pasted with line breaks becomes one line, since it may stand in the head of a letter."""
    return forms.CharField(label=label, max_length=max_length, **options)


class SignInForm(AuthenticationForm):
    """Address and password. One answer for an unknown address, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": _("Wrong e-mail address or password"),
        "inactive": _("Wrong e-mail address or password"),
        "temporary_lapsed": _("The term of the temporary password has passed. Ask the administrator for a new one."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["username"] = forms.CharField(label=_("E-mail"), max_length=254, widget=email)
        self.fields["password"] = password_field(_("Password"), "current-password")
        say(self)

    def clean_username(self):
        """One spelling of the address, so that the throttle counts one person once."""
        return fold_email(self.cleaned_data["username"])

    def confirm_login_allowed(self, user):
        """Refuse a temporary password whose term has passed."""
        super().confirm_login_allowed(user)
        if user.temporary_until and user.temporary_until <= clock.now():
            raise ValidationError(self.error_messages["temporary_lapsed"], code="temporary_lapsed")


class AddressForm(Spoken):
    """Where the letter for a new password goes."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewPasswordForm(forms.Form):
    """A new password, twice. Takes the person first, as Django's own page of the mailed link expects."""

    new_password1 = password_field(_("New password"), help_text=PASSWORD_HINT)
    new_password2 = password_field(_("New password once more"))

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        say(self)

    def clean(self):
        """Both alike, and good enough for the person."""
        first, second = self.cleaned_data.get("new_password1"), self.cleaned_data.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", _("The two passwords differ. Type the new one again."))
        elif first:
            for text in password_faults(first, self.user):
                self.add_error("new_password1", text)
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    """The present password first, so that an open screen is not enough."""

    old_password = password_field(_("Present password"), "current-password")
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean(self):
        """The present password is right and the new one is another."""
        cleaned = super().clean()
        old, new = cleaned.get("old_password"), cleaned.get("new_password1")
        if old and not self.user.check_password(old):
            self.add_error("old_password", _("The present password is wrong"))
        elif old and old == new:
            self.add_error("new_password1", _("The new password is the same as the present one. Choose another."))
        return cleaned


def password_faults(password, user):
    """What is wrong with a password, in our words; empty where it is good."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as problem:
        return [str(PASSWORD_SAYS[error.code]) % (error.params or {}) for error in problem.error_list]
    return []


class DetailsForm(Spoken):
    """Name and address of a person."""

    full_name = line(_("Surname and name"), 200)
    position = line(_("Position"), 200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("With this address the person signs in"))
    phone = line(_("Telephone"), 60, required=False)


class RoleForm(forms.Form):
    """Role and body."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=ExecutiveBody.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("For an officer, a head of department and a signatory. The other roles belong to their ministry, or to none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = ExecutiveBody.objects.valid_on(clock.today())
        self.fields["body"].label_from_instance = lambda body: body.name
        say(self)


class PersonForm(RoleForm, DetailsForm):
    """A new person: who, in what role, where."""

    language = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices, initial=Language.KK)
    field_order = ["full_name", "position", "role", "body", "email", "phone", "language"]


class WhyForm(Spoken):
    """The ground on which an account is closed or opened again."""

    why = line(_("Ground"), 300, help_text=_("Number and date of the order, or the reason. It stays in the history."))


class DeputyForm(forms.Form):
    """Who stands in, from which day to which, on what ground."""

    deputy = forms.ModelChoiceField(label=_("Stand-in"), queryset=User.objects.none(), empty_label="—")
    starts_on = forms.DateField(label=_("First day"), help_text=_("DD.MM.YYYY"), widget=forms.DateInput(attrs={"inputmode": "numeric"}))
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("DD.MM.YYYY, this day included"), widget=forms.DateInput(attrs={"inputmode": "numeric"})
    )
    basis = line(_("Ground"), 300, help_text=_("Number and date of the order"))

    def __init__(self, person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].input_formats = ["%d.%m.%Y", "%Y-%m-%d"]
        colleagues = User.objects.active().filter(body=person.body_id).exclude(body=None).exclude(pk=person.pk)
        self.fields["deputy"].queryset = colleagues.exclude(role__in=NEVER_LENT)
        self.fields["deputy"].label_from_instance = lambda user: f"{user.full_name}, {user.get_role_display()}"
        say(self)


class LanguageForm(Spoken):
    """The language of letters to oneself."""

    language = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices, widget=forms.RadioSelect)


class LettersForm(Spoken):
    """How letters that can wait should come."""

    mail_mode = forms.ChoiceField(
        label=_("Letters about notices"), choices=MailMode.choices, widget=forms.RadioSelect,
        help_text=_("A return, a failure and a wanted confirmation always come at once."),
    )  # fmt: skip


class PeopleFilter(forms.Form):
    """What the list of people is narrowed by; a wrong value narrows nothing."""

    q = forms.CharField(label=_("Name, position or address"), required=False, max_length=100)
    body = forms.ChoiceField(label=_("Body"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    active = forms.ChoiceField(label=_("Access"), required=False, choices=[("", _("With and without access")), *ACCESS])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = sorted(ExecutiveBody.objects.all(), key=lambda body: sort_key(body.name))
        self.fields["body"].choices = [("", _("All bodies")), *((str(body.pk), body.name) for body in bodies)]


class TokenForm(Spoken):
    """A token for a body's own system."""

    name = line(_("Name of the token"), 60, help_text=_("The system that will use it, for example: document management of the akimat"))
    days = forms.TypedChoiceField(
        label=_("Term"), coerce=int, choices=[(30, _("30 days")), (90, _("90 days")), (365, _("365 days"))], widget=forms.RadioSelect
    )
