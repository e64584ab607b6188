"""Remarks of the Ministry on a filed row: made, answered, closed, opened again. How a body answers is `filing.comments`."""

from django.db import transaction

from reporting import clock, history, workflow
from reporting.filing.comments import PINNED, filing_link, key_of, label_of, said_in_words
from reporting.models import Comment, CommentReply, ItemProgress, Report
from reporting.narrowing import visible
from reporting.notices import names, notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.review import rounds
from reporting.review.people import people_of


@transaction.atomic
def comment(entry, *, by, text: str, field: str = "", internal: bool = False) -> Comment:
    """Pins a remark to a field of a filed row, or to the row. One for the body is told to its people at once; an internal one to nobody.

    Refuses an unknown field, an empty text, a remark for the body outside the review, and a report that was never filed.
    """
    require(by, "comment_internally" if internal else "comment", entry)
    text = said_in_words(text, "comment")
    if field and field not in PINNED and field not in type(entry).REPORTED:
        raise Refused(Problem("field_unknown", "comment"))
    report = Report.objects.select_for_update(of=("self",)).select_related("body").get(pk=entry.report_id)
    if not internal and report.status != Report.IN_REVIEW:
        raise Refused(Problem("not_in_review" if report.status == Report.SUBMITTED else "moved_on"))
    version = report.versions.exclude(outcome="recalled").order_by("number").last()
    if version is None:
        raise Refused(Problem("not_in_review"))
    place = {"row" if isinstance(entry, ItemProgress) else "value": entry}
    made = Comment.objects.create(
        report=report, version=version, field=field, internal=internal, text=text, made_at=clock.now(), made_by=by, **place
    )
    history.record("comment", made, by=by, new={"text": text})
    if not internal:
        rows = rounds.labels_in_each_language([entry])
        notify(people_of(report), "comment_made", link=filing_link(made), body=names(report.body), rows=rows)
    return made


@transaction.atomic
def reply(made: Comment, *, by, text: str) -> CommentReply:
    """The Ministry says more: the remark is open again. Refuses a closed one and an empty text."""
    require(by, "comment_internally" if made.internal else "comment", made)
    text = said_in_words(text, "reply")
    made.status, made.lock = Comment.objects.select_for_update().values_list("status", "lock").get(pk=made.pk)
    if made.status == Comment.CLOSED:
        raise Refused(Problem("comment_closed"))
    if made.status == Comment.ANSWERED:
        workflow.move(made, "reopen", by=by, told={"answer_text": text})
    else:
        history.record("reply", made, by=by, new={"answer_text": text})
    if not made.internal:
        label = rounds.labels_in_each_language([made.row or made.value])
        notify(people_of(made.report), "comment_made", link=filing_link(made), body=names(made.report.body), rows=label)
    return CommentReply.objects.create(comment=made, text=text, said_at=clock.now(), said_by=by)


@transaction.atomic
def close_comment(made: Comment, *, by) -> Comment:
    """The matter is settled. It stays readable where it was made."""
    require(by, "comment_internally" if made.internal else "settle_comment", made)
    return workflow.move(made, "close", by=by)


@transaction.atomic
def reopen_comment(made: Comment, *, by) -> Comment:
    """It was closed too early."""
    require(by, "comment_internally" if made.internal else "settle_comment", made)
    return workflow.move(made, "reopen", by=by)


def unsettled(user, report: Report, lines: list) -> list[tuple[object, Comment]]:
    """(line of the report, remark) of every remark for the body that is not closed, in the order of the report. One query."""
    by_row: dict[tuple, list[Comment]] = {}
    for one in visible(user, Comment).filter(report=report.pk, internal=False).exclude(status=Comment.CLOSED):
        one.place = label_of(one)
        by_row.setdefault(key_of(one), []).append(one)
    return [(line, one) for line in lines for one in by_row.get((type(line.entry), line.entry.pk), [])]
