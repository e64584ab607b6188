"""Forms of this stage."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import Spoken


class CampaignDateForm(Spoken):
    """The internal date; empty takes it away."""

    campaign_on = forms.DateField(
        label=_("Internal date (for reminders)"), required=False, help_text=_("DD.MM.YYYY. Leave it empty to remove the date."),
        input_formats=["%d.%m.%Y", "%Y-%m-%d"], widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}),
    )  # fmt: skip
