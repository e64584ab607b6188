"""The shared pages: what every reader, with or without sight, script or a working database, must find on them."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from reporting import clock, words
from reporting.models import Event, Job
from reporting.problems import Problem
from reporting.telling import tell_event, tell_job

LANGUAGES = ("kk", "ru", "en")
CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = sorted(Path(settings.BASE_DIR / "templates").rglob("*.html"))


def draw(text, **context):
    """A piece of template as a page would show it."""
    return Template(text).render(Context(context))


class Sample(forms.Form):
    """One control of each kind."""

    status = forms.ChoiceField(label="Status", help_text="Choose one", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    text = forms.CharField(label="Text", help_text="Three sentences")
    sure = forms.BooleanField(label="I am sure")
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """A fault of the whole form."""
        self.add_error(None, "Both are wrong")


# States


@pytest.mark.parametrize("code", words.WORDS)
def test_each_state_has_a_shape_that_is_drawn_and_a_word_in_kazakh_and_russian(code):
    shape, said = words.look_up(code)
    with translation.override("en"):
        english = str(said)
    for language in ("kk", "ru"):
        with translation.override(language):
            assert str(said) != english, f"{code} has no word in {language}"
    css = (CSS / "base.css").read_text()
    assert all(f".{name}" in css for name in shape.split())


def test_a_state_is_a_word_with_its_shape():
    with translation.override("kk"):
        assert draw('{% status "done" %}') == '<span class="st done">Орындалды</span>'
        assert draw('{% status "" %}') == '<span class="st blank">Толтырылмаған</span>'
        assert draw('{% status "completed" "row" %}') == "Толтырылды"
        soon = draw('{% status "answer.not_yet_available" date=day %}', day=date(2027, 5, 15))
        assert soon == '<span class="st soon">Деректер әлі жоқ (күтілетін күні: 15.05.2027)</span>'
    with translation.override("ru"):
        assert draw('{% status "accepted" "report" %}|{% status "accepted" "decision" %}').count("Принят") == 2
        assert "Возвращена" in draw('{% status "returned" "transmission" %}')
        assert draw("{{ 3|days_left }}, {{ 21|days_left }}") == "Осталось 3 дня, Остался 21 день"
        assert draw("{{ 11|days_late }}, {{ 2|days_overdue }}") == "С опозданием на 11 дней, Просрочено на 2 дня"


def test_an_unknown_state_is_a_fault_and_not_a_word():
    with pytest.raises(KeyError):
        words.look_up("draft")


# Signs


def test_the_mark_has_twenty_tiles_and_knows_the_reader_s_region():
    assert draw("{% tiles %}").count("<rect") == 20
    mark = draw('{% tiles "ABA" %}')
    assert (mark.count('class="here"'), mark.count('class="theirs"')) == (1, 19)
    assert "class=" not in draw('{% tiles "no such region" %}').replace("viewBox", "")


def test_the_year_line_says_the_current_stage_to_everybody():
    now_yours = {"name": "B", "when": "1 April", "state": "now", "yours": True}
    line = draw("{% year_line stages %}", stages=[{"name": "A", "state": "past"}, now_yours, {"name": "C", "state": "later"}])
    assert line.count("<li") == 3
    assert 'class="now yours" aria-current="step"' in line


def test_the_bar_starts_from_zero_and_is_nothing_without_amounts():
    assert 'width="150"' in draw("{% bar 100 50 %}") and 'width="300"' in draw("{% bar 100 50 %}")
    assert 'width="300"' in draw("{% bar 100 250 %}")
    assert draw("{% bar none none %}") == ""
    assert 'width="0"' in draw("{% bar 0 0 %}")


# Fields and errors


def test_a_field_is_tied_to_its_hint_and_its_error():
    with translation.override("en"):
        form = Sample({"text": ""})
        html = draw("{{ form.text.as_field_group }}", form=form)
    assert '<label for="id_text">Text</label>' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html and 'aria-invalid="true"' in html
    assert 'id="id_text_helptext"' in html and 'id="id_text_error"' in html and "Error: " in html


def test_radios_are_a_fieldset_with_a_legend_and_a_tick_box_stands_before_its_words():
    form = Sample()
    html = draw("{{ form.status.as_field_group }}", form=form)
    assert "<fieldset" in html and "<legend>Status</legend>" in html and html.count('<label class="choice"') == 2
    html = draw("{{ form.sure.as_field_group }}", form=form)
    assert re.search(r'<label class="choice" for="id_sure"><input type="checkbox".*?> <span>I am sure</span></label>', html)
    assert draw("{{ form.key.as_field_group }}", form=form).startswith('<input type="hidden"')


def test_the_summary_of_errors_links_to_controls_that_exist():
    form = Sample({"text": ""})
    problems = [Problem("reason_required", where="text"), Problem("moved_on")]
    with translation.override("en"):
        said = problems[1].text()
        summary = render_to_string("parts/errors.html", {"form": form, "problems": problems})
        page = draw("{% for field in form %}{{ field.as_field_group }}{% endfor %}", form=form)
    assert 'role="alert"' in summary and 'tabindex="-1"' in summary
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == ["id_status_0", "id_text", "id_sure", "id_text"]
    assert all(f'id="{link}"' in page for link in links)
    assert "<b>Both are wrong</b>" in summary and f"<b>{said}</b>" in summary


def test_where_nothing_is_wrong_no_summary_is_drawn():
    assert render_to_string("parts/errors.html", {"form": Sample(), "problems": []}).strip() == ""


def test_what_was_typed_is_escaped():
    html = render_to_string("parts/confirm.html", {"question": "<i>?</i>", "happens": "<b>", "notified": '"><script>', "button": "Go"})
    assert "<i>" not in html and "<script>" not in html and "&lt;i&gt;" in html


# The trail and long work


def test_an_event_is_told_in_words_not_in_codes():
    moved = Event(verb="submit", thing="report:1", role="signatory", old={"status": "draft"}, new={"status": "submitted"})
    saved = Event(verb="save_entry", thing="itemprogress:1", old={"planned_local": 500}, new={"planned_local": 1500})
    with translation.override("ru"):
        told = tell_event(moved)
        assert (str(told["verb"]), told["who"]) == ("Отчёт представлен", "По расписанию")
        assert [tuple(map(str, change)) for change in told["changes"]] == [("Статус", "Заполняется", "Представлен")]
        assert tell_event(saved)["changes"][0][1:] == ("0,5", "1,5")


def test_long_work_names_its_steps_and_invents_no_percentage(settings):
    steps = [{"name": "collect", "done": 29, "total": 29}, {"name": "pdf_kk", "done": 3, "total": 6}]
    alive = Job(kind="x", key="x", state="running", steps=steps, done=3, total=6, beat_at=now(), created_at=now())
    with translation.override("en"):
        html = render_to_string("parts/progress.html", {"job": alive, "url": "/job/1/"})
        assert 'aria-live="polite"' in html and 'data-url="/job/1/"' in html and "In progress: 3 of 6" in html and "%" not in html
        over = Job(kind="x", key="x", state="failed", steps=steps, reference="AB12", created_at=now())
        html = render_to_string("parts/progress.html", {"job": over, "url": "/job/1/"})
        assert "data-url" not in html and "Error number: AB12" in html
    assert [step["shape"] for step in tell_job(alive)["steps"]] == ["done", "going"]
    settings.JOB_STALE_SECONDS = -1
    assert tell_job(alive)["state"] == "late"


def now():
    """The present instant."""
    return clock.now()


# Whole pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["404.html", "403.html", "500.html", "403_csrf.html", "429.html"])
def test_pages_of_failures_need_no_database(page, language, rf):
    """Neither with a request, whose person would have to be fetched, nor without one. No fixture here opens the database."""
    request = rf.get(f"/{language}/work/")
    with translation.override(language):
        for html in (render_to_string(page, {"reference": "AB12"}), render_to_string(page, {"reference": "AB12"}, request)):
            assert f'<html lang="{language}"' in html and "AB12" in html and 'name="robots" content="noindex' in html
            assert html.count("<h1>") == 1 and 'href="/kk/"' in html


def test_pages_of_failures_differ_by_language():
    heads = set()
    for language in LANGUAGES:
        with translation.override(language):
            heads.add(re.search(r"<h1>(.*?)</h1>", render_to_string("500.html"))[1])
    assert len(heads) == 3


def test_the_base_page_leads_past_the_menu_and_keeps_the_page_in_every_language():
    portal = {
        "demo": True, "demo_date": date(2027, 3, 23), "sample_plan": True, "view": "large", "here": "ABA",
        "languages": [("kk", "Қазақша", "/kk/x/?a=1"), ("ru", "Русский", "/ru/x/?a=1"), ("en", "English", "/en/x/?a=1")],
        "nav": [("One", "/kk/one/", True), ("Two", "/kk/two/", False)], "view_switch_url": "/view/", "footer": [("About", "/kk/about/")],
    }  # fmt: skip
    with translation.override("kk"):
        html = render_to_string("base.html", {"portal": portal})
    assert '<html lang="kk" data-view="large">' in html and '<a class="skip" href="#main">' in html and '<main id="main"' in html
    assert "2027 жылғы 23 наурыз" in html and "Мысал жоспар" in html
    assert '<a href="/ru/x/?a=1" lang="ru" hreflang="ru">Русский</a>' in html and html.count('aria-current="true"') == 1
    assert html.count('aria-current="page"') == 1 and 'href="/kk/about/"' in html and "Қалыпты нұсқа" in html


def test_a_refused_form_says_so_in_the_title():
    with translation.override("en"):
        assert "<title>Error: " in render_to_string("base.html", {"form": Sample({}), "portal": {}})
        assert "<title>Error" not in render_to_string("base.html", {"form": Sample(), "portal": {}})


# Rules of the house


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_has_a_style_or_a_script_in_it(path):
    """The policy of the pages allows neither: what stood inline would silently not work."""
    text = path.read_text()
    if "documents" in path.parts or "pdf" in path.name:
        return  # printed by WeasyPrint, never sent to a browser
    assert not re.search(r"\sstyle=|<style|\son(click|change|input|submit|load)=|javascript:", text), path
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
    # a link may lead elsewhere; nothing may be fetched from there
    assert not re.search(r"""(src=|<link[^>]*href=)["'](https?:)?//""", text), f"{path} asks another site"


