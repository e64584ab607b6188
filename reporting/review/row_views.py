"""The page of one row: what was filed beside the plan, the round before, last year and the other executors; remarks; the decision."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing import answers
from reporting.filing.comments import comments_on, label_of
from reporting.filing.examination import judged
from reporting.filing.parking import discard, park, parked_for, signed
from reporting.filing.typed_views import at_now, keeps_typed, parked_id
from reporting.history import trail
from reporting.models import Comment, Decision, Evidence, IndicatorValue, ItemProgress, Report, RowDecision
from reporting.permissions import may, visible
from reporting.problems import Refused
from reporting.review import comments, queue, reading, rounds, rules
from reporting.review.finding import found
from reporting.review.forms import CommentForm, DecisionForm

KINDS = {"rows": ItemProgress, "indicators": IndicatorValue}


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def row(request, public_id, kind: str, pk: int):
    """A POST decides, or says something: which of the two, its button tells."""
    it = found(request, public_id)
    read = reading.read(it)
    if read is None or kind not in KINDS:
        raise Http404
    place = next((n for n, line in enumerate(read.lines) if isinstance(line.entry, KINDS[kind]) and line.entry.pk == pk), None)
    if place is None:
        raise Http404
    line = read.lines[place]
    line.entry.report = it
    typed = None if request.method == "POST" else next(iter(parked_for(request.user, it, place_of(line))), None)
    form, remark, problems = decision_form(request, it, read, line, typed), remark_form(request, it, line, typed), []
    if request.method == "POST":
        done, problems = act(request, line, form, remark)
        if done:
            keep_the_rest(request, it, line, done)
            return redirect(after(it, read.lines, place) if done == "decided" else f"{address(it, line)}#{done}")
    context = row_context(request, it, read, place, typed)
    context |= {"form": form, "remark": remark, "remark_at": remark_at(remark), "typed": typed, "problems": problems}
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


OF_REMARK, OF_DECISION = ("comment", "audience", "field"), ("decision", "code", "reason")


def keep_the_rest(request, it: Report, line: reading.Line, done: str) -> None:
    """One button saves its own part of the page: what else was typed is kept for its author, and said."""
    discard(request.user, it, request.POST.get("parked"))
    left, sign = (OF_REMARK, "comment") if done == "decided" else (OF_DECISION, "reason")
    replies = [name for name in request.POST if name.startswith("reply-") and name != request.POST.get("do")]
    rest = {name: request.POST[name] for name in (*left, *replies) if name in request.POST}
    if not any(rest.get(name, "").strip() for name in (sign, *replies)):
        return
    park({**rest, "who": request.POST.get("who", "")})
    if done == "decided":
        messages.warning(request, _("A remark was typed and not added. It is kept on the page of the row: %(row)s") % {"row": line.label})


def decision_form(request, it: Report, read: reading.Reading, line: reading.Line, typed) -> DecisionForm | None:
    """The form of the decision where this person may decide on the row now."""
    if not (read.is_current and it.status == Report.IN_REVIEW and line.asked and may(request.user, "decide_row", line.entry)):
        return None
    first = {"decision": line.decision if line.decision != Decision.PENDING else None, "reason": line.reason}
    if line.made:
        met = [name for name in RowDecision.CRITERIA if getattr(line.made, name)]
        first |= {"code": line.made.code, "criteria": met}
    if typed:
        first |= {name: typed.fields[name] for name in ("decision", "code", "reason") if name in typed.fields}
    posted = request.POST if request.POST.get("do", "decide") == "decide" else None
    return DecisionForm(posted or None, initial={**first, "seen": rounds.stamp(line.entry)})


def remark_form(request, it: Report, line: reading.Line, typed) -> CommentForm | None:
    """The form of a remark, opened at a field by the address; None where this person may say nothing now."""
    able = it.status == Report.IN_REVIEW and may(request.user, "comment", line.entry)
    audiences = [*(["body"] if able else []), *(["internal"] if may(request.user, "comment_internally", line.entry) else [])]
    if not audiences:
        return None
    first = {"field": request.GET.get("at", "")}
    if typed and typed.fields.get("comment"):
        first |= {name: typed.fields[name] for name in ("comment", "audience", "field") if name in typed.fields}
    return CommentForm(audiences, request.POST if request.POST.get("do") == "remark" else None, initial=first)


def decided(request, entry, form: DecisionForm) -> bool:
    """Whether the decision was saved; a refusal is shown on the form."""
    if not form.is_valid():
        return False
    try:
        rules.decide(entry, by=request.user, **form.said())
    except Refused as refused:
        for problem in refused.problems:  # the three criteria are one group of boxes
            where = "criteria" if problem.where in RowDecision.CRITERIA else problem.where
            form.add_error(where if where in form.fields else None, named(problem))
        return False
    messages.success(request, _("The decision has been saved. The body is told when the whole report is decided."))
    return True


def named(problem) -> str:
    """The sentence of a problem; that of a criterion begins with its name."""
    if problem.where not in RowDecision.CRITERIA:
        return problem.text()
    return f"{RowDecision._meta.get_field(problem.where).verbose_name}. {problem.text()}"


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
    own = visible(request.user, Comment).select_related("report__body", "row__row", "value__indicator").filter(**place)
    if verb not in ("reply", "close", "reopen") or not pk.isascii() or not pk.isdigit():
        raise Http404
    made = get_object_or_404(own, pk=int(pk[:18]))
    if verb == "reply":
        comments.reply(made, by=request.user, text=request.POST.get(f"reply-{pk}", ""))
    else:
        getattr(comments, f"{verb}_comment")(made, by=request.user)
    return f"comment-{made.pk}"


def row_context(request, it: Report, read: reading.Reading, place: int, typed) -> dict:
    """What the page of a row shows."""
    line, model = read.lines[place], type(read.lines[place].entry)
    key = model, line.entry.pk
    before = rounds.answers_of(read.before).get(key) if read.before else None
    last, others = reading.last_year(it, line.entry), reading.others(it, line.entry)
    remarks = comments_on(request.user, it, line.entry).get(key, [])
    live = read.is_current and not it.no_activity
    ahead, back = undecided(read.lines, place, 1), undecided(read.lines, place, -1)
    return {
        "report": it, "read": read, "line": line, "place": place + 1, "days": queue.days_waiting(it),
        "sheet": answers.sheet(model, line.answer, before, last, others), "others": others,
        "evidence_before": before["evidence"] if before and line.is_item else [], "evidence_last": (last or {}).get("evidence", []),
        "typed_replies": {name: text for name, text in (typed.fields if typed else request.POST).items() if name.startswith("reply-")},
        "has_last": last is not None, "remarks": by_field(remarks), "open_remarks": sum(one.status != Comment.CLOSED for one in remarks),
        "may_settle": may(request.user, "settle_comment", it), "may_comment": may(request.user, "comment", it),
        "may_internal": may(request.user, "comment_internally", it),
        "previous": read.lines[place - 1] if place else None, "next": read.lines[place + 1] if place + 1 < len(read.lines) else None,
        "next_undecided": ahead, "previous_undecided": back if back is not ahead else None, "others_missing": silent(others),
        "files": reading.evidence_links(it, visible(request.user, Evidence)), "strip": strip(it.cycle, request.user),
        "questions": judged(it, [line.entry])[0].questions if live else [], "events": trail(line.entry).filter(verb="decide")[:20],
        "who": signed(request.user, it, place_of(line)), "parked": typed.public_id if typed else request.POST.get("parked", ""),
        "autosave": settings.TYPED_TEXT_PROTECTION,
    }  # fmt: skip


def silent(others: list[tuple]) -> list[Report]:
    """Reports of the other executors that have filed nothing yet."""
    return [report for report, _part, answer in others if answer is None]


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


def place_of(line: reading.Line) -> str:
    """The page, as a parked text names it."""
    return f"review-{'rows' if line.is_item else 'indicators'}:{line.entry.pk}"


def address(it: Report, line: reading.Line) -> str:
    """The page of a row."""
    return reverse("review:row", args=[it.public_id, "rows" if line.is_item else "indicators", line.entry.pk])


def after(it: Report, lines: list[reading.Line], place: int) -> str:
    """The next row that waits for a decision, from here on and then from the top; when none waits, the end of the round."""
    ahead = undecided(lines, place, 1)
    return address(it, ahead) if ahead else reverse("review:finish", args=[it.public_id])


@login_required
@require_POST
def discard_typed(request, public_id, kind: str, pk: int):
    """The author does not want the kept text."""
    it = found(request, public_id)
    if kind not in KINDS:
        raise Http404
    discard(request.user, it, request.POST.get("typed"))
    return redirect("review:row", public_id, kind, pk)


@keeps_typed
@login_required
@require_POST
def keep(request, public_id):
    """What a reviewer types is kept until its button is pressed."""
    found(request, public_id)
    return JsonResponse({"parked": parked_id(park(request.POST)), "csrf": get_token(request), **at_now()})
