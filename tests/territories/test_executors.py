"""Who is named in a row: lead, co-executors, invited; groups."""

from collections import Counter
from datetime import date

import pytest

from territories.loading import load_concept
from territories.models import ExecutiveBody, Executor, Indicator, PlanRow, expand

pytestmark = pytest.mark.django_db


def parts(number: int) -> Counter:
    """(part, from a group, invited) → how many bodies of the row."""
    return Counter(Executor.objects.filter(row__number=number).values_list("part", "from_group", "by_agreement"))


def codes(number: int) -> list[str]:
    return [one.body.code for one in Executor.objects.filter(row__number=number).select_related("body")]


def test_counts_of_the_plan_as_written():
    """Bodies of each row counted by hand from action_plan.csv: `AK-*` stands for 20 akimats."""
    load_concept()
    found = {row.number: row.executors.count() for row in PlanRow.objects.all()}
    assert found == {1: 4, 2: 3, 3: 1, 4: 3, 5: 22, 6: 6, 7: 3, 8: 5, 9: 5, 10: 23, 11: 3, 12: 23, 13: 3, 14: 23, 15: 4, 16: 23}
    assert Executor.objects.count() == 154
    assert Executor.objects.filter(part="lead").count() == 14 + 2 * 20
    assert list(Executor.objects.filter(by_agreement=True).values_list("row__number", "body__code")) == [(6, "AAE"), (8, "AAE")]


def test_first_named_leads():
    load_concept()
    assert codes(1) == ["MNVO", "MNE", "MYU", "MF"]
    assert parts(1) == {("lead", False, False): 1, ("co", False, False): 3}


def test_every_member_of_a_group_named_first_leads_its_own_part():
    load_concept()
    assert parts(10) == {("lead", True, False): 20, ("co", False, False): 3}
    assert codes(10)[20:] == ["MNVO", "MPS", "ME"]


def test_members_of_a_group_named_later_are_co_executors():
    load_concept()
    assert parts(5) == {("lead", False, False): 1, ("co", False, False): 1, ("co", True, False): 20}


def test_invited_body_comes_last_and_never_leads():
    load_concept()
    assert codes(6) == ["MNVO", "MNE", "ME", "AK-ABA", "AK-ALM", "AAE"]
    assert parts(6)[("co", False, True)] == 1


def test_body_named_beside_its_group_has_one_part(folder):
    folder.put("action_plan.csv", 2, executors="AK-*;MNVO;AK-ABA")
    folder.put("action_plan.csv", 3, executors="AK-ABA;MNVO;AK-*")
    folder.put("action_plan.csv", 4, executors="AK-*", by_agreement="AK-ABA")
    load_concept(folder)
    assert parts(1) == {("lead", True, False): 19, ("co", False, False): 2}
    assert codes(1)[-2:] == ["MNVO", "AK-ABA"]
    assert parts(2) == {("lead", False, False): 1, ("co", False, False): 1, ("co", True, False): 19}
    assert parts(3) == {("lead", True, False): 19, ("co", False, True): 1}


def test_group_may_be_invited(folder):
    folder.put("action_plan.csv", 2, executors="MNVO", by_agreement="AK-*")
    load_concept(folder)
    assert parts(1) == {("lead", False, False): 1, ("co", True, True): 20}


def test_group_is_read_on_the_day_the_edition_governs(folder):
    """Two regions merge in 2028: the edition of 2026 names 20 akimats, that of May 2028 19."""
    folder.put("bodies.csv", 25, valid_to="2028-03-31", successor="AK-VKO")
    folder.add("plan_edition.csv", like=2, code="2028", in_force_from="2028-05-01")
    folder.add("action_plan.csv", like=13, edition="2028", no="1")
    load_concept(folder)
    rows = PlanRow.objects.filter(item__code="SC-12").order_by("edition__in_force_from")
    assert [row.executors.filter(part="lead").count() for row in rows] == [20, 19]
    assert not rows.last().bodies.filter(code="AK-ABA").exists()


def test_group_expands_in_kazakh_order():
    load_concept()
    found = expand("AK-*", date(2026, 1, 1))
    assert len(found) == 20
    assert [body.code for body in found[:4]] == ["AK-ABA", "AK-AKM", "AK-AKT", "AK-ALA"]
    assert expand("AK-*", date(2025, 12, 31)) == []
    assert [body.code for body in expand("MNVO", date(2026, 1, 1))] == ["MNVO"]
    assert expand("XXX", date(2026, 1, 1)) == []


def test_bodies_as_loaded():
    load_concept()
    kinds = Counter(ExecutiveBody.objects.values_list("kind", flat=True))
    assert kinds == {"ministry": 21, "agency": 2, "akimat": 20}
    assert Indicator.objects.get(code="PRIV-INV").bodies.count() == 20
