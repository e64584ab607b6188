"""Forms of review."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.fields import say
from reporting.models import Decision
from reporting.permissions import may
from reporting.roles import Role


class DecisionForm(forms.Form):
    """Accept or return, with the reason. Which of the two needs a reason is the rule's matter."""

    decision = forms.ChoiceField(
        label=_("Decision on the row"), widget=forms.RadioSelect,
        choices=[
            (Decision.ACCEPTED, pgettext_lazy("button", "Accept")),
            (Decision.RETURNED, pgettext_lazy("button", "Return for revision")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What to correct"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a return. The body will see this text beside the row."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self)


class ReviewerForm(forms.Form):
    """Who reviews: only those who may, or nobody."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=None, required=False, empty_label=_("Nobody yet"))

    def __init__(self, report, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True, role=Role.REVIEWER)
        able = [person.pk for person in people if may(person, "begin_review", report)]
        self.fields["reviewer"].queryset = people.filter(pk__in=able)
        self.fields["reviewer"].label_from_instance = lambda person: person.full_name
        say(self)
