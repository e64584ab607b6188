"""Remarks on the fields of a row: who says what to whom, in which state, and that an internal one never reaches the body."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.users import tokens
from reporting import clock, history
from reporting.filing.comments import answer_comment
from reporting.filing.submission import recall
from reporting.models import Comment, Event, Notice, ParkedText, Report
from reporting.problems import Refused
from reporting.review import comments, rules
from tests.filing import filling
from tests.review import filed
from tests.review.test_rules import IN_APRIL, decide_all

SECRET, QUESTION = "ІШКІ-ҚҰПИЯ-ЕСКЕРТУ", "Шарттың нөмірін көрсетіңіз"


def refused(act) -> list[str]:
    """The codes with which a verb refuses."""
    with pytest.raises(Refused) as no:
        act()
    return [problem.code for problem in no.value.problems]


@pytest.fixture
def report(cycle2026, aigul, bolat, gulnar) -> Report:
    """The akimat of Abai Region's, really filed, under review."""
    with clock.at(filed.FILED_AT):
        it = filling.fill(filling.report_of("AK-ABA"), aigul)
        filling.submit(it, bolat)
    with clock.at(IN_APRIL):
        return rules.begin_review(filling.report_of("AK-ABA"), by=gulnar)


def row_of(report: Report):
    return filed.entries(report)[0]


def make(report, by, *, internal=False, text=QUESTION, field="progress_kk") -> Comment:
    return comments.comment(row_of(report), by=by, text=text, field=field, internal=internal)


def test_a_remark_for_the_body_is_told_answered_and_closed(report, gulnar, aigul):
    made = make(report, gulnar)
    assert (made.status, made.version.number, made.field) == ("open", 1, "progress_kk")
    assert Notice.objects.filter(person=aigul, kind="comment_made").count() == 1
    answer_comment(Comment.objects.get(pk=made.pk), by=aigul, text="  № 17 шарт ")
    assert Notice.objects.filter(person=gulnar, kind="comment_answered").count() == 1
    made.refresh_from_db()
    assert made.status == "answered" and [(r.text, r.from_body) for r in made.replies.all()] == [("№ 17 шарт", True)]
    comments.reply(made, by=gulnar, text="Күнін де жазыңыз")
    assert Comment.objects.get(pk=made.pk).status == "open"
    made = comments.close_comment(Comment.objects.get(pk=made.pk), by=gulnar)
    assert refused(lambda: answer_comment(made, by=aigul, text="Тағы")) == ["comment_closed"]
    assert refused(lambda: comments.reply(made, by=gulnar, text="Тағы")) == ["comment_closed"]
    assert comments.reopen_comment(made, by=gulnar).status == "open"
    assert [e.verb for e in history.trail(made)] == ["reopen", "close", "reopen", "answer", "comment"]


def test_a_reply_reads_the_remark_as_it_is_now(report, gulnar, aigul):
    """Somebody has answered, or closed it, since the page was read."""
    made = make(report, gulnar)
    read = [Comment.objects.get(pk=made.pk) for _page in range(2)]
    answer_comment(Comment.objects.get(pk=made.pk), by=aigul, text="№ 17 шарт")
    comments.reply(read[0], by=gulnar, text="Күнін де жазыңыз")
    assert Comment.objects.get(pk=made.pk).status == "open", "the body is asked again"
    comments.close_comment(Comment.objects.get(pk=made.pk), by=gulnar)
    assert refused(lambda: comments.reply(read[1], by=gulnar, text="Тағы")) == ["comment_closed"]


def test_what_is_refused(report, gulnar, kairat, aigul, dana, bolat):
    assert refused(lambda: make(report, kairat)) == ["not_allowed"]
    assert refused(lambda: make(report, aigul, internal=True)) == ["not_allowed"]
    assert refused(lambda: make(report, gulnar, text="  ")) == ["comment_empty"]
    assert refused(lambda: make(report, gulnar, text="ә" * 4001)) == ["too_long"]
    assert refused(lambda: make(report, gulnar, text="а\x00б")) == ["bad_character"]
    assert refused(lambda: make(report, gulnar, field="decision")) == ["field_unknown"]
    made = make(report, gulnar)
    assert refused(lambda: answer_comment(made, by=dana, text="Бөтен")) == ["not_allowed"]
    assert refused(lambda: answer_comment(make(report, gulnar, internal=True), by=aigul, text="Жоқ")) == ["not_allowed"]
    assert refused(lambda: comments.close_comment(made, by=aigul)) == ["own_report"]


def test_only_the_ministrys_own_remark_can_be_made_outside_the_review(cycle2026, aigul, bolat, gulnar):
    it = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)
    assert refused(lambda: make(it, gulnar)) == ["not_in_review"]
    assert make(it, gulnar, internal=True).internal
    draft = cycle2026.reports.get(body__code="AK-ALM")
    assert refused(lambda: make(draft, gulnar, internal=True)) == ["not_in_review"]


