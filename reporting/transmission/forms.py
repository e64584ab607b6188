"""What is typed on the way to the planning body: numbers and dates of letters, reasons. The rules judge them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import Spoken, say
from reporting.filing.files import ACCEPTED
from reporting.models import Channel

SCAN_HINT = _("A scan of the stamped copy or of the answer. File types accepted: %(types)s")


class LetterForm(Spoken):
    """Outgoing number and date of the covering letter, and how it goes."""

    channel = forms.ChoiceField(label=_("How it goes"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.PORTAL)
    letter_number = forms.CharField(label=_("Outgoing number"), max_length=60)
    letter_date = forms.DateField(label=_("Date of the letter"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))


class AnswerForm(forms.Form):
    """What every answer of the planning body may carry: the scan of its paper, for one that was not given in the portal."""

    scan = forms.FileField(label=_("Scan"), required=False)

    def __init__(self, *args, scan: str = "", **kwargs):
        """`scan`: «needed» for a letter that went by hand, «offered» for any other that the Ministry enters, empty for the observer."""
        super().__init__(*args, **kwargs)
        if not scan:
            del self.fields["scan"]
        else:
            self.fields["scan"].required = scan == "needed"
            self.fields["scan"].help_text = SCAN_HINT % {"types": ACCEPTED}
        say(self)


class IncomingForm(AnswerForm):
    """Number and date under which the planning body registered the letter."""

    field_order = ("incoming_number", "incoming_date", "scan")
    incoming_number = forms.CharField(label=_("Incoming number"), max_length=60)
    incoming_date = forms.DateField(label=_("Date of registration"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))


class ReturnForm(AnswerForm):
    """Why the planning body returns the consolidated information."""

    field_order = ("reason", "scan")
    reason = forms.CharField(
        label=_("Reasons for the return"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The Ministry sees this text and answers it in the next edition."),
    )  # fmt: skip
