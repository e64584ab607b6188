"""What is typed about a published edition. The rules judge it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import say


class PostingForm(forms.Form):
    """Where and when the edition was placed on the Ministry's official site."""

    address = forms.CharField(
        label=_("Address on the official site"), max_length=500, help_text=_("The full address of the page, from https:// on")
    )
    posted_on = forms.DateField(label=_("Placed on"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)
