"""The loader's tests begin with empty tables: what they load is what there is."""

import pytest

from territories import models
from tests.territories.folder import Folder

# those that point first, those that are pointed at last
TABLES = (
    models.Executor, models.IndicatorTarget, models.IndicatorResponsible, models.Indicator, models.PlanRow, models.PlanSection,
    models.ActionItem, models.PlanEdition, models.Territory, models.ExecutiveBody, models.Region, models.DayOff, models.ConceptRecord,
)  # fmt: skip


@pytest.fixture(autouse=True)
def empty_tables(request):
    """For every test that asks for the database."""
    if not request.node.get_closest_marker("django_db") and "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    for table in TABLES:
        table.objects.all().delete()


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)
