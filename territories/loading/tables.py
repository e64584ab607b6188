"""The files of reference data, column by column. `source` and `note` are for the people who keep the files and are never loaded."""

from dataclasses import dataclass, field

from territories.loading.cells import Column, code, day, decimal, one_of, text, three, tokens, whole
from territories.models.bodies import BodyKind, BodyLevel
from territories.models.concept import ConceptBasis
from territories.models.geography import RegionKind, TerritoryKind, TerritoryStatus
from territories.models.indicators import Better, RollUp, TargetBasis
from territories.models.plan import DeadlineKind, PlanBasis

UNKNOWN = {
    "regions.csv": "unknown_region",
    "bodies.csv": "unknown_body",
    "plan_edition.csv": "unknown_edition",
    "indicators.csv": "unknown_indicator",
}


@dataclass(frozen=True)
class Schema:
    """What a file must look like: its columns in any order, the columns that together may not repeat, and whether it may have no rows."""

    file: str
    columns: list[Column]
    unique: list[tuple[str, ...]]
    may_be_empty: bool = False
    aside: tuple[str, ...] = ("source", "note")


@dataclass
class Row:
    """A line read: the values of its cells; a cell with a fault has no value."""

    line: int
    values: dict

    def __getitem__(self, column):
        return self.values.get(column)

    def has(self, *columns) -> bool:
        return all(column in self.values for column in columns)


@dataclass
class Table:
    schema: Schema
    rows: list[Row] = field(default_factory=list)
    whole: bool = True  # False where the file could not be read row by row: then nothing is concluded from what it lacks

    @property
    def file(self) -> str:
        return self.schema.file

    def codes(self, column: str) -> set | None:
        """What a column holds; none where a line could not be read, since what it held is not known."""
        readable = self.whole and all(row.has(column) for row in self.rows)
        return {row[column] for row in self.rows} if readable else None


Tables = dict[str, Table]


REGION = ("regions.csv", "code")
BODY = ("bodies.csv", "code")
INDICATOR = ("indicators.csv", "code")
YEAR = whole(2000, 2100)

SCHEMAS = [
    Schema(
        "concept.csv",
        [
            Column("field", text(40)),
            *(Column(language, text(300), needed=False, blank="") for language in ("kk", "ru", "en")),
            Column("basis", one_of(ConceptBasis.values)),
        ],
        unique=[("field",)],
    ),
    Schema(
        "regions.csv",
        [
            Column("code", code(16)),
            Column("iso", code(5)),
            Column("kato", code(9)),
            Column("kind", one_of(RegionKind.values)),
            *three("name", 200),
            *three("centre", 100),
        ],
        unique=[("code",), ("iso",), ("kato",)],
    ),
    Schema(
        "kz_tilegrid.csv",
        [
            Column("iso", code(5), refers=("regions.csv", "iso")),
            Column("col", whole(0, 6)),
            Column("row", whole(0, 3)),
            *three("short", 60),
        ],
        unique=[("iso",), ("col", "row")],
    ),
    Schema(
        "territories.csv",
        [
            Column("code", code(32)),
            *three("name", 200),
            Column("region", code(16), refers=REGION),
            Column("kind", one_of(TerritoryKind.values)),
            Column("status", one_of(TerritoryStatus.values)),
            *three("status_act", 300, needed=False),
            Column("status_date", day, needed=False),
        ],
        unique=[("code",)],
    ),
    Schema(
        "bodies.csv",
        [
            Column("code", code(16)),
            Column("level", one_of(BodyLevel.values)),
            Column("kind", one_of(BodyKind.values)),
            Column("region", code(16), needed=False, refers=REGION),
            *three("name", 300),
            *three("short", 100),
            Column("valid_from", day),
            Column("valid_to", day, needed=False),
            Column("successor", code(16), needed=False, refers=BODY),
        ],
        unique=[("code",)],
    ),
    Schema(
        "plan_edition.csv",
        [
            Column("code", code(16)),
            *three("title", 300),
            *three("act", 300),
            Column("in_force_from", day),
            Column("basis", one_of(PlanBasis.values)),
        ],
        unique=[("code",), ("basis", "in_force_from")],
    ),
    Schema(
        "action_plan.csv",
        [
            Column("edition", code(16), refers=("plan_edition.csv", "code")),
            Column("item", code(16)),
            Column("no", whole(1, 9999)),
            Column("section", whole(1, 99)),
            *three("section", 300),
            *three("title", 1000),
            *three("completion_form", 300),
            *three("deadline_text", 200),
            Column("deadline_kind", one_of(DeadlineKind.values)),
            Column("deadline_from", day),
            Column("deadline_to", day),
            Column("executors", tokens, refers=BODY),
            Column("by_agreement", tokens, needed=False, blank=(), refers=BODY),
            *three("funding", 300),
            Column("basis", one_of(PlanBasis.values)),
        ],
        unique=[("edition", "item"), ("edition", "no")],
    ),
    Schema(
        "indicators.csv",
        [
            Column("code", code(32)),
            *three("name", 300),
            *three("unit", 60),
            Column("better", one_of(Better.values)),
            Column("roll_up", one_of(RollUp.values)),
            *three("ratio_of", 300, needed=False),
            *three("data_source", 200),
            Column("baseline_year", YEAR, needed=False),
            Column("baseline_value", decimal, needed=False),
            Column("responsible", tokens, refers=BODY),
            Column("basis", one_of(PlanBasis.values)),
        ],
        unique=[("code",)],
    ),
    Schema(
        "targets.csv",
        [
            Column("code", code(32), refers=INDICATOR),
            Column("year", YEAR),
            Column("target", decimal),
            Column("basis", one_of([TargetBasis.CONCEPT.value, TargetBasis.ANALOGUE.value])),
        ],
        unique=[("code", "year")],
        may_be_empty=True,
    ),
    Schema(
        "days_off.csv",
        [Column("date", day), Column("working", one_of(["yes", "no"])), Column("basis", text(300))],
        unique=[("date",)],
        may_be_empty=True,
    ),
]
SAMPLE_TARGETS = Schema(
    "sample_targets.csv",
    [Column("code", code(32), refers=INDICATOR), Column("year", YEAR), Column("target", decimal)],
    unique=[("code", "year")],
)
