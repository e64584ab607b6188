"""What every form says about a field: the portal's own words instead of Django's, whose Kazakh is incomplete (LANGUAGE.md).

A form is `Spoken`; one that makes its fields itself calls `say(self)` at the end of its `__init__` instead.
"""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# code of Django's error → our sentence; the codes are those of fields and of their validators alike
SAYS = {
    "max_length": _("The text is too long. Characters allowed: %(limit_value)s"),
    "min_length": _("The text is too short. Least number of characters: %(limit_value)s"),
    "max_value": _("The largest value allowed: %(limit_value)s"),
    "min_value": _("The smallest value allowed: %(limit_value)s"),
    "null_characters_not_allowed": _("The text holds a sign that cannot be kept. Type it again."),
}
DATE = _("Enter the date as DD.MM.YYYY, for example 01.04.2027")
NO_SUCH_DAY = _("There is no such date: %(date)s")
BY_FIELD = (
    (forms.EmailField, "invalid", _("Check the e-mail address: it must have a name, the sign @ and a domain")),
    (forms.DateField, "invalid", DATE),
    (forms.DecimalField, "invalid", _("Enter a number, for example 1 234,5")),
    (forms.IntegerField, "invalid", _("Enter a whole number")),
    (forms.FileField, "missing", _("Choose a file")),
    (forms.FileField, "invalid", _("Choose a file")),
    (forms.FileField, "empty", _("The file is empty")),
    (forms.URLField, "invalid", _("Check the link: it must begin with https://")),
)
_named = lazy(lambda text, label: gettext(text) % {"field": label}, str)


def say(form):
    """Give each field of a form its messages, and tell assistive technology which fields may be left empty."""
    for name, field in form.fields.items():
        label = field.label or name
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        choose = _named(gettext_noop("Choose a value for “%(field)s”"), label)
        field.error_messages.update(SAYS)
        field.error_messages["required"] = choose if chosen else _named(gettext_noop("Fill in “%(field)s”"), label)
        if chosen:
            field.error_messages["invalid_choice"] = field.error_messages["invalid_list"] = choose
        for kind, code, text in BY_FIELD:
            if isinstance(field, kind):
                field.error_messages[code] = text
    return form


class Spoken(forms.Form):
    """A form that says what is wrong in the portal's own words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)


def show(form, refused):
    """Put the problems of a refused rule beside the fields they name, the rest above the form."""
    for problem in refused.problems:
        form.add_error(problem.where if problem.where in form.fields else None, problem.text())
    return form
