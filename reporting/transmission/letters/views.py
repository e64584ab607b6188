"""The letters of a year, their files, and their wording."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.attached import attached
from reporting.consolidation.views import desk
from reporting.cycle.deadlines import with_last_days
from reporting.cycle.reminders import owing
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing.diff import changes
from reporting.models import Cycle, Extension, LetterText, Report, Transmission
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.transmission.letters import files, kinds, wording
from reporting.transmission.letters.facts import THINGS, sample
from reporting.transmission.letters.forms import WordingForm
from reporting.typed import keeps_typed, typed_again
from territories.kazakh import sort_key


@desk
@require_GET
def letters(request, year: int | None = None):
    """Every letter that can be written for a year."""
    cycles = visible(request.user, Cycle).select_related("plan")
    cycle = get_object_or_404(cycles, year=year) if year else cycles.order_by("-year").first()
    if cycle is None:
        raise Http404
    groups = [(kind, name, list(things(request.user, kind, cycle))) for kind, name in kinds.NAMES.items()]
    context = {"cycle": cycle, "groups": groups, "may_word": may(request.user, "word_letters"), "strip": strip(cycle, request.user)}
    return render(request, "letters/list.html", context)


def things(user, kind: str, cycle: Cycle):
    """What a kind of letter can be about in a year."""
    if kind == kinds.REMINDER:
        return by_name(owing(cycle).filter(status=Report.DRAFT))
    if kind == kinds.RETURN:
        returned = visible(user, Report).filter(cycle=cycle, versions__outcome="returned").distinct()
        return by_name(returned.select_related("body"))
    if kind == kinds.EXTENSION:
        answered = visible(user, Extension).filter(report__cycle=cycle).exclude(answer_granted=None)
        return answered.select_related("report__body").order_by("-asked_at")
    return visible(user, Transmission).filter(edition__cycle=cycle).select_related("edition").order_by("-prepared_at")


def by_name(reports) -> list[Report]:
    """Reports by the name of the body that the reader sees; the database sorts by the Kazakh one."""
    return sorted(reports, key=lambda report: sort_key(report.body.name))


@desk
@require_GET
def letter(request, kind: str, pk: int, language: str, form: str):
    """The file of one letter."""
    if kind not in kinds.NAMES or language not in kinds.LANGUAGES or form not in files.FORMS:
        raise Http404
    model = THINGS[kind]
    rows = visible(request.user, model)
    related = {Report: ("body", "cycle"), Extension: ("report__body", "report__cycle"), Transmission: ("edition__cycle",)}[model]
    rows = with_last_days(rows) if model is Report else rows
    thing = get_object_or_404(rows.select_related(*related), pk=pk)
    if kind == kinds.RETURN and not thing.versions.filter(outcome="returned").exists():
        raise Http404
    if kind == kinds.EXTENSION and thing.answer_granted is None:
        raise Http404
    return attached(files.make(kind, thing, language, form), f"letter-{kind}-{pk}.{language}.{form}")


@keeps_typed
@desk
@require_http_methods(["GET", "POST"])
def word(request, kind: str):
    """The wording of a kind: its placeholders, a preview, the versions."""
    if kind not in kinds.NAMES:
        raise Http404
    writes, now = may(request.user, "word_letters"), wording.in_force(kind)
    if request.method == "POST" and not writes:
        raise Http404
    first = typed_again(request, {**now.as_dict(), "version": now.version})
    form = WordingForm(request.POST or None, initial=first) if writes else None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            wording.word_letter(kind, by=request.user, base_version=typed["version"], **{name: typed[name] for name in kinds.FIELDS})
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("letters:word", kind)
    context = {
        "kind": kind, "name": kinds.NAMES[kind], "form": form, "placeholders": kinds.PLACEHOLDERS[kind].items(), "now": now,
        "previews": [(x, preview(now, kind, x)) for x in kinds.LANGUAGES], "versions": versions(kind),
    }  # fmt: skip
    return render(request, "letters/word.html", {**context, "strip": strip(None, request.user)})


def preview(now: wording.Wording, kind: str, language: str):
    """The letter with the meaning of each placeholder in its place."""
    with translation.override(language):
        facts = {name: str(text) for name, text in sample(kind).items()}
        return files.compose(now, facts, language).blocks


def versions(kind: str) -> list[dict]:
    """Every kept wording, newest first, with what it changed."""
    kept = list(LetterText.objects.filter(kind=kind).select_related("saved_by").order_by("version"))
    before = [wording.Wording(kind, 0, *kinds.FIRST[kind]), *kept]
    rows = [
        {"one": one, "changes": [(name[-2:], changes(getattr(old, name), getattr(one, name))) for name in kinds.FIELDS
                                 if getattr(old, name) != getattr(one, name)]}
        for old, one in zip(before, kept, strict=False)
    ]  # fmt: skip
    return rows[::-1]
