"""Who may write what, when: the table against the code. A path that is not in the table fails here, and so does one that is gone."""

import pytest

from reporting.models import Edition, Summary, Transmission
from tests.policy import paths, table
from tests.policy.alone import alone
from tests.policy.run import campaign
from tests.policy.world import World
from tests.servers import is_postgres


def test_every_address_that_writes_is_in_the_table():
    known = {path.key for path in table.TABLE}
    found = {one.key for one in paths.addresses()}
    assert found - known == set(), "add these to tests/policy/table.py"
    assert known - found == set(), "these exist no more"


@pytest.mark.parametrize(("found", "known"), [(paths.commands, table.COMMANDS), (paths.tasks, table.TASKS), (paths.kinds, table.KINDS)])
def test_every_command_task_and_kind_of_job_is_in_the_table(found, known):
    assert found() == set(known)


def test_a_sample_of_the_year_and_nobody_alone(concept, monkeypatch):
    """Every second line on SQLite, the others on PostgreSQL."""
    monkeypatch.setattr("reporting.consolidation.documents.make_pdf", lambda *args: b"%PDF-1.7 made for speed")
    half = table.TABLE[is_postgres() :: 2]
    trial = campaign(World(), share=0.002, table=half, visit=alone)
    assert trial.deviations == []
    assert trial.tried > 100
    assert {path.name for path in half if path.when} - trial.done == set(), "never tried by those who may"


def test_the_database_itself_refuses_one_person_for_both():
    """Whatever the code does, the rows say no."""
    constraints = {one.name for model in (Summary, Edition, Transmission) for one in model._meta.constraints}
    assert {"summary_two_people", "edition_two_people", "transmission_two_people"} <= constraints
