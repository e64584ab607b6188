"""Remarks of the Ministry on a body's rows, as the body reads and answers them. Internal ones do not exist here."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reporting import clock
from reporting.joined import joined
from reporting.models import Comment, CommentReply, IndicatorValue, ItemProgress, Report
from reporting.narrowing import visible
from reporting.notices import names, notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import Role
from reporting.workflow import allowed, move

LONGEST = 4000
# Places of a remark that are no single field of the model
PINNED = {
    "funding_republican": _("Republican budget"), "funding_local": _("Local budget"), "funding_extra": _("Extra-budgetary funds"),
    "evidence": _("Supporting documents"),
}  # fmt: skip

Key = tuple[type, int]


def key_of(comment: Comment) -> Key:
    """The row or indicator a remark stands at."""
    return (ItemProgress, comment.row_id) if comment.row_id else (IndicatorValue, comment.value_id)


def comments_on(user, report: Report, entry=None) -> dict[Key, list[Comment]]:
    """Remarks this person may see on a report, or on one row of it, with what was said to them (`said`). One query."""
    found = visible(user, Comment).filter(report=report.pk)
    if entry is not None:
        found = found.filter(**{"row" if isinstance(entry, ItemProgress) else "value": entry.pk})
    by_row: dict[Key, list[Comment]] = {}
    people = found.select_related("made_by", "closed_by", "version").defer("version__content")
    for comment in joined(people, "replies", "text", "from_body", "said_at", "said_by__full_name"):
        comment.said = [{**one, "by": one["said_by__full_name"]} for one in comment.joined]
        by_row.setdefault(key_of(comment), []).append(comment)
    return by_row


def open_for_body(user, report: Report) -> list[tuple[Key, Comment]]:
    """Remarks for the body that it has not answered yet. One query."""
    found = visible(user, Comment).filter(report=report.pk, internal=False, status=Comment.OPEN)
    waiting = list(found)
    for comment in waiting:
        comment.place = label_of(comment)
    return [(key_of(comment), comment) for comment in waiting]


def said_in_words(text: str, where: str) -> str:
    """A text as it will be kept; refuses nothing, too much, and signs that no database keeps."""
    text = text.replace("\r\n", "\n").strip()
    if "\x00" in text:
        raise Refused(Problem("bad_character", where))
    if len(text) > LONGEST:
        raise Refused(Problem("too_long", where, params={"max": LONGEST}))
    if not text:
        raise Refused(Problem("comment_empty", where))
    return text


@transaction.atomic
def answer_comment(comment: Comment, *, by, text: str) -> Comment:
    """A body's answer to a remark: in any state of the report, so that a question need not cost a round. The reviewer is told.

    Refuses an internal remark (it does not exist for a body), one that the Ministry has closed, and an empty answer.
    """
    require(by, "answer_comment", comment)
    text = said_in_words(text, "text")
    if not allowed(comment, "answer"):
        raise Refused(Problem("comment_closed"))
    move(comment, "answer", by=by, told={"answer_text": text})
    CommentReply.objects.create(comment=comment, text=text, from_body=True, said_at=clock.now(), said_by=by)
    notify(reviewers_of(comment), "comment_answered", link=review_link(comment), body=names(comment.report.body))
    return comment


def reviewers_of(comment: Comment) -> list:
    """Who is told of an answer: the one who made the remark, and the report's reviewer."""
    ids = {comment.made_by_id, comment.report.reviewer_id} - {None}
    return list(get_user_model().objects.filter(pk__in=ids, is_active=True, role__in=(Role.REVIEWER, Role.COORDINATOR, Role.APPROVER)))


def review_link(comment: Comment) -> str:
    """The row's page on the reviewer's desk."""
    kind, pk = ("rows", comment.row_id) if comment.row_id else ("indicators", comment.value_id)
    return f"/work/review/{comment.report.public_id}/{kind}/{pk}/"


def filing_link(comment: Comment) -> str:
    """The row's page of the body."""
    kind, pk = ("items", comment.row_id) if comment.row_id else ("indicators", comment.value_id)
    return f"/work/report/{comment.report.public_id}/{kind}/{pk}/"


def label_of(comment: Comment) -> str:
    """The field a remark is pinned to, in words; nothing for one on the whole row."""
    model = ItemProgress if comment.row_id else IndicatorValue
    if not comment.field:
        return ""
    return str(PINNED[comment.field] if comment.field in PINNED else model._meta.get_field(comment.field).verbose_name)
