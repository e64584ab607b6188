"""The worker is killed as by a power cut, in the middle of its work, and started again: everything is there once and as it should be.

A sample chosen by chance with a seed; `python -m tests.campaigns.killed` kills at every step. Nothing here asks the database through
Django: the portal under test has one of its own, in its own processes.
"""

from random import Random

import pytest

from tests.powercut import season, wrong_edition, wrong_site, wrong_summary
from tests.servers import is_postgres

pytestmark = pytest.mark.servers
CALCULATION = ("collect", "lines", "figures", "discrepancies", "anomalies", "save", "returned")
EDITION = ("xlsx", "pdf_kk", "docx_ru", "manifest", "returned")
BAKING = ("data", "pages", "check", "manifest", "save", "returned")
SEED = 2026


def test_killed_at_a_step_at_a_moment_and_while_edition_and_site_are_made(tmp_path):
    """One after another in one year: each stage stands on the one before. What follows the calculation is shared between the databases."""
    chance = Random(SEED)
    with season(tmp_path) as portal:
        expected = portal.do("undisturbed")
        left = portal.kill_in("consolidate", chance.choice(CALCULATION), "consolidate")
        done = portal.revive("consolidate")
        assert (done.id, done.state, done.attempts) == (left.id, "done", 2)
        assert wrong_summary(portal, expected) == []
        if is_postgres():
            portal.kill_after("consolidate", chance.uniform(0, 0.3), "consolidate")
            assert portal.revive("consolidate").state == "done"
            assert wrong_summary(portal, expected) == []
            portal.do("approve")
            assert portal.ended("make_edition").state == "done"
            left = portal.kill_in("bake", chance.choice(BAKING), "publish")
            assert left.kind == "bake" and portal.revive("bake").state == "done"
            assert wrong_site(portal) == []
        else:
            left = portal.kill_in("make_edition", chance.choice(EDITION), "approve")
            done = portal.revive("make_edition")
            assert (done.id, done.state, done.attempts) == (left.id, "done", 2)
            assert wrong_edition(portal) == []
