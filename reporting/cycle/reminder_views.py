"""Pages of reminders: who still owes and when they are reminded, the log, a reminder by hand, the pause; announcements; calendar file."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import clock
from reporting.attached import attached
from reporting.cycle import announcements, reminders
from reporting.cycle.calendar_file import calendar_file
from reporting.cycle.extension_forms import AnnouncementForm, PauseForm
from reporting.cycle.extension_views import need
from reporting.cycle.letters import preview
from reporting.cycle.outlook import outlook
from reporting.cycle.stages import read_with, signs, strip, with_stage
from reporting.fields import show
from reporting.models import Cycle, Notice, Reminder, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.roles import OF_A_BODY
from reporting.typed import keeps_typed, typed_again

UNDELIVERED = 50


def desk_cycle(request, year: int) -> Cycle:
    """A year of the Ministry's desk, or 404."""
    need(request.user, "read_completeness")
    return get_object_or_404(with_stage(visible(request.user, Cycle)).select_related("reminders_paused_by"), year=year)


@login_required
@require_GET
def log(request, year: int):
    """Who still owes and when they are reminded next, what was sent, and which letters did not arrive."""
    cycle = desk_cycle(request, year)
    sent = visible(request.user, Reminder).filter(cycle=cycle).select_related("report__body", "sent_by")
    owed = outlook(cycle)
    lost = Notice.objects.filter(mailed_at=None, created_at__gte=cycle.opened_at).exclude(mail_problem="").select_related("person__body")
    return render(request, "cycle/reminders.html", {
        "cycle": cycle, "strip": strip(cycle, request.user), "owed": owed, "page": Paginator(sent, 50).get_page(request.GET.get("page")),
        "next_on": min((line.next_on for line in owed), default=None), "today": clock.today(), "lost": lost[:UNDELIVERED],
        "next_to": sum(line.next_on == min(one.next_on for one in owed) for line in owed) if owed else 0,
        "may_remind": may(request.user, "remind"), "may_pause": may(request.user, "pause_reminders", cycle),
        "may_announce": may(request.user, "announce", cycle), "countdown": reminders.COUNTDOWN,
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def remind(request, report):
    """Shows the words of the reminder in three languages and to whom it goes, then sends it."""
    rows = visible(request.user, Report).select_related("cycle", "body").annotate(**signs("cycle"))
    report = get_object_or_404(rows, public_id=report)
    read_with(report.cycle, report)
    need(request.user, "remind", report)
    problems = []
    if request.method == "POST":
        try:
            reminders.remind(report, by=request.user)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The reminder has been sent"))
            return redirect("cycle:reminders", report.cycle.year)
    owed = reminders.owing(report.cycle).filter(pk=report.pk).first()
    today = Reminder.objects.filter(report=report, day=clock.today()).select_related("sent_by").first()
    return render(request, "cycle/remind.html", {
        "report": report, "cycle": report.cycle, "strip": strip(report.cycle, request.user), "problems": problems, "owed": owed,
        "words": preview(owed) if owed else {}, "people": reminders.people_of(report), "sent_today": today,
    })  # fmt: skip


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def pause(request, year: int):
    """Stops the schedule's reminders of a year, or lets them run again."""
    cycle = desk_cycle(request, year)
    need(request.user, "pause_reminders", cycle)
    resuming = request.POST.get("do") == "resume"
    form, problems = PauseForm(None if resuming else request.POST or None, initial=typed_again(request)), []
    if request.method == "POST" and (resuming or form.is_valid()):
        try:
            if resuming:
                reminders.resume_reminders(cycle, by=request.user)
            else:
                reminders.pause_reminders(cycle, by=request.user, why=form.cleaned_data["why"])
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The reminders go on from today") if resuming else _("The reminders are paused"))
            return redirect("cycle:reminders", year)
    return render(request, "cycle/pause.html", {"cycle": cycle, "strip": strip(cycle, request.user), "form": form, "problems": problems})


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def announce(request, year: int):
    """One text to everybody who works on a report of the year; below it, what was announced before."""
    cycle = desk_cycle(request, year)
    need(request.user, "announce", cycle)
    form = AnnouncementForm(request.POST or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            people = announcements.announce(cycle, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The announcement has been sent. People: %(n)s") % {"n": people})
            return redirect("cycle:announce", year)
    readers = get_user_model().objects.filter(body__reports__cycle=cycle, role__in=OF_A_BODY, is_active=True)
    page = Paginator(announcements.announcements(cycle), 20).get_page(request.GET.get("page"))
    context = {"cycle": cycle, "strip": strip(cycle, request.user), "form": form, "page": page, "readers": readers.count()}
    return render(request, "cycle/announce.html", context)


@login_required
@require_GET
def calendar(request, year: int):
    """The dates of the year as a file for the person's own calendar."""
    cycle = get_object_or_404(visible(request.user, Cycle), year=year)
    made = calendar_file(cycle, request.user)
    if made is None:
        raise Http404
    return attached(made, f"reports-{year}.ics")
