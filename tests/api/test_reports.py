"""A report through the API: the same verbs, the same messages by code, the same receipt as through the pages."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from reporting import clock
from reporting.filing import rules
from reporting.filing.examination import examine
from reporting.models import EntryRevision, Event, Evidence, ItemProgress, KeptAnswer, Receipt, Report, ReportVersion
from reporting.problems import Refused
from tests.api.conftest import HOME, Program, code_of
from tests.filing.filling import PROGRESS, fill, save

UNREADABLE = [b"{", b"[]", b"null", b"\xff", b'{"a": NaN}', b"[" * 100000, b'{"planned_local": ' + b"9" * 5000 + b"}"]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def row(report):
    return report.rows.filter(needs_answer=True).select_related("item").order_by("row__number").first()


@pytest.fixture
def address(home, row):
    return f"{home}items/{row.item.code}/"


def said(model, pk) -> tuple:
    """What a refused write must not have changed."""
    entry = model.objects.get(pk=pk)
    return entry.version, entry.progress_ru, EntryRevision.objects.count(), Event.objects.count()


# Reading


def test_own_reports_and_nobody_elses(officer, stranger, report):
    told = officer.get(HOME).json()["reports"]
    assert [(one["id"], one["year"], one["body"], one["status"]) for one in told] == [(str(report.public_id), 2026, "AK-ABA", "draft")]
    assert [one["body"] for one in stranger.get(HOME).json()["reports"]] == ["AK-ALM"]


def test_a_report_with_rows_indicators_and_an_etag(officer, home, report, row, aigul):
    answer = officer.get(home)
    content = answer.json()
    assert len(content["items"]) == report.rows.count() and len(content["indicators"]) == report.indicators.count()
    assert content["items"][0]["values"]["progress_kk"] == "" and content["items"][0]["values"]["planned_local"] is None
    assert officer.get(home, If_None_Match=answer["ETag"]).status_code == 304
    save(row, aigul, progress_ru="Начато", planned_local=1250000500)
    changed = officer.get(home, If_None_Match=answer["ETag"])
    assert changed.status_code == 200 and changed["ETag"] != answer["ETag"]
    values = next(one for one in changed.json()["items"] if one["item"] == row.item.code)["values"]
    assert (values["planned_local"], values["progress_ru"]) == (1250000500, "Начато")
    assert officer.get(home, language="kk")["ETag"] != changed["ETag"], "names are of the language asked for"


def test_one_row_has_its_version_as_etag(officer, address, row, aigul):
    assert officer.get(address)["ETag"] == '"1"'
    save(row, aigul, progress_ru="Начато")
    answer = officer.get(address)
    assert answer["ETag"] == '"2"' and answer.json()["version"] == 2 and answer.json()["id"] == f"row-{row.pk}"


def test_a_stranger_meets_404_everywhere(home, address, row, stranger, aigul):
    document = rules.add_evidence(row, by=aigul, kind="letter", number="1", link="https://example.kz/a")
    for method, path in (
        ("GET", home), ("GET", address), ("PATCH", address), ("GET", f"{home}findings/"), ("GET", f"{home}receipt/"),
        ("POST", f"{home}submit/"), ("GET", f"{address}evidence/"), ("DELETE", f"{address}evidence/{document.public_id}/"),
        ("GET", f"{home}indicators/JOBS-HT/"),
    ):  # fmt: skip
        answer = stranger.ask(method, path, {} if method in ("PATCH", "POST") else None, If_Match='"1"', Idempotency_Key="k")
        assert (answer.status_code, code_of(answer)) == (404, "not_found"), path
    answer = stranger.send(f"{address}evidence/", {"kind": "letter", "link": "https://example.kz/b"})
    assert answer.status_code == 404 and Evidence.objects.count() == 1


def test_an_officers_own_documents_are_not_reached_through_another_row(officer, home, row, report, aigul):
    document = rules.add_evidence(row, by=aigul, kind="letter", link="https://example.kz/a")
    other = report.rows.exclude(pk=row.pk).select_related("item").first()
    answer = officer.ask("DELETE", f"{home}items/{other.item.code}/evidence/{document.public_id}/")
    assert answer.status_code == 404 and Evidence.objects.get().removed_at is None


def test_addresses_and_methods_that_do_not_exist_answer_in_the_same_shape(officer, home):
    for method, path, status in (
        ("GET", "/api/v1/nothing/", 404),
        ("DELETE", home, 405),
        ("OPTIONS", home, 405),
        ("PUT", f"{home}submit/", 405),
    ):
        answer = officer.ask(method, path)
        assert answer.status_code == status and code_of(answer)


# Writing


def test_a_row_is_written_at_the_version_it_was_read_at(officer, address, row, aigul):
    sent = {"answer": "given", "status": "in_progress", "progress_kk": PROGRESS, "disbursed_local": 7, "proposed_date": "2027-09-01"}
    answer = officer.patch(address, sent, If_Match='"1"')
    assert answer.status_code == 200 and answer["ETag"] == '"2"'
    assert set(answer.json()["changed"]) == set(sent) and answer.json()["row"]["values"]["disbursed_local"] == 7
    row.refresh_from_db()
    assert (row.progress_kk, row.disbursed_local, row.edited_by) == (PROGRESS, 7, aigul)
    assert officer.patch(address, sent, If_Match='"2"').json()["changed"] == []
    assert officer.patch(address, {"disbursed_local": None}, If_Match='"2"')["ETag"] == '"3"'


def test_without_if_match_nothing_is_written(officer, address, row):
    before = said(ItemProgress, row.pk)
    answer = officer.patch(address, {"progress_ru": "Моё"})
    assert (answer.status_code, code_of(answer)) == (428, "if_match_required") and said(ItemProgress, row.pk) == before


@pytest.mark.parametrize("tag", ['"9"', "*", "1", '"abc"', '"0"', '"1", "2"', '"999999999"'])
def test_a_tag_that_is_not_a_version_never_matches(officer, address, row, tag):
    before = said(ItemProgress, row.pk)
    answer = officer.patch(address, {"progress_ru": "Моё"}, If_Match=tag)
    assert (answer.status_code, code_of(answer)) == (412, "moved_on") and said(ItemProgress, row.pk) == before


def test_the_same_field_is_a_conflict_with_both_texts(officer, address, row, bolat):
    save(row, bolat, progress_ru="Их текст")
    before = said(ItemProgress, row.pk)
    answer = officer.patch(address, {"progress_ru": "Мой текст"}, If_Match='"1"')
    assert (answer.status_code, code_of(answer), answer["ETag"]) == (412, "conflict", '"2"')
    content = answer.json()
    (clash,) = content["conflicts"]
    assert (clash["field"], clash["base"], clash["mine"], clash["theirs"], clash["who"]) == (
        "progress_ru", "", "Мой текст", "Их текст", bolat.full_name,
    )  # fmt: skip
    assert content["version"] == 2 and said(ItemProgress, row.pk) == before


def test_other_fields_merge(officer, address, row, bolat):
    save(row, bolat, progress_ru="Их текст")
    answer = officer.patch(address, {"progress_kk": "Біздің мәтін"}, If_Match='"1"')
    assert answer.status_code == 200 and answer.json()["merged"] is True
    assert answer.json()["row"]["values"]["progress_ru"] == "Их текст"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"planned_local": "12"}, "wrong_type"), ({"planned_local": 1.5}, "wrong_type"), ({"planned_local": True}, "wrong_type"),
        ({"planned_local": -1}, "negative"), ({"planned_local": 10**17}, "too_large"), ({"planned_local": 10**30}, "too_large"),
        ({"actual_date": "01.04.2027"}, "wrong_type"), ({"actual_date": "2027-02-30"}, "wrong_type"), ({"actual_date": 5}, "wrong_type"),
        ({"status": "ready"}, "choose"), ({"status": None}, "wrong_type"),
        ({"progress_ru": 7}, "wrong_type"), ({"progress_ru": None}, "wrong_type"),
        ({"progress_ru": "а" * 8001}, "too_long"), ({"progress_ru": "а\x00"}, "bad_character"),
        ({"progress_ru": "\ud800"}, "bad_character"),
        ({"complete": "yes"}, "wrong_type"), ({"territory": "НЕТ"}, "choose"),
        ({"version": 5}, "field_unknown"), ({"decision": "accepted"}, "field_unknown"),
        ({"data_source": "А"}, "field_unknown"),
    ],
)  # fmt: skip
def test_a_value_that_a_field_cannot_hold_is_refused_by_name(officer, address, row, sent, code):
    before = said(ItemProgress, row.pk)
    answer = officer.patch(address, {"answer": "given", **sent}, If_Match='"1"')
    assert (answer.status_code, code_of(answer)) == (422, code) and answer.json()["problems"][0]["where"] == next(iter(sent))
    assert said(ItemProgress, row.pk) == before


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_cannot_be_read_is_400(officer, address, row, body):
    told = {"If-Match": '"1"', "Authorization": f"Bearer {officer.secret}"}
    answer = officer.client.patch(address, body, content_type="application/json", headers=told)
    assert (answer.status_code, code_of(answer)) == (400, "malformed")


def test_too_large_and_of_another_type(officer, address, settings):
    told = {"If-Match": '"1"', "Authorization": f"Bearer {officer.secret}"}
    answer = officer.client.patch(address, b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type="application/json", headers=told)
    assert (answer.status_code, code_of(answer)) == (413, "request_too_large")
    answer = officer.client.patch(address, b"a=1", content_type="application/x-www-form-urlencoded", headers=told)
    assert (answer.status_code, code_of(answer)) == (415, "media_type")


def test_an_indicator_takes_decimals_as_strings_and_only_what_it_asks(officer, home, report):
    ratio = report.indicators.filter(indicator__roll_up="ratio").select_related("indicator").first()
    plain = report.indicators.exclude(indicator__roll_up="ratio").select_related("indicator").first()
    path = f"{home}indicators/{plain.indicator.code}/"
    answer = officer.patch(path, {"answer": "given", "actual": "12.50", "data_date": "2026-12-31"}, If_Match='"1"')
    assert answer.json()["row"]["values"]["actual"] == "12.5"
    for wrong in (12.5, "12,5", "1e3", "NaN", " 1", "１", ""):
        assert code_of(officer.patch(path, {"actual": wrong}, If_Match='"2"')) == "wrong_type", wrong
    assert code_of(officer.patch(path, {"actual": "-1"}, If_Match='"2"')) == "negative"
    assert code_of(officer.patch(path, {"numerator": "1"}, If_Match='"2"')) == "field_not_asked"
    if ratio:
        path = f"{home}indicators/{ratio.indicator.code}/"
        assert code_of(officer.patch(path, {"actual": "1"}, If_Match='"1"')) == "field_not_asked"
        assert code_of(officer.patch(path, {"denominator": "0"}, If_Match='"1"')) == "denominator_zero"


@pytest.mark.parametrize(
    ("status", "code"), [("submitted", "locked_submitted"), ("in_review", "locked_in_review"), ("accepted", "locked_accepted")]
)
def test_a_locked_report_is_409_and_says_who_can_unlock_it(officer, address, report, status, code):
    stamps = {f"{name}_at": clock.now() for name in ("submitted", "review_begun", "accepted")}
    Report.objects.filter(pk=report.pk).update(
        status=status, **stamps, **{f"{n}_by": report.opened_by_id for n in ("submitted", "review_begun", "accepted")}
    )
    for answer in (
        officer.patch(address, {"progress_ru": "Позже"}, If_Match='"1"'),
        officer.send(f"{address}evidence/", {"kind": "letter", "link": "https://example.kz/a"}),
    ):
        assert (answer.status_code, code_of(answer)) == (409, code)


def test_messages_are_those_of_the_rules_in_the_language_asked_for(officer, address, row, aigul):
    for language in ("kk", "ru", "en"):
        answer = officer.patch(address, {"planned_local": -1}, If_Match='"1"', language=language)
        with translation.override(language), pytest.raises(Refused) as refused:
            rules.save_entry(row, by=aigul, base_version=1, values={"planned_local": -1})
        with translation.override(language):
            assert answer.json()["problems"] == [problem.as_dict() for problem in refused.value.problems]


# Evidence


def test_documents_are_added_listed_and_taken_off(officer, address, row):
    path = f"{address}evidence/"
    upload = SimpleUploadedFile("Акт № 5.pdf", PDF, "application/pdf")
    made = officer.send(path, {"kind": "act", "number": "5", "date": "2026-12-01", "file": upload})
    assert made.status_code == 201 and made.json()["file_size"] == len(PDF) and len(made.json()["file_sha256"]) == 64
    assert [one["id"] for one in officer.get(path).json()["evidence"]] == [made.json()["id"]]
    assert [one["id"] for one in officer.get(address).json()["evidence"]] == [made.json()["id"]]
    for _ in range(2):
        assert officer.ask("DELETE", f"{path}{made.json()['id']}/").status_code == 204
    assert officer.get(path).json()["evidence"] == [] and Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "required"), ({"kind": "song"}, "choose"), ({"kind": "letter"}, "evidence_empty"),
        ({"kind": "letter", "link": "ftp://a"}, "link"),
        ({"kind": "letter", "number": "1"}, "evidence_date_required"), ({"kind": "letter", "date": "1.1.2027"}, "wrong_type"),
        ({"kind": "letter", "link": "https://example.kz/", "owner": "1"}, "field_unknown"),
        ({"kind": "act", "file": ("a.exe", b"MZ")}, "file_type"), ({"kind": "act", "file": ("a.pdf", b"")}, "file_empty"),
        ({"kind": "act", "file": "text"}, "wrong_type"),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused_in_the_words_of_the_page(officer, address, fields, code):
    sent = {name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for name, value in fields.items()}
    answer = officer.send(f"{address}evidence/", sent)
    assert (answer.status_code, code_of(answer)) == (422, code) and not Evidence.objects.exists()


# Findings, submission, receipt


def test_findings_are_those_of_the_check_page(officer, home, report):
    with translation.override("ru"):
        from_rule = {row.anchor: [problem.as_dict() for problem in row.problems] for row in examine(report) if row.problems}
    content = officer.get(f"{home}findings/").json()
    told = {row["id"]: [dict(problem) for problem in row["problems"]] for row in content["rows"]}
    help_too = [problem.pop(name) for problems in told.values() for problem in problems for name in ("hint", "example", "why")]
    assert told == from_rule and not content["ready"] and all(help_too)


def test_the_whole_path_gives_the_receipt_of_the_pages(officer, signatory, home, report, aigul, bolat, erlan, dana, sign_in):
    fill_by_program(officer, home)
    assert officer.get(f"{home}findings/").json()["ready"] is True
    answer = signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="2026-1")
    assert answer.status_code == 200, answer.json()
    told, receipt = answer.json(), Receipt.objects.get(version__report=report)
    assert (told["number"], told["id"], told["sha256"]) == ("2026-AK-ABA-1", str(receipt.public_id), receipt.version.sha256)
    assert told["entered_by"] == [aigul.full_name] and told["confirmed_by"] == bolat.full_name
    assert signatory.get(f"{home}receipt/").json() == told == officer.get(f"{home}receipt/").json()
    page = sign_in(bolat).get(f"/ru/work/report/receipt/{told['id']}/").content.decode()
    assert told["number"] in page and told["sha256"][:8] in page.replace(" ", "").replace("\u00a0", "")
    by_api = json.loads(receipt.version.content)
    # the same report, filled in by the verbs of the pages and submitted at the check page
    Receipt.objects.all().delete()
    ReportVersion.objects.all().delete()
    Report.objects.filter(pk=report.pk).update(status="draft", version=1)
    page = sign_in(bolat).post(
        f"/ru/work/report/{report.public_id}/check/", {"version": "1", "correct": "on", "declared": "on"}, follow=True
    )
    assert page.status_code == 200
    version = ReportVersion.objects.get(report=report)
    assert json.loads(version.content) == by_api and version.sha256 == told["sha256"]
    assert version.receipt.number == told["number"] and version.receipt.entered_by == told["entered_by"]


def fill_by_program(program: Program, home: str) -> None:
    """Every row answered through the API alone, from what the report says."""
    content = program.get(home).json()
    for item in content["items"]:
        if item["needs_answer"]:
            sent = {"answer": "given", "status": "in_progress", "progress_kk": PROGRESS, "reasons_kk": "Жабдық кешікті.", "complete": True}
            assert program.patch(f"{home}items/{item['item']}/", sent, If_Match=f'"{item["version"]}"').status_code == 200
    for one in content["indicators"]:
        path = f"{home}indicators/{one['indicator']}/"
        common = {"answer": "given", "data_source": "Деректер", "data_date": "2026-12-31", "reasons_kk": "Кеш басталды.", "complete": True}
        answer = program.patch(path, {**common, "actual": "12"}, If_Match='"1"')
        if answer.status_code == 422:
            answer = program.patch(path, {**common, "numerator": "3", "denominator": "4"}, If_Match='"1"')
        assert answer.status_code == 200, answer.json()


def test_the_arrival_of_the_request_is_the_time_of_submission(signatory, home, report, aigul):
    fill(report, aigul)
    with clock.at(clock.now() + timedelta(hours=5)):
        arrived = clock.now()
        signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="a")
    assert ReportVersion.objects.get().submitted_at == arrived


def test_an_officer_does_not_submit_and_the_declaration_is_needed(officer, signatory, home, report, aigul):
    fill(report, aigul)
    answer = officer.post(f"{home}submit/", {"declared": True}, Idempotency_Key="a")
    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")
    for content, code in (({"declared": False}, "declare_required"), ({}, "required"), ({"declared": "true"}, "wrong_type")):
        answer = signatory.post(f"{home}submit/", content, Idempotency_Key="b")
        assert (answer.status_code, code_of(answer)) == (422, code)
    assert not ReportVersion.objects.exists() and not KeptAnswer.objects.exists()


def test_no_receipt_before_a_submission(officer, home):
    assert officer.get(f"{home}receipt/").status_code == 404


@pytest.mark.parametrize(
    ("key", "status", "code"), [("", 400, "key_required"), ("a b", 400, "key_malformed"), ("a" * 101, 400, "key_malformed")]
)
def test_a_submission_needs_a_key(signatory, home, report, aigul, key, status, code):
    answer = signatory.post(f"{home}submit/", {"declared": True}, **({"Idempotency_Key": key} if key else {}))
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_the_same_key_gives_the_same_answer(signatory, home, report, aigul):
    fill(report, aigul)
    first = signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="2026-1")
    events = Event.objects.count()
    second = signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="2026-1")
    assert first.json() == second.json() and second["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    other = signatory.post(f"{home}submit/", {"declared": False}, Idempotency_Key="2026-1")
    assert (other.status_code, code_of(other)) == (422, "key_reused")
    third = signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="2026-2")
    assert third.json() == first.json() and Receipt.objects.count() == 1 and Event.objects.count() == events


def test_a_refused_submission_forgets_its_key(signatory, home, report, aigul):
    assert signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="k").status_code == 422
    fill(report, aigul)
    assert signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="k").status_code == 200


def test_a_document_is_added_once_for_a_key(officer, address):
    sent = {"kind": "letter", "link": "https://example.kz/a"}
    first = officer.send(f"{address}evidence/", sent, Idempotency_Key="d1")
    again = officer.send(f"{address}evidence/", sent, Idempotency_Key="d1")
    assert first.status_code == again.status_code == 201 and first.json() == again.json() and Evidence.objects.count() == 1
    other = officer.send(f"{address}evidence/", {**sent, "number": "2"}, Idempotency_Key="d1")
    assert (other.status_code, code_of(other)) == (422, "key_reused")
    files = [
        officer.send(f"{address}evidence/", {"kind": "act", "file": SimpleUploadedFile("а.pdf", PDF)}, Idempotency_Key="d2")
        for _ in range(2)
    ]
    assert files[0].json() == files[1].json() and files[0].status_code == 201


def test_a_key_belongs_to_a_person(officer, signatory, address):
    sent = {"kind": "letter", "link": "https://example.kz/a"}
    officer.send(f"{address}evidence/", sent, Idempotency_Key="d1")
    assert "Idempotency-Replayed" not in signatory.send(f"{address}evidence/", sent, Idempotency_Key="d1")


# Cost


def test_a_report_costs_the_same_however_many_rows_there_are(officer, home, report, aigul, django_assert_max_num_queries):
    officer.get(home)
    with django_assert_max_num_queries(25) as few:
        officer.get(home)
    fill(report, aigul)
    rules.add_evidence(report.rows.filter(needs_answer=True).first(), by=aigul, kind="letter", link="https://example.kz/a")
    with django_assert_max_num_queries(25) as many:
        officer.get(home)
    assert len(many) == len(few)
