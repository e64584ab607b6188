"""What the Ministry remarks on a field of a filed row, and what is said to it: internal, or for the body."""

from django.db import models
from django.db.models import Q

from reporting.models.entry import IndicatorValue, ItemProgress
from reporting.models.report import Report, ReportVersion
from reporting.models.stamps import stamp, stamped_together


class Comment(models.Model):
    """A remark pinned to one field of a row of a frozen version; with an empty `field` it is about the row.

    `internal` ones are the Ministry's own: the body never meets them, on no page, in no file and in no trail. One for the body is open
    until it is answered, and closed by the Ministry; it survives the versions, so a new round begins with what is still open.
    """

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="comments")
    row = models.ForeignKey(ItemProgress, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    value = models.ForeignKey(IndicatorValue, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    field = models.CharField(max_length=40, blank=True)
    internal = models.BooleanField(default=False)
    status = models.CharField(max_length=10, default=OPEN)
    lock = models.PositiveIntegerField(default=0)
    text = models.TextField(max_length=4000)
    made_at, made_by = stamp("made", null=False)
    answered_at, answered_by = stamp("answered")
    closed_at, closed_by = stamp("closed")
    reopened_at, reopened_by = stamp("reopened")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(name="comment_on_one_thing", condition=Q(row__isnull=True) ^ Q(value__isnull=True)),
            models.CheckConstraint(name="comment_status_known", condition=Q(status__in=("open", "answered", "closed"))),
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            *stamped_together("comment", "made", "answered", "closed", "reopened"),
        ]


class CommentReply(models.Model):
    """What was said to a comment, in the order it was said. Append-only."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(max_length=4000)
    from_body = models.BooleanField(default=False)
    said_at, said_by = stamp("said", null=False)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.CheckConstraint(name="reply_says_something", condition=~Q(text=""))]
