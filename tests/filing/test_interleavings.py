"""A sample of `python -m tests.campaigns.interleavings`: nobody writes over what they were not shown, and the search would find it."""

from collections import Counter

import pytest

from reporting.filing import entries
from reporting.models import EntryRevision
from tests.filing.filling import report_of
from tests.filing.interleaving import Run, blind, cleared

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def rows(aigul, beibit):
    return list(report_of("AK-ABA").rows.filter(needs_answer=True).select_related("report", "row").order_by("row__number")[:2])


def test_nobody_writes_over_what_they_were_not_shown(rows, aigul, beibit):
    found, done = [], Counter()
    for seed in range(3):
        run = Run(cleared(rows), (aigul, beibit), seed)
        found += run.run(16)
        done += run.done
    assert found == [] and done["resolve"] and done["enter"] and done["together"] and EntryRevision.objects.count() > 3


def test_without_the_look_at_what_was_read_it_is_noticed(rows, aigul, beibit):
    with blind(entries):
        assert any("was written over" in fault for seed in range(2) for fault in Run(cleared(rows), (aigul, beibit), seed).run(16))
