"""The demonstration: refused outside, made once, and saying of everything it made that it is a sample."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from portal.operations.demo import people, texts
from portal.site.tasks import bake_day
from portal.users.models import User
from reporting import clock
from reporting.formats import date_long
from reporting.models import (
    Cycle,
    Edition,
    Evidence,
    IndicatorValue,
    ItemProgress,
    Job,
    Narrative,
    Report,
    RowDecision,
    StatusDecision,
    Transmission,
)
from reporting.roles import Role

pytestmark = pytest.mark.embedded  # the demo refuses any other database than SQLite
ROOT = Path(__file__).resolve().parent.parent.parent
OF_SAMPLE = re.compile("мысал|пример|үлгі", re.I)
NOW = clock.local(date(2028, 2, 14), 9)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo's year, made once for this file; gives the folder of its data."""
    folder = tmp_path_factory.mktemp("demo")
    shift = int((NOW - datetime.now(UTC)).total_seconds())
    places = {"DATA_DIR": folder, "PUBLIC_ROOT": folder / "public", "FILES_ROOT": folder / "files", "EDITIONS_ROOT": folder / "editions"}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True, CLOCK_SHIFT=shift, PASSWORD_HASHERS=quick, **places):
            call_command("demo", stdout=open(folder / "said.txt", "w", encoding="utf-8"))  # noqa: SIM115
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(told, db, settings):
    """The place in which the demo lives, for one test."""
    settings.DEMO, settings.DATA_DIR, settings.PUBLIC_ROOT = True, told, told / "public"
    settings.CLOCK_SHIFT = int((NOW - datetime.now(UTC)).total_seconds())
    return told


def test_outside_the_demo_it_is_refused_and_makes_nobody(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Demo people exist in the demo only"):
        call_command("demo")
    assert not User.objects.exists()


def test_the_concept_brings_no_people(concept):
    assert not User.objects.exists()


def test_only_the_demo_command_knows_the_demo_people():
    importers = set()
    for path in (path for app in ("portal", "reporting", "territories") for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if any(name.startswith("portal.operations.demo") for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    outside = {path for path in importers if not path.startswith("portal/operations/demo/")}
    assert outside == {"portal/operations/management/commands/demo.py"}


def test_the_sample_year_is_published_and_the_next_is_open(demo):
    edition = Edition.objects.get()
    assert (edition.cycle.year, edition.status) == (2026, Edition.PUBLISHED)
    assert Transmission.objects.get().status == Transmission.ACKNOWLEDGED
    assert not Job.objects.exclude(state=Job.DONE).exists()
    for language in ("kk", "ru", "en"):
        assert (demo / "public" / "current" / language / "2026" / "index.html").exists()
    next_year = Cycle.objects.get(year=2027)
    assert set(next_year.reports.values_list("status", flat=True)) == {Report.DRAFT}


def test_it_prints_how_every_role_signs_in(demo):
    said = (demo / "said.txt").read_text(encoding="utf-8")
    assert people.PASSWORD in said
    for email, _what in people.WHO:
        assert email in said
        assert User.objects.get(email=email).check_password(people.PASSWORD)
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_second_run_keeps_what_people_have_done(demo):
    row = ItemProgress.objects.filter(report__cycle__year=2027).first()
    ItemProgress.objects.filter(pk=row.pk).update(progress_kk="Жаңадан терілген мәтін")
    counts = [model.objects.count() for model in (User, Report, ItemProgress, Edition, Job)]
    call_command("demo")
    row.refresh_from_db()
    assert row.progress_kk == "Жаңадан терілген мәтін"
    assert [model.objects.count() for model in (User, Report, ItemProgress, Edition, Job)] == counts


def told_texts():
    """Every text that the demo wrote where a body or the Ministry writes, with the name of its place."""
    fields = {
        ItemProgress: [f"{name}_{language}" for name in ("progress", "reasons", "measures", "proposal") for language in ("kk", "ru")]
        + ["answer_note", "questions_answer", "decision_reason"],
        IndicatorValue: ["reasons_kk", "reasons_ru", "data_source", "answer_note"],
        Report: ["no_activity_note"],
        Evidence: ["number"],
        Narrative: ["kk", "ru"],
        RowDecision: ["reason"],
        StatusDecision: ["reason"],
        Transmission: ["letter_number", "incoming_number"],
        User: ["full_name"],
    }
    for model, names in fields.items():
        for values in model.objects.values_list(*names):
            yield from ((f"{model.__name__}.{name}", value) for name, value in zip(names, values, strict=True) if value)


def test_every_text_of_the_demo_says_that_it_is_a_sample(demo):
    found = list(told_texts())
    assert len(found) > 300
    assert {(place, text) for place, text in found if not OF_SAMPLE.search(text)} == set()


def test_no_address_of_the_demo_can_belong_to_anybody(demo):
    assert [email for email in User.objects.values_list("email", flat=True) if not email.endswith(".example")] == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_shows_the_date_of_the_demo(demo, language):
    page = Client().get(f"/{language}/sign-in/").content.decode()
    with translation.override(language):
        said = date_long(NOW.date())
    baked = (demo / "public" / "current" / language / "2026" / "index.html").read_text(encoding="utf-8")
    for shown in (page, baked):
        assert said in re.search(r'<div class="sample">(.*?)</div>', shown, re.S).group(1)


def test_each_new_day_of_the_demo_owes_one_baking(demo):
    with clock.at(clock.local(date(2028, 2, 15), 0)):
        bake_day()
        bake_day()
    assert Job.objects.get(key="bake:day:2028-02-15").kind == "bake"


def test_sample_texts_are_marked_in_both_languages():
    pairs = [*texts.PROGRESS.values(), texts.REASON, texts.MEASURE, texts.PROPOSAL, *texts.NARRATIVE.values()]
    assert all(kk.startswith(texts.KK) and ru.startswith(texts.RU) for kk, ru in pairs)
