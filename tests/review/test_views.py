"""The reviewer's desk through HTTP: who sees it, what it shows, and a whole round by hand."""

import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting import clock
from reporting.filing.checks import question_key
from reporting.models import Evidence, Report, RowDecision
from reporting.review import rounds, rules
from tests.conftest import make_person
from tests.cycle.test_views import many
from tests.review import filed
from tests.review.test_rules import IN_APRIL, decide_all

QUEUE = "/en/work/review/"


@pytest.fixture
def submitted(cycle2026, aigul, bolat) -> Report:
    """The report of the akimat of Abai Region, filed on 20 March."""
    return filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)


@pytest.fixture
def reviewed(submitted, gulnar) -> Report:
    """Under review."""
    with clock.at(IN_APRIL):
        return rules.begin_review(submitted, by=gulnar)


def page_of(report: Report, tail: str = "") -> str:
    """The address of a report's page."""
    return f"/en/work/review/{report.public_id}/{tail}"


def row_page(entry) -> str:
    """The address of a row's page."""
    return page_of(entry.report, f"{'rows' if hasattr(entry, 'item_id') else 'indicators'}/{entry.pk}/")


def person(name: str):
    """One of the cast, made once."""
    return get_user_model().objects.filter(email=f"{name}@example.kz").first() or make_person(name)


@pytest.mark.parametrize("name", ["aigul", "bolat", "dana", "nurlan", "saule"])
def test_strangers_to_review_meet_404_on_every_page(reviewed, sign_in, name):
    client = sign_in(person(name))
    row = filed.entries(reviewed)[0]
    pages = [QUEUE, row_page(row), *(page_of(reviewed, tail) for tail in ("", "begin/", "finish/", "assign/", "versions/1/"))]
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert [client.post(page).status_code for page in pages[3:6]] == [404] * 3


def test_the_anonymous_are_sent_to_sign_in(reviewed, client):
    for page in (QUEUE, page_of(reviewed), page_of(reviewed, "finish/")):
        assert "/sign-in/" in client.get(page)["Location"]


@pytest.mark.parametrize("name", ["kairat", "madina", "oraz"])
def test_the_desk_reads_and_sees_no_button_that_is_not_theirs(submitted, sign_in, name):
    client = sign_in(person(name))
    page = client.get(page_of(submitted)).content.decode()
    assert "/begin/" not in page and ("/assign/" in page) == (name == "kairat")
    assert client.post(page_of(submitted, "begin/")).status_code == 404
    assert Report.objects.get(pk=submitted.pk).status == "submitted"


def test_a_report_that_was_never_filed_has_no_page(cycle2026, gulnar, sign_in):
    assert sign_in(gulnar).get(page_of(cycle2026.reports.get(body__code="AK-ALM"))).status_code == 404


def test_the_address_without_the_report_is_404(gulnar, sign_in):
    assert sign_in(gulnar).get("/en/work/review/6f1c2f7e-0000-4000-8000-000000000000/").status_code == 404


def test_a_question_names_its_field_and_says_whether_it_is_answered(reviewed, gulnar, sign_in):
    row = filed.entries(reviewed)[0]
    type(row).objects.filter(pk=row.pk).update(planned_local=100, disbursed_local=101)
    page = sign_in(gulnar)
    asked = "<li><b>Local budget: disbursed.</b> "
    assert asked in page.get(row_page(row)).content.decode()
    assert page.get(row_page(row)).context["questions"][0][2] is False
    filled = type(row).objects.get(pk=row.pk)
    filled.questions_answer = "A sample: the rest was paid in January"
    filled.answered = [question_key(question, filled) for question, _field, _answered in page.get(row_page(row)).context["questions"]]
    filled.save()
    assert [answered for _question, _field, answered in page.get(row_page(row)).context["questions"]] == [True]
    assert '<span class="note">answered</span>' in page.get(row_page(row)).content.decode()


# The queue


@pytest.mark.parametrize(("tab", "n"), [("todo", 1), ("waiting", 28), ("done", 0), ("nonsense", 1)])
def test_each_tab_shows_as_many_as_it_says(submitted, gulnar, sign_in, tab, n):
    page = sign_in(gulnar).get(QUEUE, {"tab": tab})
    assert len(page.context["lines"]) == n
    assert sum(count for _name, count in page.context["tabs"]) == 29


