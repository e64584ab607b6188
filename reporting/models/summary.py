"""The workspace in which the Ministry makes the consolidated information of a year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.cycle import Cycle
from reporting.models.entry import ItemStatus
from reporting.models.stamps import stamp, stamped_together
from reporting.words import CORRECTIONS
from territories.models import ActionItem


class Summary(models.Model):
    """Manifest, lines, figures and narrative of the edition that is being prepared: `number` is the edition's number.

    `manifest` names every report version that is in and every body that is out and why; `lines` and `figures` are computed from it
    by `consolidation.rules.consolidate` and carry the SHA-256 of their input. What is proposed is frozen until it is decided.
    """

    DRAFT, PROPOSED, APPROVED = "draft", "proposed", "approved"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="summaries")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, default=DRAFT)
    lock = models.PositiveIntegerField(default=0)
    manifest = models.JSONField(default=dict, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    lines = models.TextField(blank=True)
    input_sha256 = models.CharField(max_length=64, blank=True)
    calculated_at, calculated_by = stamp("calculated")
    correction_code = models.CharField(max_length=12, choices=list(CORRECTIONS.items()), blank=True)
    correction_reason = models.TextField(blank=True)
    created_at, created_by = stamp("created", null=False)
    proposed_at, proposed_by = stamp("proposed")
    rejected_at, rejected_by = stamp("rejected")
    rejection_reason = models.TextField(blank=True)
    approved_at, approved_by = stamp("approved")

    class Meta:
        ordering = ["-cycle__year", "-number"]
        constraints = [
            models.UniqueConstraint(name="one_summary_per_edition_number", fields=["cycle", "number"]),
            models.CheckConstraint(name="summary_correction_known", condition=Q(correction_code__in=["", *CORRECTIONS])),
            models.CheckConstraint(name="summary_status_known", condition=Q(status__in=("draft", "proposed", "approved"))),
            models.CheckConstraint(
                name="summary_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
            ),
            *stamped_together("summary", "calculated", "proposed", "rejected", "approved"),
        ]


class Narrative(models.Model):
    """One section of the analytical part in Kazakh and Russian, with an optimistic lock: two editors never overwrite each other."""

    STATES = ("missing", "drafted", "verified")

    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="narratives")
    key = models.CharField(max_length=20)  # consolidation.narrative.SECTIONS
    kk = models.TextField(blank=True)
    ru = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at, edited_by = stamp("edited")
    # of each language: the values its figures had when somebody last read it with them, who wrote it, who checked it
    kk_seen = models.JSONField(default=dict, blank=True)
    ru_seen = models.JSONField(default=dict, blank=True)
    kk_edited_at, kk_edited_by = stamp("kk_edited")
    ru_edited_at, ru_edited_by = stamp("ru_edited")
    kk_verified_at, kk_verified_by = stamp("kk_verified")
    ru_verified_at, ru_verified_by = stamp("ru_verified")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="narrative_section_once", fields=["summary", "key"]),
            models.CheckConstraint(
                name="narrative_kk_two_people", condition=Q(kk_verified_by__isnull=True) | ~Q(kk_verified_by=models.F("kk_edited_by"))
            ),
            models.CheckConstraint(
                name="narrative_ru_two_people", condition=Q(ru_verified_by__isnull=True) | ~Q(ru_verified_by=models.F("ru_edited_by"))
            ),
            *stamped_together("narrative", "edited", "kk_edited", "ru_edited", "kk_verified", "ru_verified"),
        ]


class NarrativeVersion(models.Model):
    """The texts of a section as they were saved: never changed. What two editors' texts are merged against."""

    narrative = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kk = models.TextField(blank=True)
    ru = models.TextField(blank=True)
    saved_at, saved_by = stamp("saved", null=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="narrative_version_once", fields=["narrative", "number"])]


class SummaryRun(models.Model):
    """A calculation that gave something new: what went in and every figure that came out. Never changed; runs are compared by it."""

    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    input_sha256 = models.CharField(max_length=64)
    manifest = models.JSONField()
    values = models.JSONField()  # address of the figure → value (consolidation.lineage.Figures.values)
    made_at, made_by = stamp("made", null=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="summary_run_once", fields=["summary", "number"])]


