"""What is typed in the workspace: a decision on a status, the texts, reasons. The rules judge them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import Spoken
from reporting.models.entry import ItemStatus
from reporting.words import CORRECTIONS


class DecisionForm(Spoken):
    """The Ministry's status of an item whose executors differ."""

    status = forms.ChoiceField(label=_("Status of the item"), choices=ItemStatus.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason is published beside the status."),
    )  # fmt: skip


class NarrativeForm(Spoken):
    """A section of the analytical part, side by side."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kk = forms.CharField(
        label=_("Text in Kazakh"), required=False, max_length=20000, strip=False, widget=forms.Textarea(attrs={"rows": 16, "lang": "kk"})
    )
    ru = forms.CharField(
        label=_("Text in Russian"), required=False, max_length=20000, strip=False, widget=forms.Textarea(attrs={"rows": 16, "lang": "ru"})
    )


class AnomalyForm(Spoken):
    """Why a figure that looks strange is right."""

    note = forms.CharField(
        label=_("Why the figure is right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The answer holds as long as the values stay the same."),
    )  # fmt: skip


class RejectionForm(Spoken):
    """Why the summary is not approved."""

    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("The coordinators see this text.")
    )


class CorrectionForm(Spoken):
    """Why an approved edition is corrected: the kind of reason and its text, both published."""

    code = forms.ChoiceField(label=_("Kind of reason"), choices=list(CORRECTIONS.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason for the correction"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The reason is published with the new edition. The present edition stays readable."),
    )  # fmt: skip
