"""Forms of review."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.fields import Spoken, say
from reporting.models import Decision, ReturnCode, RowDecision
from reporting.review.people import reviewers


def criterion(name: str) -> forms.BooleanField:
    """A box of one criterion."""
    return forms.BooleanField(label=RowDecision._meta.get_field(name).verbose_name, required=False)


class DecisionForm(Spoken):
    """The three criteria, accept or return, with the reason by code and in words. What is needed for which is the rule's matter."""

    relevant = criterion("relevant")
    is_complete = criterion("is_complete")
    correct = criterion("correct")
    decision = forms.ChoiceField(
        label=_("Decision on the row"), widget=forms.RadioSelect,
        choices=[
            (Decision.ACCEPTED, pgettext_lazy("button", "Accept")),
            (Decision.RETURNED, pgettext_lazy("button", "Return for revision")),
        ],
    )  # fmt: skip
    code = forms.ChoiceField(
        label=_("Reason of the return"), required=False, choices=[("", _("Not chosen")), *ReturnCode.choices],
        help_text=_("Needed for a return only."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What to correct"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a return. The body will see this text beside the row."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def said(self) -> dict:
        """What the rule takes."""
        told = self.cleaned_data
        criteria = {name: told[name] for name in RowDecision.CRITERIA}
        return {
            "decision": told["decision"], "code": told["code"], "reason": told["reason"], "seen": told["seen"] or None,
            "criteria": criteria,
        }  # fmt: skip


class CommentForm(forms.Form):
    """A remark at one field of the row."""

    comment = forms.CharField(label=_("Remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    audience = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect)
    field = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, audiences: list[str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {"body": _("The body: its people see it at once and may answer"), "internal": _("Only the Ministry")}
        self.fields["audience"].choices = [(one, names[one]) for one in audiences]
        self.fields["audience"].initial = audiences[0] if audiences else None
        say(self)


class ReviewerForm(forms.Form):
    """Who reviews: only those who may, or nobody. `barred`: ids of the reviewers who entered or signed the report."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=None, required=False, empty_label=_("Nobody yet"))

    def __init__(self, barred, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers().exclude(pk__in=barred).order_by("sort_key", "pk")
        self.fields["reviewer"].label_from_instance = lambda person: person.full_name
        say(self)


class RefusalForm(Spoken):
    """Why a requested return is refused; the rule says that a reason is needed."""

    reason = forms.CharField(
        label=_("Why the report is not returned"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The body will see this text."),
    )  # fmt: skip
