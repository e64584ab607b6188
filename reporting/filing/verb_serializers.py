"""What the API reads and says about a report as a whole: its confirmation inside the body, recall, amendment, return."""

from rest_framework import serializers

from reporting.filing import wire
from reporting.models import AmendmentCode, Confirmation


class Nothing(serializers.Serializer):
    """An empty object."""


class Recall(serializers.Serializer):
    """Why the report is taken back; may be left out."""

    reason = wire.Text(max_length=2000, required=False)


class Amend(serializers.Serializer):
    """Why an accepted report is opened again: the kind of reason, and the reason in words."""

    code = wire.Choice(choices=AmendmentCode.values)
    reason = wire.Text(max_length=2000)


class AskReturn(serializers.Serializer):
    """Which rows are to be corrected and why: the reviewer reads it."""

    reason = wire.Text(max_length=2000)


class NoActivity(serializers.Serializer):
    """Why there was no activity: submitted with the report."""

    note = wire.Text(max_length=2000)


class Step(serializers.Serializer):
    """A step inside the body. `sha256` is needed to confirm, `remarks` to send back."""

    do = wire.Choice(choices=["send", "confirm", "send_back"])
    sha256 = wire.Text(max_length=64, required=False)
    remarks = wire.Text(max_length=4000, required=False)


class StepAnswer(serializers.Serializer):
    """One step of the present version."""

    step = serializers.ChoiceField(choices=Confirmation.STEPS)
    status = serializers.ChoiceField(choices=Confirmation.STATUSES)
    sha256 = serializers.CharField(help_text="Of the content that the step is about")
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField(source="asked_by.full_name")
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(source="decided_name", allow_blank=True)
    in_place_of = serializers.CharField(source="decided_for", allow_blank=True, help_text="Whom a deputy stood in for")
    remarks = serializers.CharField(allow_blank=True)


class ChainAnswer(serializers.Serializer):
    """How far the present version is confirmed. A head's confirmation of other content than `sha256` does not hold."""

    head_confirms = serializers.BooleanField(help_text="Whether the body wants its head of department to confirm first")
    head_holds = serializers.BooleanField()
    next_step = serializers.ChoiceField(choices=Confirmation.STEPS)
    sha256 = serializers.CharField(help_text="Of what the report says now: that of its version, if it were submitted as it is")
    steps = StepAnswer(many=True)
