from datetime import date

import pytest

from territories.models import DayOff, is_day_off, working_day_before

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2027, 4, 1), False),  # Thursday: the first campaign's last day
        (date(2028, 4, 1), True),  # Saturday
        (date(2029, 4, 1), True),  # Sunday
        (date(2034, 4, 1), True),
        (date(2035, 4, 1), True),
        (date(2036, 4, 1), False),
        (date(2027, 3, 22), True),  # Nauryz
        (date(2027, 5, 3), True),  # 1 May fell on a Saturday
        (date(2027, 5, 4), False),
    ],
)
def test_day_off(day, off):
    assert is_day_off(day) is off


@pytest.mark.parametrize("year", range(2026, 2037))
def test_first_of_may_is_always_a_day_off(year):
    assert is_day_off(date(year, 5, 1))


def test_transfer_by_the_government_wins():
    DayOff.objects.create(date=date(2027, 3, 27), working=True, basis="Үкімет қаулысы")
    DayOff.objects.create(date=date(2027, 3, 26), working=False, basis="Үкімет қаулысы")
    assert not is_day_off(date(2027, 3, 27))
    assert is_day_off(date(2027, 3, 26))
    assert working_day_before(date(2027, 3, 29)) == date(2027, 3, 27)
    assert working_day_before(date(2027, 3, 27)) == date(2027, 3, 25)


def test_working_day_before():
    assert working_day_before(date(2028, 4, 1)) == date(2028, 3, 31)
    assert working_day_before(date(2028, 4, 3)) == date(2028, 3, 31)
    assert working_day_before(date(2027, 5, 4)) == date(2027, 4, 30)
