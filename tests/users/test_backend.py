"""The person behind a session comes in one query with their frame, and under the same rules as everywhere."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.users.backend import SignedInBackend
from portal.users.models import Substitution, User
from reporting import clock
from reporting.models import Notice

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 15)


def stand_in(person, deputy, by, **fields):
    return Substitution.objects.create(
        **{"person": person, "deputy": deputy, "starts_on": DAY, "ends_on": DAY, "basis": "бұйрық", "created_by": by, **fields}
    )


def test_one_query_brings_the_person_the_frame_and_the_standings(cast, in_march, django_assert_num_queries):
    aigul, bolat, beibit = cast["aigul"], cast["bolat"], cast["beibit"]
    stand_in(bolat, aigul, bolat)
    stand_in(beibit, aigul, bolat)
    for n in range(3):
        Notice.objects.create(person=aigul, kind="opened", link="/work/", created_at=clock.now(), read_at=clock.now() if n else None)
    with django_assert_num_queries(1):
        person = SignedInBackend().get_user(aigul.pk)
        assert (person.unread, person.sample_plan, person.body.region.code) == (1, True, person.body.region.code)
        assert person.standings() == {(role, aigul.body_id) for role in ("officer", "signatory", "department_head")}


def test_standings_are_those_of_the_rule_for_everybody(cast, in_march):
    stand_in(cast["bolat"], cast["aigul"], cast["bolat"])
    stand_in(cast["erlan"], cast["aigul"], cast["bolat"])  # of another body: never passed on
    stand_in(cast["gulnar"], cast["kairat"], cast["saule"], ends_on=DAY, starts_on=date(2027, 3, 1))
    User.objects.filter(pk=cast["madina"].pk).update(is_active=False)
    stand_in(cast["madina"], cast["kairat"], cast["saule"])
    for person in cast.values():
        known = SignedInBackend().get_user(person.pk)
        if person == cast["madina"]:  # her access is closed
            assert known is None
        else:
            assert known.standings() == User.objects.get(pk=person.pk).standings()
    assert len(SignedInBackend().get_user(cast["aigul"].pk).standings()) == 2


def test_nobody_behind_a_number_that_is_gone(db):
    assert SignedInBackend().get_user(10**9) is None


@pytest.mark.parametrize(("who", "page", "queries"), [
    ("aigul", "/kk/account/", 3), ("kairat", "/kk/account/", 3), ("aigul", "/kk/work/notices/", 3),
])  # fmt: skip
def test_the_frame_of_a_page_costs_two_queries(cast, in_march, sign_in, who, page, queries):
    """The session and the person; the rest is the page's own."""
    client = sign_in(cast[who])
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    own = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert [("django_session" in sql) for sql in own[:2]] == [True, False] and len(own) == queries, own
