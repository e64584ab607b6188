"""The rows of a report: progress on an action item, and the value of an indicator.

A reported field is the model field and its name in one tuple; form, canonical content, lines, CSV header and pages are derived from
the tuple (DESIGN §4). Money is whole tenge. Blank, no activity, not applicable and not yet available are four different answers;
"not filed" is the fifth and belongs to the report.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.report import Report, ReportVersion
from reporting.models.stamps import stamp, stamped_together
from reporting.models.stored import StoredFile
from reporting.models.together import BulkAcceptance
from territories.models import ActionItem, Indicator, PlanRow, Territory
from territories.models.plan import Part

SOURCES = ("republican", "local", "extra")  # republican budget, local budget, extra-budgetary funds
MONEY = tuple(f"{kind}_{source}" for source in SOURCES for kind in ("planned", "disbursed"))
MAX_TENGE = 10**16  # ten quadrillion: above any budget, below the limit of a 64-bit integer even when added up


class Answer(models.TextChoices):
    """How a row is answered (DOMAIN §4)."""

    BLANK = "", _("Not filled in")
    GIVEN = "given", _("Information is given")
    NO_ACTIVITY = "no_activity", _("No activity in the period")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_YET_AVAILABLE = "not_yet_available", _("Not yet available")


class ItemStatus(models.TextChoices):
    """State of the work on an action item, as the body reports it. A closed set of seven."""

    DONE = "done", _("Done")
    IN_PROGRESS = "in_progress", _("In progress")
    PARTLY_DONE = "partly_done", _("Partly done")
    NOT_DONE = "not_done", _("Not done")
    NOT_YET_DUE = "not_yet_due", _("Not yet due")
    OFF_CONTROL = "off_control", _("Taken off control")
    EXTENDED = "extended", _("Deadline extended")


class Decision(models.TextChoices):
    """The reviewer's decision on a row."""

    PENDING = "pending", _("Decision pending")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


def money_field(label) -> models.BigIntegerField:
    """Whole tenge, or nothing: nothing is not zero."""
    return models.BigIntegerField(label, null=True, blank=True, validators=[MinValueValidator(0)])


def not_negative(model: str, *fields: str) -> list[models.CheckConstraint]:
    """Constraints: money is nothing or from zero to `MAX_TENGE`."""
    return [
        models.CheckConstraint(
            name=f"{model}_{f}_range", condition=Q(**{f"{f}__isnull": True}) | Q(**{f"{f}__gte": 0, f"{f}__lte": MAX_TENGE})
        )
        for f in fields
    ]


class ReturnCode(models.TextChoices):
    """Why a row is returned: a closed list, so that returns can be counted; the text beside it says what to correct."""

    NO_EVIDENCE = "no_evidence", _("There is no supporting document")
    WRONG_EVIDENCE = "wrong_evidence", _("The document does not confirm what is written")
    INCOMPLETE = "incomplete", _("The information is incomplete")
    OFF_TOPIC = "off_topic", _("The text does not concern this action item")
    FIGURES = "figures", _("The figures do not agree")
    NO_REASON = "no_reason", _("The reason or the measures are not given")
    REPEATED = "repeated", _("The text repeats that of last year")
    NOT_PUBLIC = "not_public", _("It holds information that may not be published")
    OTHER = "other", _("Another reason")


class Entry(models.Model):
    """What both kinds of rows share: who may still write it, how it was answered, what the reviewer decided.

    `version` is the optimistic lock of the row: every save is `UPDATE … WHERE version = n`. `open` is False for rows that a return
    left closed. `needs_answer` is False for items that begin after the reporting year: they are listed and need no answer.
    """

    version = models.PositiveIntegerField(default=1)
    open = models.BooleanField(default=True)
    needs_answer = models.BooleanField(default=True)
    answer = models.CharField(_("Kind of answer"), max_length=20, choices=Answer.choices, blank=True, default="")
    answer_note = models.TextField(_("Explanation of the answer"), blank=True, max_length=2000)
    available_on = models.DateField(_("Data expected on"), null=True, blank=True)
    complete = models.BooleanField(_("The row is filled in"), default=False)
    questions_answer = models.TextField(_("Answer to the questions"), blank=True, max_length=2000)
    answered = models.JSONField(default=list, blank=True)  # questions that were asked when `questions_answer` was written: `question_key`
    carried = models.JSONField(default=list, blank=True)  # names of fields copied from last year that nobody has confirmed or edited yet
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Responsible person")
    )
    edited_at, edited_by = stamp("edited")
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    decision_reason = models.TextField(blank=True)
    decided_at, decided_by = stamp("decided")

    class Meta:
        abstract = True


