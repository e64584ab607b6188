"""Forms of extensions, reminders and announcements. What is allowed is asked of the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.fields import Spoken

ANSWERS = [("yes", pgettext_lazy("extension", "Extend the term")), ("no", pgettext_lazy("extension", "Refuse"))]


THIS_DAY = _("DD.MM.YYYY, this day included")


def day_field(label, *, required: bool = True, help_text=THIS_DAY) -> forms.DateField:
    """A date as people write it."""
    widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "class": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, input_formats=["%d.%m.%Y", "%Y-%m-%d"], widget=widget)


def text_field(label, *, rows: int = 4, max_length: int = 4000, **options) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)


class AskForm(Spoken):
    """Until when the body asks, and why."""

    until = day_field(_("Requested new date"))
    reason = text_field(_("Reason for the request"), help_text=_("What is missing, from whom, and when it will be there"))


class AnswerForm(Spoken):
    """What a coordinator proposes to answer."""

    granted = forms.ChoiceField(label=_("Answer of the Ministry"), choices=ANSWERS, widget=forms.RadioSelect)
    until = day_field(_("New date"), required=False, help_text=_("DD.MM.YYYY, this day included. Only where the term is extended."))
    reason = text_field(_("Reason of the answer"), help_text=_("The body sees it with the answer"))


class HandBackForm(Spoken):
    """Why an approver does not agree with the proposed answer."""

    reason = text_field(_("Reason for handing back"), rows=3)


class PauseForm(Spoken):
    """Why the schedule stops reminding."""

    why = text_field(_("Reason"), rows=2, max_length=300, help_text=_("It stays in the history"))


class AnnouncementForm(Spoken):
    """One text in both official languages."""

    kk = text_field(_("Text in Kazakh"), rows=6, max_length=2000)
    ru = text_field(_("Text in Russian"), rows=6, max_length=2000)
