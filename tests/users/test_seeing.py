"""«See as this body»: the pages of a body, every write refused, and the body knows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.users import seeing
from reporting import clock
from reporting.filing import rules as filing
from reporting.models import Event, Notice
from reporting.narrowing import visible
from reporting.problems import Refused
from tests.filing.filling import report_of
from tests.policy import paths
from tests.policy.run import Watch, picture, pictured

DAY = clock.local(date(2027, 3, 15), 10)
SAMPLE = {"year": 2026, "pk": 1, "uidb64": "MQ", "token": "a-b", "code": "SC-10", "key": "progress", "language": "kk", "kind": "rows"}


@pytest.fixture
def helper(cycle2026, in_march, kairat, bolat, aigul, sign_in) -> Client:
    """The coordinator, looking at the akimat of Abai Region."""
    client = sign_in(kairat)
    answer = client.post("/ru/work/see-as/", {"body": bolat.body_id, "why": "Звонок № 12"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/ru/work/report/"
    return client


def test_the_helper_sees_the_officers_page_under_a_banner(helper):
    report = report_of("AK-ABA")
    page = helper.get("/ru/work/report/").content.decode()
    assert str(report.public_id) in page and "только для чтения" in page and report.body.name_ru in page
    assert helper.get(f"/ru/work/report/{report.public_id}/items/{report.rows.first().pk}/").status_code == 200
    assert helper.get(f"/ru/work/report/{report_of('AK-ALM').public_id}/").status_code == 404
    assert helper.get("/ru/work/summary/").headers["Location"] == "/ru/work/report/", "the own pages wait until the view is left"


def test_the_body_reads_who_looked_and_why(helper, kairat, bolat, aigul):
    event = visible(aigul, Event).get(verb="see_as")
    assert (event.actor, event.body_code, event.why) == (kairat, "AK-ABA", "Звонок № 12")
    assert [notice.person for notice in Notice.objects.filter(kind="seen_as")] == [bolat]


def argument(part: str):
    """Something of the right shape for a part of an address."""
    return SAMPLE.get(part, "00000000-0000-4000-8000-000000000000" if part in UUIDS else 1)


UUIDS = {"report", "public_id", "document", "upload", "typed", "receipt", "archive"}


def test_every_address_that_writes_is_refused(helper):
    """Read from the code, so that a new one is tried too."""
    before, tried = picture(), 0
    for one in paths.addresses():
        if one.name in ("users:leave_body", "users:sign_out", "view", "nothing") or one.name.startswith(("api_", "check_receipt", "root")):
            continue
        with override("ru"):
            named = reverse(one.name, kwargs={part: one.act or "x" if part == "act" else argument(part) for part in one.parts})
        answer = helper.generic(one.method, named)
        assert answer.status_code == 403, f"{one.key}: {answer.status_code}"
        tried += 1
    assert tried > 50 and picture() == before


def test_the_very_form_of_the_page_is_refused_with_its_real_values(helper):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    watch, typed = Watch(), {"base_version": row.version, "answer": "given", "status": "in_progress", "progress_kk": "Мысал"}
    with connection.execute_wrapper(watch):
        assert helper.post(f"/kk/work/report/{report.public_id}/items/{row.pk}/", typed).status_code == 403
    row.refresh_from_db()
    assert row.progress_kk == "" and not watch.anywhere and not watch.tables & set(pictured())


def test_a_rule_refuses_whatever_page_it_is_called_from(cycle2026, in_march, kairat, bolat):
    seeing.look(kairat, bolat.body)
    report = report_of("AK-ABA")
    with pytest.raises(Refused) as no:
        filing.save_entry(report.rows.first(), by=kairat, base_version=1, values={"progress_kk": "Мысал"})
    assert [problem.code for problem in no.value.problems] == ["read_only_view"]


def test_leaving_and_the_end_of_the_half_hour(helper, kairat):
    helper.post("/ru/work/see-as/leave/")
    assert helper.get("/ru/work/summary/").status_code == 200
    assert Event.objects.filter(verb="see_as_end", actor=kairat).count() == 1
    helper.post("/ru/work/see-as/", {"body": report_of("AK-ALM").body_id, "why": "Звонок"})
    with clock.at(DAY + seeing.LONGEST - timedelta(minutes=1)):
        assert helper.get("/ru/work/summary/").status_code == 302
    with clock.at(DAY + seeing.LONGEST + timedelta(minutes=1)):
        assert helper.get("/ru/work/summary/").status_code == 200


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "madina", "nurlan", "oraz"])
def test_nobody_else_looks(cycle2026, in_march, name, request, sign_in, dana):
    client = sign_in(request.getfixturevalue(name))
    asked = {"body": dana.body_id, "why": "x"}
    assert client.get("/kk/work/see-as/").status_code == client.post("/kk/work/see-as/", asked).status_code == 404
    assert not Event.objects.filter(verb="see_as").exists()


def test_without_a_reason_nothing_is_shown(cycle2026, in_march, saule, dana, sign_in):
    client = sign_in(saule)
    assert client.post("/kk/work/see-as/", {"body": dana.body_id, "why": "  "}).status_code == 200
    assert not Event.objects.filter(verb="see_as").exists() and client.get("/kk/people/").status_code == 200
