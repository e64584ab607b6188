"""The record of an edition's place on the Ministry's official site."""

from datetime import date

import pytest
from django.utils import translation

from portal.site.gathering import entry
from reporting import clock, history
from reporting.models import Edition, Job, OfficialPosting
from reporting.problems import Refused
from reporting.publication import rules
from reporting.publication.posting import record_posting
from reporting.telling import tell_event
from tests.editions import make_edition

DAY, ADDRESS = date(2027, 4, 28), "https://www.gov.kz/memleket/entities/sci/documents/details/1?lang=kk"


@pytest.fixture(autouse=True)
def on_28_april():
    """The day after the publication."""
    with clock.at(clock.local(DAY, 15)):
        yield


@pytest.fixture
def edition(cast, cycle2026) -> Edition:
    """Published on 27 April."""
    edition = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])
    with clock.at(clock.local(date(2027, 4, 27))):
        rules.propose_publication(edition, by=cast["kairat"])
        rules.publish(edition, by=cast["madina"])
    return edition


def test_the_record_keeps_address_day_and_person_and_the_public_page_is_owed(edition, cast):
    made = record_posting(edition, by=cast["kairat"], address=f" {ADDRESS} ", posted_on=DAY)
    assert (made.address, made.posted_on, made.recorded_by) == (ADDRESS, DAY, cast["kairat"])
    assert history.trail(edition).first().new == {"address": ADDRESS, "posted_on": "2027-04-28"}
    with translation.override("ru"):
        told = [new for _label, _old, new in tell_event(history.trail(edition).first())["changes"]]
    assert "28.04.2027" in told, "a day is told as people write it"
    assert Job.objects.filter(kind="bake", key=f"bake:posting:{made.pk}").exists()
    assert entry(edition)["posted"] == [{"address": ADDRESS, "posted_on": "2027-04-28"}]


def test_a_wrong_record_is_followed_by_a_right_one_and_none_is_lost(edition, cast):
    record_posting(edition, by=cast["kairat"], address="https://gov.kz/wrong", posted_on=DAY)
    record_posting(edition, by=cast["kairat"], address=ADDRESS, posted_on=DAY)
    assert [one.address for one in edition.postings.all()] == [ADDRESS, "https://gov.kz/wrong"]
    assert entry(edition)["posted"] == [{"address": ADDRESS, "posted_on": "2027-04-28"}]
    assert history.trail(edition).first().old["address"] == "https://gov.kz/wrong"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"address": ""}, "posting_address"),
        ({"address": "http://gov.kz/"}, "posting_address"),
        ({"address": "javascript:alert(1)"}, "posting_address"),
        ({"address": "https://gov.kz/" + "a" * 500}, "posting_address"),
        ({"posted_on": None}, "date_required"),
        ({"posted_on": date(2027, 4, 29)}, "date_in_future"),
        ({"posted_on": date(2027, 4, 26)}, "posting_before_publication"),
    ],
)
def test_a_bad_record_is_refused(edition, cast, changed, code):
    with pytest.raises(Refused) as refused:
        record_posting(edition, by=cast["kairat"], **{"address": ADDRESS, "posted_on": DAY, **changed})
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not OfficialPosting.objects.exists()


def test_the_same_twice_and_an_unpublished_edition_are_refused(edition, cast, cycle2026):
    record_posting(edition, by=cast["kairat"], address=ADDRESS, posted_on=DAY)
    other = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"], number=2)
    for one, code in ((edition, "posting_known"), (other, "posting_not_published")):
        with pytest.raises(Refused) as refused:
            record_posting(one, by=cast["kairat"], address=ADDRESS, posted_on=DAY)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_by_the_pages_and_only_by_the_coordinator(edition, cast, sign_in, django_assert_max_num_queries):
    page = f"/ru/work/publication/{edition.pk}/posting/"
    for name in ("madina", "gulnar", "oraz", "nurlan", "dana", "saule"):
        assert sign_in(cast[name]).post(page, {"address": ADDRESS, "posted_on": "28.04.2027"}).status_code == 404, name
    coordinator = sign_in(cast["kairat"])
    assert "28.04.27" in coordinator.post(page, {"address": ADDRESS, "posted_on": "28.04.27x"}).content.decode()
    assert coordinator.post(page, {"address": ADDRESS, "posted_on": "28.04.2027"}).status_code == 302
    with django_assert_max_num_queries(10):
        assert ADDRESS in coordinator.get(f"/ru/work/publication/{edition.pk}/").content.decode().replace("&amp;", "&")
