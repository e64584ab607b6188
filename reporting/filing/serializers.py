"""What the API says of a report. The reported fields are the models' own tuples, so that a new field is one name (DESIGN §4)."""

from rest_framework import serializers

from reporting.filing import wire
from reporting.filing.help import advice, why_of
from reporting.filing.pages import check_url
from reporting.filing.reported import plain, snapshot
from reporting.filing.signing import state_of
from reporting.models import Evidence, IndicatorValue, ItemProgress, Report
from reporting.problems import BLOCKER, QUESTION

CHECKS = ("", "waiting", "away", "clean", "infected", "unset")
STATES = ("not_started", "filling", "problem", "question", "completed", "cannot_start")


class Values(serializers.Serializer):
    """Reported fields of a row: the same names are read in a report and written by PATCH."""

    model = ItemProgress

    def get_fields(self):
        """From the tuple of the model."""
        return {name: wire.wire_field(self.model, name) for name in self.model.REPORTED}

    def to_representation(self, entry):
        """As revisions and the frozen version keep them."""
        return snapshot(entry)


class ItemValues(Values):
    """Of a row of the plan. Money is whole tenge; null is "not given", never zero."""


class IndicatorValues(Values):
    """Of an indicator. A ratio takes its two sums, anything else `actual`; the other fields are not asked."""

    model = IndicatorValue


class EvidenceAnswer(serializers.Serializer):
    """A document of a row: a number with its date, a link, or a file told by name and SHA-256."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=[code for code, _ in Evidence.KINDS])
    number = serializers.CharField(allow_blank=True)
    date = serializers.DateField(allow_null=True)
    link = serializers.CharField(allow_blank=True)
    file_name = serializers.CharField(allow_blank=True)
    file_sha256 = serializers.CharField(allow_blank=True)
    file_size = serializers.IntegerField(allow_null=True)
    file_check = serializers.ChoiceField(
        source="standing", choices=CHECKS, help_text="Virus check of the file: `unset` where no scanner is set up; empty without a file"
    )
    added_at = serializers.DateTimeField()


class EvidenceList(serializers.Serializer):
    """Documents of a row in the order they were added."""

    evidence = EvidenceAnswer(many=True)


class NewEvidence(serializers.Serializer):
    """A document to add: its number with the date, a link, or a file."""

    kind = serializers.ChoiceField(choices=[code for code, _ in Evidence.KINDS])
    number = wire.Text(max_length=60, required=False)
    date = wire.Day(required=False)
    link = wire.Text(max_length=500, required=False)
    file = serializers.FileField(required=False, allow_empty_file=True)


class ProblemAnswer(serializers.Serializer):
    """One problem. Programs go by `code`; `text` is for people, in the language of Accept-Language."""

    code = serializers.CharField()
    where = serializers.CharField(allow_blank=True, help_text="Field, or row as `row-<n>` or `value-<n>`")
    severity = serializers.ChoiceField(choices=[BLOCKER, QUESTION])
    text = serializers.CharField()
    params = serializers.DictField()

    def to_representation(self, problem):
        """As every refusal says it."""
        return problem.as_dict()


class FindingAnswer(ProblemAnswer):
    """A problem of a row with the help that the form shows beside the field."""

    why = serializers.CharField(allow_blank=True, help_text="Why it is asked")
    hint = serializers.CharField(allow_blank=True, help_text="What to write in the field")
    example = serializers.CharField(allow_blank=True)

    def to_representation(self, found):
        """The problem as every refusal says it, and the help of its field."""
        model, problem = found
        told = advice(model, problem.where)
        return {**problem.as_dict(), "why": why_of(model, problem.code) or told.why, "hint": told.hint, "example": told.example}


class Clashing(serializers.Serializer):
    """A field that two people changed to different things."""

    field = serializers.CharField()
    base = serializers.JSONField(allow_null=True, help_text="At the version of If-Match")
    mine = serializers.JSONField(allow_null=True, help_text="What this request sent")
    theirs = serializers.JSONField(allow_null=True, help_text="What stands in the row now")
    who = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class Problems(serializers.Serializer):
    """`application/problem+json`."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    problems = ProblemAnswer(many=True)
    conflicts = Clashing(many=True, required=False)
    version = serializers.IntegerField(required=False, help_text="Of the row as it is now")


class LineAnswer(serializers.Serializer):
    """What rows of the plan and indicators share."""

    id = serializers.CharField(source="judged.anchor", help_text="As `where` of a refused submission names the row")
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    editable = serializers.BooleanField(source="is_editable")
    needs_answer = serializers.BooleanField(source="entry.needs_answer")
    returned_for = serializers.CharField(allow_blank=True, help_text="Why the Ministry returned the row; empty if it did not")
    version = serializers.IntegerField(source="entry.version", help_text="Also the ETag of the row")
    edited_at = serializers.DateTimeField(source="entry.edited_at", allow_null=True)
    edited_by = serializers.CharField(source="entry.edited_by.full_name", allow_null=True)


