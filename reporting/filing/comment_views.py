"""The page on which a body answers a remark of the Ministry, and what its row pages show of the remarks."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.fields import Spoken, show
from reporting.filing.comments import answer_comment, comments_on, label_of
from reporting.filing.line import entry_url
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame, own_report
from reporting.models import Comment
from reporting.narrowing import visible
from reporting.parking import parked_at, signed
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import LANGUAGE, keeps_typed, typed_again


class AnswerForm(Spoken):
    """What the body says to a remark. Whether it says enough is the rule's matter."""

    text = forms.CharField(label=gettext_lazy("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}))


def remarks_on(user, entry) -> dict:
    """What a row's page shows of remarks: each knows its field in words, the signature of its form by the page that answers it, and what
    this person began to answer."""
    found = comments_on(user, entry.report, entry)
    remarks = [one for several in found.values() for one in several]
    may_answer = bool(remarks) and may(user, "answer_comment", entry.report)
    for one in remarks:
        one.place, one.address = label_of(one), reverse("filing:comment", args=[entry.report.public_id, one.pk])
        one.home = LANGUAGE.sub("", one.address)
        one.who = signed(user, None, one.home)
    begun = parked_at(user, [one.home for one in remarks]) if may_answer else {}
    for one in remarks:
        one.begun = begun.get(one.home)
    return {"remarks": remarks, "may_answer": may_answer}


@keeps_typed
@login_required
@forms_allowed
def comment(request, report, pk):
    """One remark; a POST answers it and leads back to the row."""
    report = own_report(request.user, report)
    own = visible(request.user, Comment).filter(report=report, internal=False).prefetch_related("replies__said_by")
    remark = get_object_or_404(own.select_related("report__body", "row__report", "value__report"), pk=pk)
    remark.place, back = label_of(remark), entry_url(remark.row or remark.value)
    form = AnswerForm(request.POST or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            answer_comment(remark, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The answer has been sent to the Ministry"))
            return redirect(f"{back}#comment-{remark.pk}")
    context = {**frame(report, request.user), "form": form, "remark": remark, "row_url": back}
    return render(request, "filing/comment.html", context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)
