"""What is typed about a published edition. The rules judge it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.clock import ALMATY
from reporting.fields import Spoken


class TimeForm(Spoken):
    """The announced day and time of publication, by the clock of Almaty."""

    day = forms.DateField(label=_("Day of publication"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))
    time = forms.TimeField(
        label=_("Time of publication"), input_formats=["%H:%M", "%H:%M:%S"],
        help_text=_("Hours and minutes in Astana (UTC+05:00), for example 10:00"),
        error_messages={"invalid": _("Enter the time as hours and minutes, for example 10:00")},
    )  # fmt: skip

    def said(self) -> dict:
        """For the rule: the instant."""
        given = dict(self.cleaned_data)
        return {"at": datetime.combine(given.pop("day"), given.pop("time"), tzinfo=ALMATY), **given}


class AnotherTimeForm(TimeForm):
    """Another time, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("It stays in the history")
    )


class CancelForm(Spoken):
    """Why an announcement is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("It stays in the history")
    )

    def said(self) -> dict:
        """For the rule."""
        return self.cleaned_data


class PostingForm(Spoken):
    """Where and when the edition was placed on the Ministry's official site."""

    address = forms.CharField(
        label=_("Address on the official site"), max_length=500, help_text=_("The full address of the page, from https:// on")
    )
    posted_on = forms.DateField(label=_("Placed on"), help_text=_("DD.MM.YYYY, for example 26.04.2027"))
