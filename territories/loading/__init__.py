"""Reference data from CSV files: read and checked whole, then written in one transaction, or refused with every fault named."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from territories.loading.checks import CHECKS
from territories.loading.faults import BadFile, Fault
from territories.loading.plan_writing import write_editions, write_plan
from territories.loading.reading import read_table
from territories.loading.tables import SAMPLE_TARGETS, SCHEMAS
from territories.loading.writer import Tally
from territories.loading.writing import (
    write_bodies,
    write_concept,
    write_days_off,
    write_indicators,
    write_regions,
    write_sample_targets,
    write_targets,
    write_territories,
)

__all__ = ["FOLDER", "BadFile", "Fault", "Tally", "load_concept"]

FOLDER = Path(__file__).resolve().parent.parent / "concept"
WRITERS = [
    write_concept,
    write_regions,
    write_territories,
    write_bodies,
    write_editions,
    write_plan,
    write_indicators,
    write_targets,
    write_days_off,
]


def load_concept(folder: Path = FOLDER, *, sample_targets: bool = False) -> list[Tally]:
    """Loads the files of a folder and tells what each of them did; loading the same files again changes nothing.

    Refuses with `BadFile`, and writes nothing: a file that is missing or cannot be read; a wrong cell, reference or date; a change of a
    plan edition that is loaded; sample targets outside the demonstration.
    """
    if sample_targets and not settings.DEMO:
        raise BadFile([Fault(SAMPLE_TARGETS.file, 1, "", "demo_only")])
    schemas = [*SCHEMAS, SAMPLE_TARGETS] if sample_targets else SCHEMAS
    faults: list[Fault] = []
    tables = {schema.file: read_table(Path(folder), schema, faults) for schema in schemas}
    for check in CHECKS:
        faults.extend(check(tables))
    if faults:
        raise BadFile(faults)
    with transaction.atomic():
        return [write(tables) for write in ([*WRITERS, write_sample_targets] if sample_targets else WRITERS)]