def test_a_remark_survives_the_return_and_the_next_version(report, gulnar, aigul):
    made = make(report, gulnar)
    decide_all(report, gulnar, "returned")
    rules.return_for_revision(report, by=gulnar)
    answer_comment(Comment.objects.get(pk=made.pk), by=aigul, text="Қосылды")
    assert Comment.objects.get(pk=made.pk).status == "answered"


def paths_of_the_body(report: Report) -> list[str]:
    """Every page and file of a report that its body may open."""
    row, value = row_of(report), report.indicators.first()
    receipt = report.versions.get().receipt.public_id
    named = [
        ("filing:home", []), ("filing:report", [report.public_id]), ("filing:check", [report.public_id]),
        ("filing:history", [report.public_id]), ("filing:item", [report.public_id, row.pk]),
        ("filing:item_history", [report.public_id, row.pk]), ("filing:indicator", [report.public_id, value.pk]),
        ("filing:receipt", [receipt]), ("filing:spreadsheet", [report.public_id]), ("notices", []),
    ]  # fmt: skip
    return [reverse(name, args=args) for name, args in named]


def test_an_internal_remark_reaches_the_body_by_no_path(report, gulnar, kairat, aigul, sign_in, client):
    """Pages, trail, notices, spreadsheet, API: with the same walk the remark for the body is found, so the walk would find the other."""
    made = make(report, gulnar, internal=True, text=SECRET)
    comments.reply(made, by=kairat, text=SECRET)
    comments.close_comment(Comment.objects.get(pk=made.pk), by=gulnar)
    comments.reopen_comment(Comment.objects.get(pk=made.pk), by=gulnar)
    make(report, gulnar)
    assert not Notice.objects.filter(person=aigul, params__icontains=SECRET).exists()
    assert {e.body_code for e in Event.objects.filter(thing=f"comment:{made.pk}")} == {""}
    pages = {path: sign_in(aigul).get(path).content.decode() for path in paths_of_the_body(report)}
    assert [path for path, page in pages.items() if SECRET in page] == []
    seen = [path for path, page in pages.items() if QUESTION in page]
    assert reverse("filing:item", args=[report.public_id, row_of(report).pk]) in seen
    assert reverse("filing:history", args=[report.public_id]) in seen
    assert SECRET not in spreadsheet(sign_in(aigul).get(reverse("filing:spreadsheet_file", args=[report.public_id])).content)
    _token, secret = tokens.issue_token(aigul, by=aigul, name="t", days=30)
    for tail in ("", "findings/", "receipt/", f"items/{row_of(report).item.code}/"):
        said = client.get(f"/api/v1/reports/{report.public_id}/{tail}", headers={"Authorization": f"Bearer {secret}"})
        assert said.status_code == 200 and SECRET not in said.content.decode()
    assert sign_in(aigul).get(reverse("filing:comment", args=[report.public_id, made.pk])).status_code == 404
    assert sign_in(aigul).post(reverse("filing:comment", args=[report.public_id, made.pk]), {"text": "Х"}).status_code == 404


