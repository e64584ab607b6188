"""What is typed on the way to the planning body: numbers and dates of letters, reasons. The rules judge them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import say


class LetterForm(forms.Form):
    """Outgoing number and date of the covering letter."""

    letter_number = forms.CharField(label=_("Outgoing number"), max_length=60)
    letter_date = forms.DateField(label=_("Date of the letter"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)


class IncomingForm(forms.Form):
    """Number and date under which the planning body registered the letter."""

    incoming_number = forms.CharField(label=_("Incoming number"), max_length=60)
    incoming_date = forms.DateField(label=_("Date of registration"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)


class ReturnForm(forms.Form):
    """Why the planning body returns the consolidated information."""

    reason = forms.CharField(
        label=_("Reasons for the return"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The Ministry sees this text and answers it in the next edition."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)