class ItemProgress(Entry):
    """A body's row on one action item: the plan's part is locked, these fields are the body's (DOMAIN §4)."""

    REPORTED = (
        "answer", "answer_note", "available_on", "status", "progress_kk", "progress_ru", "actual_date", *MONEY,
        "reasons_kk", "reasons_ru", "measures_kk", "measures_ru", "proposed_date", "proposal_kk", "proposal_ru", "territory",
        "questions_answer", "complete",
    )  # fmt: skip

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="rows")
    row = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="progress")
    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="progress")
    part = models.CharField(max_length=4, choices=Part.choices)
    by_agreement = models.BooleanField(default=False)

    status = models.CharField(_("Status"), max_length=12, choices=ItemStatus.choices, blank=True, default="")
    progress_kk = models.TextField(_("Progress information, Kazakh"), blank=True, max_length=8000)
    progress_ru = models.TextField(_("Progress information, Russian"), blank=True, max_length=8000)
    actual_date = models.DateField(_("Actual completion date"), null=True, blank=True)
    planned_republican = money_field(_("Republican budget: planned"))
    disbursed_republican = money_field(_("Republican budget: disbursed"))
    planned_local = money_field(_("Local budget: planned"))
    disbursed_local = money_field(_("Local budget: disbursed"))
    planned_extra = money_field(_("Extra-budgetary funds: planned"))
    disbursed_extra = money_field(_("Extra-budgetary funds: disbursed"))
    reasons_kk = models.TextField(_("Reasons for non-completion, Kazakh"), blank=True, max_length=4000)
    reasons_ru = models.TextField(_("Reasons for non-completion, Russian"), blank=True, max_length=4000)
    measures_kk = models.TextField(_("Measures taken, Kazakh"), blank=True, max_length=4000)
    measures_ru = models.TextField(_("Measures taken, Russian"), blank=True, max_length=4000)
    proposed_date = models.DateField(_("Proposed new date"), null=True, blank=True)
    proposal_kk = models.TextField(_("Proposal for correcting the plan, Kazakh"), blank=True, max_length=4000)
    proposal_ru = models.TextField(_("Proposal for correcting the plan, Russian"), blank=True, max_length=4000)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Territory"))

    class Meta:
        ordering = ["row__number"]
        constraints = [
            models.UniqueConstraint(name="one_row_per_item_and_report", fields=["report", "row"]),
            models.CheckConstraint(name="row_status_known", condition=Q(status__in=["", *ItemStatus.values])),
            models.CheckConstraint(name="row_answer_known", condition=Q(answer__in=Answer.values)),
            models.CheckConstraint(name="row_decision_known", condition=Q(decision__in=Decision.values)),
            models.CheckConstraint(name="row_return_has_reason", condition=~Q(decision="returned") | ~Q(decision_reason="")),
            *not_negative("row", *MONEY),
            *stamped_together("row", "edited", "decided"),
        ]