class AnomalyAnswer(models.Model):
    """Why a figure that looks strange is right, in words. It holds while the values it was given on stay the same."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="anomaly_answers")
    key = models.CharField(max_length=120)  # consolidation.anomalies: kind and where
    seen = models.JSONField()
    note = models.TextField()
    answered_at, answered_by = stamp("answered", null=False)

    class Meta:
        ordering = ["-answered_at", "-id"]
        constraints = [models.CheckConstraint(name="anomaly_answer_in_words", condition=~Q(note=""))]


class LetterText(models.Model):
    """The Ministry's own wording of a kind of letter, one row a version: the newest is used, the older ones stay to be compared."""

    kind = models.CharField(max_length=20)  # transmission.letters.KINDS
    version = models.PositiveIntegerField()
    subject_kk = models.TextField()
    subject_ru = models.TextField()
    body_kk = models.TextField()
    body_ru = models.TextField()
    saved_at, saved_by = stamp("saved", null=False)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(name="letter_text_version_once", fields=["kind", "version"])]


class StatusDecision(models.Model):
    """What the Ministry decided where the executors of an item disagree. `seen` holds the statuses it was decided on: when they
    change, the item must be decided anew (a newer row; old ones stay)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="status_decisions")
    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=ItemStatus.choices)
    reason = models.TextField()
    seen = models.JSONField()
    decided_at, decided_by = stamp("decided", null=False)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(name="status_decision_known", condition=Q(status__in=ItemStatus.values)),
            models.CheckConstraint(name="status_decision_reason", condition=~Q(reason="")),
        ]


class Edition(models.Model):
    """The approved consolidated information: immutable from birth but for its status.

    `summary_json` and `lines_csv` are the data; `manifest` names the SHA-256 of the data, of every document and of every report
    version in it, and the hash of the approved edition before (the chain). Files lie under `data/<year>/<number>/`.
    """

    APPROVED, SCHEDULED, PUBLISHED = "approved", "scheduled", "published"
    SUPERSEDED, WITHDRAWN = "superseded", "withdrawn"
    UNPUBLISHED = (APPROVED, SCHEDULED)

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    summary = models.OneToOneField(Summary, on_delete=models.PROTECT, related_name="edition")
    status = models.CharField(max_length=10, default=APPROVED)
    lock = models.PositiveIntegerField(default=0)
    summary_json = models.TextField()
    lines_csv = models.TextField()
    manifest = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)  # of the manifest
    previous_sha256 = models.CharField(max_length=64, blank=True)
    correction_code = models.CharField(max_length=12, choices=list(CORRECTIONS.items()), blank=True)
    correction_reason = models.TextField(blank=True)
    approved_at, approved_by = stamp("approved", null=False)
    publication_proposed_at, publication_proposed_by = stamp("publication_proposed")
    scheduled_at, scheduled_by = stamp("scheduled")
    publish_at = models.DateTimeField(null=True, blank=True)  # the announced second: nothing is public before it
    published_at, published_by = stamp("published")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-cycle__year", "-number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_once", fields=["cycle", "number"]),
            models.UniqueConstraint(name="one_published_edition_per_year", fields=["cycle"], condition=Q(status="published")),
            models.CheckConstraint(
                name="edition_status_known",
                condition=Q(status__in=("approved", "scheduled", "published", "superseded", "withdrawn")),
            ),
            models.CheckConstraint(
                name="edition_scheduled_has_instant", condition=~Q(status="scheduled") | Q(publish_at__isnull=False)
            ),
            models.UniqueConstraint(name="one_scheduled_edition_per_year", fields=["cycle"], condition=Q(status="scheduled")),
            models.CheckConstraint(
                name="edition_two_people",
                condition=(Q(published_by__isnull=True) | ~Q(published_by=models.F("publication_proposed_by")))
                & (Q(scheduled_by__isnull=True) | ~Q(scheduled_by=models.F("publication_proposed_by"))),
            ),
            *stamped_together("edition", "approved", "publication_proposed", "scheduled", "published"),
        ]

    @property
    def folder(self) -> str:
        """Path under the public root, also the address of its files."""
        return f"data/{self.cycle.year}/{self.number}"


class EditionFile(models.Model):
    """A file of an edition with its SHA-256: what the manifest lists."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=80)
    language = models.CharField(max_length=2, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="edition_file_once", fields=["edition", "name"])]


class Notice(models.Model):
    """A message to a person inside the portal; mail only repeats it. `kind` has its text in `notices.TEXTS`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300)  # path without the language prefix
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_problem = models.CharField(max_length=200, blank=True)
    in_digest = models.BooleanField(default=False)  # mailed with the day's others, not by itself

    class Meta:
        ordering = ["-created_at", "-id"]