def spreadsheet(content: bytes) -> str:
    """Every part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())


def test_the_page_of_the_report_lists_what_is_not_closed(report, gulnar, sign_in):
    made, desk = make(report, gulnar), sign_in(gulnar)
    make(report, gulnar, internal=True, text=SECRET)
    address = reverse("review:report", args=[report.public_id])
    for state in ("open", "answered"):
        Comment.objects.filter(pk=made.pk).update(status=state)
        page = desk.get(address)
        assert [(line.entry, one.pk) for line, one in page.context["remarks"]] == [(row_of(report), made.pk)]
        assert QUESTION in page.content.decode() and f"#comment-{made.pk}" in page.content.decode()
    Comment.objects.filter(pk=made.pk).update(status="closed")
    assert desk.get(address).context["remarks"] == []


def test_the_body_answers_in_place_and_a_stranger_meets_404(report, gulnar, aigul, dana, sign_in):
    made, client = make(report, gulnar), sign_in(aigul)
    page = client.get(reverse("filing:item", args=[report.public_id, row_of(report).pk])).content.decode()
    address = reverse("filing:comment", args=[report.public_id, made.pk])
    assert QUESTION in page and f'action="{address}"' in page
    assert "wait for an answer: 1" in client.get(f"/en/work/report/{report.public_id}/").content.decode()
    empty = client.post(address, {"text": " "})
    assert empty.status_code == 422 and "Write the text" in empty.content.decode() or "Мәтінді" in empty.content.decode()
    assert client.post(address, {"text": "№ 17"})["Location"].endswith(f"#comment-{made.pk}")
    assert made.replies.get().text == "№ 17"
    for act in (sign_in(dana).get, sign_in(dana).post):
        assert act(address).status_code == 404


def test_the_reviewer_pins_replies_and_closes_on_the_row(report, gulnar, sign_in):
    client, address = sign_in(gulnar), reverse("review:row", args=[report.public_id, "rows", row_of(report).pk])
    assert 'id="new-remark"' in client.get(f"{address}?at=progress_kk").content.decode()
    told = {"do": "remark", "comment": QUESTION, "audience": "body", "field": "progress_kk"}
    assert "comment-" in client.post(address, told)["Location"]
    made = Comment.objects.get()
    assert client.post(address, {"do": f"reply-{made.pk}", f"reply-{made.pk}": "Тағы"}).status_code == 302
    assert client.post(address, {"do": f"close-{made.pk}"}).status_code == 302
    assert Comment.objects.get().status == "closed" and "Тағы" in client.get(address).content.decode()
    assert client.post(address, {"do": "close-999999"}).status_code == 404
    assert client.post(address, {"do": "demolish"}).status_code == 404


def test_the_desk_that_does_not_review_remarks_for_the_ministry_only(report, kairat, oraz, sign_in):
    address = reverse("review:row", args=[report.public_id, "rows", row_of(report).pk])
    form = sign_in(kairat).get(f"{address}?at=row").context["remark"]
    assert [code for code, _label in form.fields["audience"].choices] == ["internal"]
    assert sign_in(kairat).post(address, {"do": "remark", "comment": "Х", "audience": "body", "field": ""}).status_code == 200
    assert not Comment.objects.exists()
    assert sign_in(oraz).get(address).context["remark"] is None


def test_a_recalled_report_keeps_the_ministrys_remarks(cycle2026, aigul, bolat, gulnar):
    it = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)
    made = make(it, gulnar, internal=True)
    recall(it, by=bolat)
    assert Comment.objects.get(pk=made.pk).status == "open"
    assert refused(lambda: make(it, gulnar, internal=True)) == ["not_in_review"]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_what_a_reviewer_typed_outlives_the_session(report, gulnar, sign_in, client):
    address = reverse("review:row", args=[report.public_id, "rows", row_of(report).pk])
    page = sign_in(gulnar).get(address).content.decode()
    typed = {"decision": "returned", "code": "figures", "reason": "Ұзақ жазылған себеп", "do": "decide", "who": hidden(page, "who")}
    assert "/sign-in/" in client.post(address, typed)["Location"]  # the session has ended
    back = sign_in(gulnar).get(address)
    assert back.context["form"]["reason"].value() == "Ұзақ жазылған себеп" and back.context["form"]["code"].value() == "figures"
    assert row_of(report).decision == "pending"


def test_a_decision_does_not_lose_a_remark_typed_beside_it(report, gulnar, sign_in):
    client, address = sign_in(gulnar), reverse("review:row", args=[report.public_id, "rows", row_of(report).pk])
    page = client.get(f"{address}?at=progress_kk")
    who, seen = hidden(page.content.decode(), "who"), page.context["form"]["seen"].value()
    typed = {"comment": "Қосылмаған ескерту", "audience": "internal", "field": "progress_kk", "who": who}
    client.post(address, {"do": "decide", "decision": "returned", "code": "other", "reason": "Толықтырыңыз", "seen": seen, **typed})
    assert row_of(report).decision == "returned" and not Comment.objects.exists()
    kept = client.get(address).context
    assert kept["remark"]["comment"].value() == "Қосылмаған ескерту" and kept["remark_at"] == "progress_kk"


def test_a_body_that_lost_its_session_finds_its_answer_again(report, gulnar, aigul, sign_in, client):
    made = make(report, gulnar)
    row = sign_in(aigul).get(reverse("filing:item", args=[report.public_id, row_of(report).pk])).content.decode()
    address = reverse("filing:comment", args=[report.public_id, made.pk])
    who = hidden(row.split(f'action="{address}"')[1], "who")
    client.post(address, {"text": "Ұзақ жауап", "who": who})
    assert not made.replies.exists()
    assert "Ұзақ жауап" in sign_in(aigul).get(address).content.decode()


def test_an_answer_is_kept_while_it_is_typed_and_stands_on_the_row_again(report, gulnar, aigul, beibit, sign_in):
    made, client, row = make(report, gulnar), sign_in(aigul), reverse("filing:item", args=[report.public_id, row_of(report).pk])
    address = reverse("filing:comment", args=[report.public_id, made.pk])
    page = client.get(row).content.decode()
    assert f'data-autosave="{address}"' in page and "js/autosave" in page, "a locked row saves its answers too"
    typed = {"who": hidden(page.split(f'action="{address}"')[1], "who"), "parked": "", "fields": "text", "text": "Басталған жауап"}
    told = client.post(address, typed, headers={"Accept": "application/json"}).json()
    assert told["parked"] and not made.replies.exists()
    again = client.get(row).content.decode().split(f'action="{address}"')[1]
    assert "Басталған жауап" in again and hidden(again, "parked") == told["parked"]
    assert "Басталған жауап" not in sign_in(beibit).get(row).content.decode()
    sign_in(aigul).post(address, {**typed, "parked": told["parked"]})
    assert made.replies.get().text == "Басталған жауап" and not ParkedText.objects.exists()


def test_more_remarks_cost_no_more_queries(report, gulnar, aigul, sign_in):
    client, row = sign_in(aigul), reverse("filing:item", args=[report.public_id, row_of(report).pk])
    counts = []
    for _ in range(2):
        make(report, gulnar)
        client.get(row)
        with CaptureQueriesContext(connection) as asked:
            client.get(row)
        counts.append(len(asked))
    assert counts[0] == counts[1]