def luminance(colour):
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    """Contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_keep_their_contrast():
    text = (CSS / "tokens.css").read_text().split("@media")[0].split("[data-view")[0]
    colour = {name: f"#{value * 2 if len(value) == 3 else value}" for name, value in re.findall(r"--([\w-]+): #(\w+);", text)}
    for ground in ("paper", "wash"):
        assert all(ratio(colour[name], colour[ground]) >= 4.5 for name in ("ink", "ink-2", "sky", "sky-deep", "act"))
        assert all(ratio(colour[name], colour[ground]) >= 3 for name in ("edge", "act-mark"))
    assert ratio(colour["act"], colour["act-wash"]) >= 4.5 and ratio(colour["sky"], colour["sky-wash"]) >= 4.5


def test_colours_have_values_in_the_tokens_only():
    for path in CSS.glob("*.css"):
        if path.name not in ("tokens.css", "pdf.css", "print.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,6}\b(?![^{]*\{)", path.read_text()), path.name


def test_the_fonts_come_with_their_licence_and_nothing_from_elsewhere():
    assert (settings.BASE_DIR / "static" / "fonts" / "LICENSE").exists()
    for name in re.findall(r"url\(([^)]+)\)", (CSS / "base.css").read_text()):
        assert (CSS / name).resolve().exists(), name


# With a real person


def test_a_signed_in_page_keeps_itself_in_every_language_and_ends_by_a_button(saule, sign_in):
    with translation.override("kk"):
        address = reverse("users:account")
        way_out = reverse("users:sign_out")
    html = sign_in(saule).get(f"{address}?a=1").content.decode()
    assert f'href="{address.replace("/kk/", "/ru/")}?a=1" lang="ru"' in html
    assert 'name="robots" content="noindex' in html and html.count("<h1") == 1
    leave = re.search(rf'<form method="post" action="{way_out}">(.*?)</form>', html, re.S)
    assert leave and "csrfmiddlewaretoken" in leave[1]
    assert html.count('aria-current="page"') >= 1
    assert re.search(r'<p class="note">[^<]+<span class="n">[0-9A-F]{8}</span></p>', html)


def test_sizes_of_files_are_told_in_the_reader_s_language():
    with translation.override("kk"):
        assert draw("{{ 1258291|filesizeformat }}") == "1,2\xa0МБ"
    with translation.override("ru"):
        assert draw("{{ 3|filesizeformat }}") == "3\xa0байта"
