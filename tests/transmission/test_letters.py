"""Letters of the Ministry: filled in from the data, worded by a clerk, as PDF and DOCX; an unknown placeholder is refused."""

import io
import re
import subprocess
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from reporting import clock
from reporting.models import Extension, LetterText, RowDecision
from reporting.problems import Refused
from reporting.transmission import rules as transmission
from reporting.transmission.letters import files, kinds, wording
from reporting.transmission.letters.facts import FACTS
from territories.kazakh import sort_key
from tests.consolidation.making import accept, content_of
from tests.editions import make_edition

pytestmark = pytest.mark.django_db
HOME = "/ru/work/letters/"
LATE = "Мысал: деректер кешікті."


def text_of(docx: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(docx)).paragraphs)


@pytest.fixture
def returned(cycle2026, in_march, gulnar):
    """A report sent back with a reason on one row."""
    report = cycle2026.reports.select_related("body", "cycle").get(body__code="AK-ABA")
    version = accept(report, content_of(report), at=clock.now())
    type(version).objects.filter(pk=version.pk).update(outcome="returned")
    row = report.rows.filter(needs_answer=True).first()
    RowDecision.objects.create(row=row, version=version, decision="returned", reason=LATE, made_at=clock.now(), made_by=gulnar)
    return report


@pytest.fixture
def answered(cycle2026, in_march, bolat, kairat):
    """A request for a longer term that is granted by proposal."""
    report = cycle2026.reports.get(body__code="AK-ABA")
    return Extension.objects.create(
        report=report, stood_until=cycle2026.due_on, asked_until=date(2027, 4, 10), reason="Мысал", asked_at=clock.now(), asked_by=bolat,
        status="proposed", answer_granted=True, answer_until=date(2027, 4, 9), answer_reason=LATE, proposed_at=clock.now(),
        proposed_by=kairat,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_each_kind_says_its_facts_and_leaves_no_placeholder(returned, answered, season_edition, language):
    covering = season_edition
    for kind, thing, must in (
        (kinds.REMINDER, returned, {"kk": "2027 жылғы 1 сәуір", "ru": "1 апреля 2027"}[language]), (kinds.RETURN, returned, LATE),
        (kinds.EXTENSION, answered, {"kk": "2027 жылғы 9 сәуір", "ru": "9 апреля 2027"}[language]),
        (kinds.COVERING, covering, covering.edition.sha256),
    ):  # fmt: skip
        text = text_of(files.make(kind, thing, language, "docx"))
        assert must in text, kind
        assert "{{" not in text and "[" not in text


@pytest.fixture
def season_edition(cycle2026, in_march, kairat, madina):
    """A sending of an edition."""
    edition = make_edition(cycle2026, proposed_by=kairat, approved_by=madina)
    with clock.at(clock.local(date(2027, 4, 21))):
        return transmission.prepare(edition, by=kairat, letter_number="01-15/7", letter_date=clock.today())


def test_every_placeholder_has_a_fact_and_every_first_wording_is_lawful(returned, answered, season_edition):
    things = {kinds.REMINDER: returned, kinds.RETURN: returned, kinds.EXTENSION: answered, kinds.COVERING: season_edition}
    for kind, thing in things.items():
        assert set(FACTS[kind](thing)) >= set(kinds.PLACEHOLDERS[kind])
        assert [kinds.unknown(kind, text) for text in kinds.FIRST[kind]] == [[]] * 4


def test_the_pdf_is_tagged_and_says_the_same(returned):
    pdf = files.make(kinds.RETURN, returned, "ru", "pdf")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S607
    assert LATE in done.stdout.decode() and b"/MarkInfo" in pdf or b"ObjStm" in pdf


def test_a_clerk_words_a_letter_without_code(returned, kairat, sign_in):
    page = sign_in(kairat)
    url = f"{HOME}wording/reminder/"
    first = page.get(url).context["form"].initial
    texts = {**{name: first[name] for name in kinds.FIELDS}, "body_ru": "Просим представить: {{body}}, до {{ due }}."}
    assert page.post(url, {**texts, "version": 0}).status_code == 302
    assert "Просим представить: Акимат области Абай, до 1 апреля 2027 года." in text_of(files.make("reminder", returned, "ru", "docx"))
    answer = page.get(url).content.decode()
    assert "<ins>" in answer and "<del>" in answer, "what the version changed"
    assert "[последний день для этого органа]" in answer, "the preview"
    assert page.post(url, {**texts, "body_ru": "Другое", "version": 0}).status_code == 200, "somebody else has changed it"
    assert LetterText.objects.count() == 1


@pytest.mark.parametrize("wrong", ["{{сумма}}", "{{reason}}", "{{body", "}}", "{{ }}"])
def test_an_unknown_placeholder_is_refused(kairat, concept, wrong):
    texts = dict(zip(kinds.FIELDS, kinds.FIRST["reminder"], strict=True))
    with pytest.raises(Refused) as refused:
        wording.word_letter("reminder", by=kairat, base_version=0, **{**texts, "body_kk": f"Мәтін {wrong}"})
    assert [(p.code, p.where) for p in refused.value.problems] == [("unknown_placeholder", "body_kk")]
    assert not LetterText.objects.exists()


def test_braces_in_the_data_stay_what_they_are(returned, gulnar):
    RowDecision.objects.update(reason="{{body}} {% load x %}")
    assert "{{body}} {% load x %}" in text_of(files.make(kinds.RETURN, returned, "ru", "docx"))


def test_letters_are_for_the_desk_and_worded_by_a_coordinator(returned, sign_in, dana, bolat, nurlan, oraz, gulnar, kairat):
    paths = (HOME, f"{HOME}2026/", f"{HOME}wording/return/", f"{HOME}return/{returned.pk}/ru.docx")
    for person in (dana, bolat, nurlan):
        assert {sign_in(person).get(path).status_code for path in paths} == {404}
    for person in (oraz, gulnar, kairat):
        assert {sign_in(person).get(path).status_code for path in paths} == {200}
    for person in (oraz, gulnar):
        assert sign_in(person).post(f"{HOME}wording/return/", {}).status_code == 404
    page = sign_in(kairat)
    assert page.get(f"{HOME}return/{returned.pk}/en.docx").status_code == 404
    assert page.get(f"{HOME}extension/99/ru.docx").status_code == 404
    other = returned.cycle.reports.exclude(pk=returned.pk).first()
    assert page.get(f"{HOME}return/{other.pk}/ru.docx").status_code == 404, "it was not returned"


def test_the_pages_ask_little(returned, answered, sign_in, kairat):
    page = sign_in(kairat)
    for path in (f"{HOME}2026/", f"{HOME}wording/return/"):
        page.get(path)
        with CaptureQueriesContext(connection) as queries:
            page.get(path)
        assert len(queries) <= 8, [query["sql"][:80] for query in queries]


def test_bodies_stand_in_the_order_of_the_readers_own_letters(cycle2026, kairat, sign_in):
    for language in ("kk", "ru"):
        page = sign_in(kairat).get(f"/{language}/work/letters/").content.decode()
        names = re.findall(r'<th scope="row">([^<]+)</th>', page)
        assert names == sorted(names, key=sort_key) and len(names) > 20