def test_mine_are_those_assigned_to_me(submitted, gulnar, kairat, sign_in):
    client = sign_in(gulnar)
    assert not client.get(QUEUE, {"whose": "mine"}).context["lines"]
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    assert len(client.get(QUEUE, {"whose": "mine"}).context["lines"]) == 1


def test_days_of_waiting_are_counted_from_the_submission(submitted, gulnar, sign_in):
    with clock.at(IN_APRIL):
        (line,) = sign_in(gulnar).get(QUEUE).context["lines"]
    assert line.days == 16


def test_the_approver_is_named_when_consent_is_awaited(cycle2026, timur, ulan, gulnar, sign_in):
    own = rules.begin_review(filed.file(cycle2026.reports.get(body__code="MNVO"), by=timur, signer=ulan), by=gulnar)
    decide_all(own, gulnar)
    assert "The approver: consent" in sign_in(gulnar).get(QUEUE, {"tab": "others"}).content.decode()


@pytest.mark.parametrize("n", [2, 200])
def test_the_queue_asks_as_often_at_200_reports(submitted, gulnar, sign_in, n):
    many(submitted.cycle, 27 + n)
    client = sign_in(gulnar)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(QUEUE)
    assert page.context["counts"]["todo"] == n - 1
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]


# A report and its rows


def test_the_report_stands_beside_the_plan(reviewed, gulnar, sign_in):
    page = sign_in(gulnar).get(page_of(reviewed)).content.decode()
    for row in reviewed.rows.filter(needs_answer=True).select_related("row"):
        assert row.row.title in page and row.row.completion_form in page
    assert "Жұмыс жүріп жатыр" in page and "Sample plan: this is not the approved action plan" in page
    assert "Not yet due and without an answer this year, items: 4, 6, 8, 11, 16" in page


@pytest.mark.parametrize("rows", [1, 16])
def test_a_report_asks_as_often_with_one_row_as_with_many(submitted, gulnar, sign_in, rows):
    keep = submitted.rows.order_by("row__number").values_list("pk", flat=True)[:rows]
    filed.EntryRevision.objects.all().delete()
    submitted.rows.exclude(pk__in=list(keep)).delete()
    client = sign_in(gulnar)
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(submitted))
    assert len(queries) <= 14, [q["sql"][:90] for q in queries]


def test_what_the_body_types_next_is_not_shown_before_it_is_filed(reviewed, gulnar, sign_in):
    decide_all(reviewed, gulnar, "returned")
    rules.return_for_revision(reviewed, by=gulnar)
    reviewed.rows.update(progress_kk="ӘЛІ ЖІБЕРІЛМЕГЕН")
    client = sign_in(gulnar)
    for page in (page_of(reviewed), row_page(filed.entries(reviewed)[0])):
        text = client.get(page).content.decode()
        assert "ӘЛІ ЖІБЕРІЛМЕГЕН" not in text and "Жұмыс жүріп жатыр" in text


def test_a_row_of_another_report_is_404(reviewed, gulnar, sign_in):
    stranger = Report.objects.get(body__code="AK-ALM").rows.first()
    assert sign_in(gulnar).get(page_of(reviewed, f"rows/{stranger.pk}/")).status_code == 404
    assert sign_in(gulnar).get(page_of(reviewed, "nonsense/1/")).status_code == 404


def test_the_other_executors_stand_beside_and_drafts_do_not(reviewed, gulnar, dana, erlan, sign_in):
    other = Report.objects.get(body__code="AK-ALM")
    filed.fill(other, by=dana, progress_kk="ЖОБА МӘТІНІ")
    row = filed.entries(reviewed)[0]
    client = sign_in(gulnar)
    assert "ЖОБА МӘТІНІ" not in client.get(row_page(row)).content.decode()
    filed.submit(other, by=erlan)
    page = client.get(row_page(row)).content.decode()
    assert "ЖОБА МӘТІНІ" in page and other.body.name_en in page