class ItemAnswer(LineAnswer):
    """A row of the plan."""

    item = serializers.CharField(source="entry.item.code")
    number = serializers.IntegerField(source="entry.row.number")
    section = serializers.IntegerField(source="entry.row.section.number")
    completion_form = serializers.CharField(source="entry.row.completion_form", allow_blank=True)
    deadline_text = serializers.CharField(source="entry.row.deadline_text", allow_blank=True)
    part = serializers.ChoiceField(source="entry.part", choices=["lead", "co"])
    by_agreement = serializers.BooleanField(source="entry.by_agreement")
    values = ItemValues(source="entry")
    evidence = EvidenceAnswer(source="judged.subject.evidence", many=True)


class IndicatorAnswer(LineAnswer):
    """An indicator."""

    indicator = serializers.CharField(source="entry.indicator.code")
    unit = serializers.CharField(source="entry.indicator.unit", allow_blank=True)
    target = serializers.SerializerMethodField()
    values = IndicatorValues(source="entry")

    def get_target(self, line) -> str | None:
        """A plain decimal, or nothing."""
        return plain(line.entry.target)


class ReportSummary(serializers.Serializer):
    """A report in the list."""

    id = serializers.UUIDField(source="public_id")
    year = serializers.IntegerField(source="cycle.year")
    plan = serializers.CharField(source="cycle.plan.code")
    body = serializers.CharField(source="body.code")
    body_name = serializers.CharField(source="body.name")
    status = serializers.ChoiceField(choices=Report.STATUSES)
    version = serializers.IntegerField()
    invited = serializers.BooleanField()
    no_activity = serializers.BooleanField()
    due_on = serializers.DateField(source="cycle.due_on", help_text="The legal date, inclusive, Asia/Almaty")
    extended_until = serializers.DateField(allow_null=True)
    first_submitted_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)


class ReportList(serializers.Serializer):
    """Reports of the person's bodies, the latest year first."""

    reports = ReportSummary(many=True)


class ReportAnswer(ReportSummary):
    """A report with everything in it."""

    no_activity_note = serializers.CharField(allow_blank=True)
    items = ItemAnswer(many=True)
    indicators = IndicatorAnswer(many=True)


class SavedItem(serializers.Serializer):
    """What a save did: nothing, if the row said all of it already."""

    changed = serializers.ListField(child=serializers.CharField())
    merged = serializers.BooleanField(help_text="Others had saved other fields since the version of If-Match")
    row = ItemAnswer()


class SavedIndicator(SavedItem):
    """The same for an indicator."""

    row = IndicatorAnswer()


class RowFindings(serializers.Serializer):
    """A row with what is wrong with it; `where` of a problem is the field."""

    id = serializers.CharField(source="judged.anchor")
    code = serializers.SerializerMethodField(help_text="Of the action item or the indicator")
    state = serializers.ChoiceField(choices=STATES)
    problems = FindingAnswer(source="findings", many=True)

    def get_code(self, line) -> str:
        """The code by which the row is addressed."""
        return line.entry.item.code if line.is_item else line.entry.indicator.code


class Findings(serializers.Serializer):
    """Rows that still have problems or questions. `ready`: nothing stops a submission."""

    ready = serializers.BooleanField()
    total = serializers.IntegerField()
    completed = serializers.IntegerField()
    rows = RowFindings(many=True)


class Declaration(serializers.Serializer):
    """The signatory's declaration: complete and correct as of 31 December, and nothing restricted in it."""

    declared = wire.Tick()
    sha256 = wire.Text(max_length=64, required=False, help_text="Of the content that the signatory saw; another content is refused then")


class ReceiptAnswer(serializers.Serializer):
    """Proof that a version was filed."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    version = serializers.IntegerField(source="version.number")
    sha256 = serializers.CharField(source="version.sha256")
    submitted_at = serializers.DateTimeField(source="version.submitted_at", help_text="Arrival of the request")
    issued_at = serializers.DateTimeField()
    entered_by = serializers.ListField(child=serializers.CharField())
    confirmed_by = serializers.CharField()
    confirmed_role = serializers.CharField()
    confirmed_for = serializers.CharField(allow_blank=True, help_text="The signatory in whose place a deputy confirmed")
    signature = serializers.SerializerMethodField(help_text="none, checking, valid, invalid or unchecked; only `valid` is a signature")
    check_url = serializers.SerializerMethodField()

    def get_signature(self, receipt) -> str:
        """The state of the electronic signature."""
        return state_of(receipt.version)

    def get_check_url(self, receipt) -> str:
        """The public address that confirms the receipt."""
        return check_url(receipt)