class IndicatorValue(Entry):
    """A body's value of one indicator: target beside actual; a ratio is kept as its two sums (DOMAIN §4)."""

    REPORTED = (
        "answer", "answer_note", "available_on", "actual", "numerator", "denominator", "data_source", "data_date",
        "reasons_kk", "reasons_ru", "questions_answer", "complete",
    )  # fmt: skip

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    target = models.DecimalField(_("Target"), max_digits=20, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(_("Actual"), max_digits=20, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(_("Upper part of the ratio"), max_digits=20, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(_("Lower part of the ratio"), max_digits=20, decimal_places=6, null=True, blank=True)
    data_source = models.CharField(_("Data source"), max_length=300, blank=True)
    data_date = models.DateField(_("Date of the data"), null=True, blank=True)
    reasons_kk = models.TextField(_("Reasons for the deviation, Kazakh"), blank=True, max_length=4000)
    reasons_ru = models.TextField(_("Reasons for the deviation, Russian"), blank=True, max_length=4000)

    class Meta:
        ordering = ["indicator__code"]
        constraints = [
            models.UniqueConstraint(name="one_value_per_indicator_and_report", fields=["report", "indicator"]),
            models.CheckConstraint(name="value_answer_known", condition=Q(answer__in=Answer.values)),
            models.CheckConstraint(name="value_decision_known", condition=Q(decision__in=Decision.values)),
            models.CheckConstraint(name="value_return_has_reason", condition=~Q(decision="returned") | ~Q(decision_reason="")),
            models.CheckConstraint(name="value_denominator_positive", condition=Q(denominator__isnull=True) | Q(denominator__gt=0)),
            *stamped_together("value", "edited", "decided"),
        ]


class EntryRevision(models.Model):
    """What a row held after each save: the history of the text and the base for merging two people's edits. Append-only."""

    row = models.ForeignKey(ItemProgress, null=True, on_delete=models.PROTECT, related_name="revisions")
    value = models.ForeignKey(IndicatorValue, null=True, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    saved_at, saved_by = stamp("saved", null=False)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(name="revision_of_row_once", fields=["row", "version"], condition=Q(row__isnull=False)),
            models.UniqueConstraint(name="revision_of_value_once", fields=["value", "version"], condition=Q(value__isnull=False)),
            models.CheckConstraint(name="revision_of_one_thing", condition=Q(row__isnull=True) ^ Q(value__isnull=True)),
        ]


class Evidence(models.Model):
    """A supporting document of a row: kind, number, date, and a file or a link. The file lies under its SHA-256.

    `removed_at` takes it out of the row; the record stays in the history of a frozen version. `source` is the document this one was
    chosen from when it serves another row: always the one that was uploaded or typed, never a choice of a choice.
    """

    KINDS = (
        ("act", _("Act or order")),
        ("commissioning", _("Commissioning act")),
        ("contract", _("Contract or agreement")),
        ("letter", _("Letter")),
        ("minutes", _("Minutes")),
        ("statistics", _("Statistical data")),
        ("publication", _("Publication")),
        ("other", _("Other document")),
    )

    row = models.ForeignKey(ItemProgress, on_delete=models.PROTECT, related_name="evidence")
    public_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("Kind of document"), max_length=16, choices=KINDS)
    number = models.CharField(_("Number"), max_length=60, blank=True)
    date = models.DateField(_("Date"), null=True, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(null=True, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    stored = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="uses")
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="choices")
    added_at, added_by = stamp("added", null=False)
    removed_at, removed_by = stamp("removed")

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(name="evidence_file_or_link_or_number", condition=~Q(number="") | ~Q(link="") | ~Q(file_sha256="")),
            *stamped_together("evidence", "added", "removed"),
        ]

    @property
    def standing(self) -> str:
        """Where the virus check of its file stands (`StoredFile.standing`); empty for a document without a file."""
        if not self.file_sha256:
            return ""
        return (self.stored or StoredFile(sha256=self.file_sha256)).standing

    @property
    def uploaded_by_id(self) -> int:
        """Who had the file in their hands: whoever chose it for another row has not."""
        return (self.source or self).added_by_id


class RowDecision(models.Model):
    """The reviewer's decision on a row of a frozen version, append-only: the last of a round counts.

    `code` and the criteria are the reviewer's; `together` names the bulk acceptance by which two people decided.
    """

    CRITERIA = ("relevant", "is_complete", "correct")

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="decisions")
    row = models.ForeignKey(ItemProgress, null=True, on_delete=models.PROTECT, related_name="decisions")
    value = models.ForeignKey(IndicatorValue, null=True, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField(blank=True)
    code = models.CharField(_("Reason of the return"), max_length=16, choices=ReturnCode.choices, blank=True, default="")
    # The three criteria of review; nothing: the reviewer has not said
    relevant = models.BooleanField(_("Relevant: it concerns the action item"), null=True, blank=True)
    is_complete = models.BooleanField(_("Complete: everything asked is told"), null=True, blank=True)
    correct = models.BooleanField(_("Correct: confirmed by documents and figures"), null=True, blank=True)
    together = models.ForeignKey(BulkAcceptance, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    made_at, made_by = stamp("made", null=False)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(name="decision_of_one_thing", condition=Q(row__isnull=True) ^ Q(value__isnull=True)),
            models.CheckConstraint(name="decision_return_has_reason", condition=~Q(decision="returned") | ~Q(reason="")),
            models.CheckConstraint(name="decision_code_known", condition=Q(code__in=["", *ReturnCode.values])),
        ]