def test_changes_since_the_round_before_are_marked(reviewed, gulnar, bolat, sign_in):
    decide_all(reviewed, gulnar, "returned")
    rules.return_for_revision(reviewed, by=gulnar)
    first = filed.entries(reviewed)[0]
    type(first).objects.filter(pk=first.pk).update(progress_kk="Жұмыс аяқталып жатыр", planned_local=5000)
    report = filed.submit(reviewed, by=bolat)
    rules.begin_review(report, by=gulnar)
    page = sign_in(gulnar).get(row_page(first)).content.decode()
    assert "<del>жүріп </del>" in page and "<ins>аяқталып </ins>" in page
    assert "Себебі жазылмаған" in page  # the reason of the round before


def test_the_old_round_stays_readable(reviewed, gulnar, bolat, sign_in):
    decide_all(reviewed, gulnar, "returned")
    rules.return_for_revision(reviewed, by=gulnar)
    filed.submit(reviewed, by=bolat)
    page = sign_in(gulnar).get(page_of(reviewed, "versions/1/")).content.decode()
    assert "Себебі жазылмаған" in page and "Returned for revision" in page
    assert sign_in(gulnar).get(page_of(reviewed, "versions/7/")).status_code == 404


def test_what_a_body_writes_is_never_markup(reviewed, gulnar, sign_in):
    text = '<script>alert("қ")</script>'
    reviewed.rows.update(progress_kk=text)
    version = reviewed.versions.get()
    version.content = filed.content_of(reviewed)
    version.save()
    for page in (page_of(reviewed), row_page(filed.entries(reviewed)[0])):
        assert text not in sign_in(gulnar).get(page).content.decode()


# A round by hand


def test_a_round_from_the_queue_to_the_return(submitted, gulnar, sign_in):
    client = sign_in(gulnar)
    assert page_of(submitted) in client.get(QUEUE).content.decode()
    assert client.post(page_of(submitted, "begin/"))["Location"] == page_of(submitted)
    address, posted = row_page(filed.entries(submitted)[0]), []
    while "finish" not in address:
        form = client.get(address).context["form"]
        back = {"decision": "returned", "code": "no_evidence", "reason": "Құжатты қосыңыз"}
        said = {"decision": "accepted", **dict.fromkeys(RowDecision.CRITERIA, "on")} if posted else back
        posted.append(address)
        address = client.post(address, {**said, "seen": form["seen"].value()})["Location"]
    assert len(posted) == len(set(posted)) == 6
    page = client.get(address).content.decode()
    assert "Return the report for revision?" in page and "Құжатты қосыңыз" in page and "Үлгібаев Болат" in page
    assert client.post(address, {"verb": "return_for_revision"})["Location"] == QUEUE
    assert Report.objects.get(pk=submitted.pk).status == "returned"


def test_a_return_without_a_reason_is_refused_beside_the_field(reviewed, gulnar, sign_in):
    row = filed.entries(reviewed)[0]
    page = sign_in(gulnar).post(row_page(row), {"decision": "returned", "reason": ""}).content.decode()
    assert "Write the reason: the body will see it" in page and 'href="#id_reason"' in page
    assert not RowDecision.objects.exists()


def test_a_decision_on_a_page_that_is_out_of_date_is_refused(reviewed, gulnar, sign_in):
    client, row = sign_in(gulnar), filed.entries(reviewed)[0]
    seen = client.get(row_page(row)).context["form"]["seen"].value()
    rules.decide(row, by=gulnar, decision="accepted")
    page = client.post(row_page(row), {"decision": "returned", "reason": "Қате", "seen": seen}).content.decode()
    assert "Another decision was saved on this row" in page
    assert filed.entries(reviewed)[0].decision == "accepted"


@pytest.mark.parametrize("name", ["kairat", "madina", "oraz"])
def test_who_does_not_review_sees_no_form_and_decides_nothing(reviewed, sign_in, name):
    client, row = sign_in(person(name)), filed.entries(reviewed)[0]
    assert client.get(row_page(row)).context["form"] is None
    client.post(row_page(row), {"decision": "accepted"})
    client.post(page_of(reviewed, "finish/"), {"verb": "accept"})
    assert not RowDecision.objects.exists()
    assert Report.objects.get(pk=reviewed.pk).status == "in_review"


def test_an_unfinished_round_names_what_is_left(reviewed, gulnar, sign_in):
    page = sign_in(gulnar).get(page_of(reviewed, "finish/")).content.decode()
    assert "Rows without a decision: 6" in page and '<button class="btn"' not in page


