"""The page of one row: what was filed beside the plan, the round before, last year and the other executors; remarks; the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.cycle.stages import strip
from reporting.cycle.waiting import days_waiting
from reporting.fields import show
from reporting.filing import answers
from reporting.filing.comments import comments_on, label_of
from reporting.filing.examination import judged
from reporting.formats import parse_whole
from reporting.history import trail
from reporting.models import Comment, Decision, Evidence, IndicatorValue, ItemProgress, Report, RowDecision
from reporting.narrowing import visible
from reporting.parking import park
from reporting.permissions import may
from reporting.problems import Refused
from reporting.review import comments, reading, rounds, rules
from reporting.review.beside import Beside
from reporting.review.finding import found_filed
from reporting.review.forms import CommentForm, DecisionForm
from reporting.templatetags.review import row_url
from reporting.typed import keeps_typed, typed_again

KINDS = {"rows": ItemProgress, "indicators": IndicatorValue}


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def row(request, public_id, kind: str, pk: int):
    """A POST decides, or says something: which of the two, its button tells."""
    it, versions = found_filed(request, public_id)
    if kind not in KINDS:
        raise Http404
    beside = Beside(it, KINDS[kind], pk)
    read = reading.read(it, versions, beside=beside)
    place = next((n for n, line in enumerate(read.lines) if isinstance(line.entry, KINDS[kind]) and line.entry.pk == pk), None)
    if place is None:
        raise Http404
    line = read.lines[place]
    form, remark = forms_of(request, it, read, line)
    problems = []
    if request.method == "POST":
        done, problems = act(request, line, form, remark)
        if done:
            keep_the_rest(request, line, done)
            return redirect(after(it, read.lines, place) if done == "decided" else f"{row_url(it, line)}#{done}")
    context = row_context(request, it, read, place, beside)
    context |= {"form": form, "remark": remark, "remark_at": remark_at(remark), "problems": problems}
    return render(request, "review/row.html", {**context, "forms": [remark] if remark else []})


def remark_at(remark: CommentForm | None) -> str | None:
    """At which field the form of a remark stands open; None where it is closed."""
    at = (remark["field"].value() or "") if remark else ""
    return "" if at == "row" else at or None


def act(request, line: reading.Line, form, remark) -> tuple[str, list]:
    """What was done, or what stands against it."""
    doing = request.POST.get("do", "decide")
    if doing == "decide":
        return ("decided" if form is not None and decided(request, line.entry, form) else ""), []
    if doing == "remark":
        return remarked(request, line.entry, remark), []
    try:
        return said_to(request, line.entry, doing), []
    except Refused as refused:
        return "", refused.problems


OF_REMARK, OF_DECISION = ("comment", "audience", "field"), (*RowDecision.CRITERIA, "decision", "code", "reason")


def keep_the_rest(request, line: reading.Line, done: str) -> None:
    """One button saves its own part of the page: what else was typed is kept for its author, and said."""
    left, sign = (OF_REMARK, "comment") if done == "decided" else (OF_DECISION, "reason")
    replies = [name for name in request.POST if name.startswith("reply-") and name != request.POST.get("do")]
    rest = {name: request.POST[name] for name in (*left, *replies) if name in request.POST}
    if not any(rest.get(name, "").strip() for name in (sign, *replies)):
        return
    park({**rest, "who": request.POST.get("who", "")})
    if done == "decided":
        messages.warning(request, _("A remark was typed and not added. It is kept on the page of the row: %(row)s") % {"row": line.label})


def forms_of(request, it: Report, read: reading.Reading, line: reading.Line) -> tuple[DecisionForm | None, CommentForm | None]:
    """The forms of the decision and of a remark, each where this person may use it now; with what they had typed and not sent."""
    is_open = read.is_current and it.status == Report.IN_REVIEW
    decides = is_open and line.asked and may(request.user, "decide_row", line.entry)
    audiences = ["body"] if is_open and may(request.user, "comment", line.entry) else []
    audiences += ["internal"] if may(request.user, "comment_internally", line.entry) else []
    first = typed_again(request, {**as_decided(line), "comment": "", "audience": audiences[0] if audiences else ""})
    if not first.get("comment"):
        first["field"] = request.GET.get("at", "")
    else:
        first["field"] = first.get("field") or "row"
    doing = request.POST.get("do", "decide") if request.method == "POST" else ""
    form = DecisionForm(request.POST if doing == "decide" else None, initial=first) if decides else None
    return form, CommentForm(audiences, request.POST if doing == "remark" else None, initial=first) if audiences else None


def as_decided(line: reading.Line) -> dict:
    """What the form of the decision begins with: the decision that stands."""
    made = line.made if line.asked else None
    return {
        "decision": line.decision if line.decision != Decision.PENDING else None, "reason": line.reason, "code": made.code if made else "",
        **{name: bool(made and getattr(made, name)) for name in RowDecision.CRITERIA}, "seen": rounds.stamp(line.entry),
    }  # fmt: skip


def decided(request, entry, form: DecisionForm) -> bool:
    """Whether the decision was saved; a refusal is shown on the form."""
    if not form.is_valid():
        return False
    try:
        rules.decide(entry, by=request.user, **form.said())
    except Refused as refused:
        show(form, refused)
        return False
    messages.success(request, _("The decision has been saved. The body is told when the whole report is decided."))
    return True


def remarked(request, entry, remark: CommentForm | None) -> str:
    """The anchor of the remark that was made; empty where it was refused."""
    if remark is None:
        raise Http404
    if not remark.is_valid():
        return ""
    told = remark.cleaned_data
    try:
        internal = told["audience"] == "internal"
        field = "" if told["field"] == "row" else told["field"]
        made = comments.comment(entry, by=request.user, text=told["comment"], field=field, internal=internal)
    except Refused as refused:
        show(remark, refused)
        return ""
    return f"comment-{made.pk}"


def said_to(request, entry, doing: str) -> str:
    """Something done to one remark of this row: `reply-12`, `close-12`, `reopen-12`."""
    verb, _dash, pk = doing.partition("-")
    place = {"row": entry.pk} if isinstance(entry, ItemProgress) else {"value": entry.pk}
    number = parse_whole(pk)
    own = visible(request.user, Comment).select_related("report__body", "row__row", "value__indicator").filter(**place)
    if verb not in ("reply", "close", "reopen") or number is None:
        raise Http404
    made = get_object_or_404(own, pk=number)
    if verb == "reply":
        comments.reply(made, by=request.user, text=request.POST.get(f"reply-{pk}", ""))
    else:
        getattr(comments, f"{verb}_comment")(made, by=request.user)
    return f"comment-{made.pk}"


def row_context(request, it: Report, read: reading.Reading, place: int, beside: Beside) -> dict:
    """What the page of a row shows."""
    line, model = read.lines[place], type(read.lines[place].entry)
    key = model, line.entry.pk
    before = rounds.answers_of(read.before).get(key) if read.before else None
    last, others = beside.last, beside.others
    documents = reading.evidence_links(it, visible(request.user, Evidence), pk_of_row(line))
    remarks = comments_on(request.user, it, line.entry).get(key, [])
    live = read.is_current and not it.no_activity
    ahead, back = undecided(read.lines, place, 1), undecided(read.lines, place, -1)
    return {
        "report": it, "read": read, "line": line, "place": place + 1, "days": days_waiting(it),
        "sheet": answers.sheet(model, line.answer, before, last, others, places=beside.places), "others": others,
        "evidence_before": before["evidence"] if before and line.is_item else [], "evidence_last": (last or {}).get("evidence", []),
        "typed_replies": typed_replies(request),
        "has_last": last is not None, "remarks": by_field(remarks), "open_remarks": sum(one.status != Comment.CLOSED for one in remarks),
        "may_settle": may(request.user, "settle_comment", it), "may_comment": may(request.user, "comment", it),
        "may_internal": may(request.user, "comment_internally", it),
        "previous": read.lines[place - 1] if place else None, "next": read.lines[place + 1] if place + 1 < len(read.lines) else None,
        "next_undecided": ahead, "previous_undecided": back if back is not ahead else None, "others_missing": silent(others),
        "others_cut": others_url(it, line) if beside.cut else "",
        "files": reading.by_file(documents), "strip": strip(it.cycle, request.user), "events": trail(line.entry).filter(verb="decide")[:20],
        "status_url": status_url(request.user, line, others),
        "questions": judged(it, [line.entry], beside.last_accepted, documents)[0].asked if live else [],
    }  # fmt: skip


def pk_of_row(line: reading.Line) -> int:
    """The row whose documents the page shows; indicators have none."""
    return line.entry.pk if line.is_item else -1


def others_url(it: Report, line: reading.Line) -> str:
    """Where all executors of the item stand: the lineage of its rows."""
    address = f"item.{line.entry.item.code}.rows" if line.is_item else f"indicator.{line.entry.indicator.code}.actual"
    return reverse("consolidation:figure", args=[it.cycle.year, address])


def typed_replies(request) -> dict[str, str]:
    """Replies that were typed and not sent, by the names of their fields."""
    typed = request.POST if request.method == "POST" else request.typed.back.fields if request.typed.back else {}
    return {name: typed[name] for name in typed if name.startswith("reply-")}


def silent(others: list[tuple]) -> list[Report]:
    """Reports of the other executors that have filed nothing yet."""
    return [report for report, _part, answer in others if answer is None]


def status_url(user, line: reading.Line, others: list[tuple]) -> str:
    """Where the status of the item is decided, for those who may, where its executors differ."""
    said = {answer.get("status") for answer in (line.answer, *(one for _report, _part, one in others)) if answer} - {"", None}
    if not line.is_item or len(said) < 2 or not may(user, "decide_status"):
        return ""
    return reverse("consolidation:decide", args=[line.entry.report.cycle.year, line.entry.item.code])


def by_field(remarks: list[Comment]) -> dict[str, list[Comment]]:
    """Remarks by the field they are pinned to."""
    pinned: dict[str, list[Comment]] = {}
    for one in remarks:
        one.place, one.reply_name = label_of(one), f"reply-{one.pk}"
        pinned.setdefault(one.field, []).append(one)
    return pinned


def undecided(lines: list[reading.Line], place: int, step: int) -> reading.Line | None:
    """The nearest other row that waits for a decision, ahead or back, round the end of the list."""
    turned = [*lines[place + 1 :], *lines[:place]] if step > 0 else [*lines[:place][::-1], *lines[place + 1 :][::-1]]
    return next((line for line in turned if line.asked and line.decision == Decision.PENDING), None)


def after(it: Report, lines: list[reading.Line], place: int) -> str:
    """The next row that waits for a decision, from here on and then from the top; when none waits, the end of the round."""
    ahead = undecided(lines, place, 1)
    return row_url(it, ahead) if ahead else reverse("review:finish", args=[it.public_id])