def test_the_end_that_was_confirmed_is_the_end_that_happens(reviewed, gulnar, sign_in):
    """Everything was accepted when the page was drawn; a row was returned since: nothing happens, and the page says so."""
    decide_all(reviewed, gulnar)
    client = sign_in(gulnar)
    assert "Accept the report?" in client.get(page_of(reviewed, "finish/")).content.decode()
    rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="returned", reason="Қате")
    page = client.post(page_of(reviewed, "finish/"), {"verb": "accept"}).content.decode()
    assert "The state has changed while you were working" in page
    assert Report.objects.get(pk=reviewed.pk).status == "in_review"


def test_the_reviewer_of_the_own_report_is_told_that_the_approver_is_next(cycle2026, timur, ulan, gulnar, madina, sign_in):
    own = rules.begin_review(filed.file(cycle2026.reports.get(body__code="MNVO"), by=timur, signer=ulan), by=gulnar)
    decide_all(own, gulnar)
    page = sign_in(gulnar).get(page_of(own, "finish/")).content.decode()
    assert "now accepted by the approver" in page and 'name="verb"' not in page
    client = sign_in(madina)
    assert "Accept the report?" in client.get(page_of(own, "finish/")).content.decode()
    client.post(page_of(own, "finish/"), {"verb": "accept"})
    assert Report.objects.get(pk=own.pk).status == "accepted"


# Assigning


def test_the_coordinator_assigns_from_the_list_of_those_who_may(submitted, kairat, gulnar, madina, sign_in):
    client = sign_in(kairat)
    form = client.get(page_of(submitted, "assign/")).context["form"]
    assert list(form.fields["reviewer"].queryset) == [gulnar]
    assert client.post(page_of(submitted, "assign/"), {"reviewer": gulnar.pk})["Location"] == "/en/work/cycles/2026/"
    assert Report.objects.get(pk=submitted.pk).reviewer == gulnar
    refused = client.post(page_of(submitted, "assign/"), {"reviewer": madina.pk})
    assert refused.status_code == 200 and Report.objects.get(pk=submitted.pk).reviewer == gulnar


def test_who_filled_in_the_report_is_not_in_the_list(submitted, kairat, gulnar, sign_in):
    filed.EntryRevision.objects.filter(row__report=submitted).update(saved_by=gulnar)
    assert not sign_in(kairat).get(page_of(submitted, "assign/")).context["form"].fields["reviewer"].queryset


def test_rounds_carry_their_dates(reviewed, gulnar, sign_in):
    with clock.at(clock.local(date(2027, 4, 6))):
        decide_all(reviewed, gulnar)
        rules.accept(reviewed, by=gulnar)
    page = sign_in(gulnar).get(page_of(reviewed)).content.decode()
    for said in ("20.03.2027, 10:00 (UTC+05:00)", "05.04.2027, 10:00 (UTC+05:00)", "06.04.2027, 09:00 (UTC+05:00)"):
        assert said in page
    assert len(rounds.to_decide(reviewed)) == 6


def test_a_document_is_a_link_while_the_row_may_be_opened(reviewed, aigul, bolat, gulnar, sign_in):
    row, sha256 = filed.entries(reviewed)[0], "ab" * 32
    evidence = Evidence.objects.create(
        row=row, public_id="00000000-0000-4000-8000-000000000017", kind="act", number="17", file_name="akt-17.pdf", file_sha256=sha256,
        added_at=clock.now(), added_by=aigul,
    )  # fmt: skip
    version = reviewed.versions.get()
    content = json.loads(version.content)
    content["items"][1]["evidence"] = [
        {"kind": "act", "number": "17", "date": "2026-11-28", "link": "", "file_name": "akt-17.pdf", "file_sha256": sha256}
    ]
    assert content["items"][1]["row"] == row.pk
    version.content = json.dumps(content)
    version.save()
    client = sign_in(gulnar)
    for address in (page_of(reviewed), row_page(row)):
        page = client.get(address).content.decode()
        assert f"/en/work/report/{reviewed.public_id}/documents/{evidence.public_id}/" in page and "28.11.2026" in page
    Report.objects.filter(pk=reviewed.pk).update(status="returned")
    assert "akt-17.pdf" in (page := client.get(page_of(reviewed)).content.decode()) and "/documents/" not in page
