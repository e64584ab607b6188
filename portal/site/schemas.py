"""The published files described for machines: table schema (Frictionless) and JSON Schema, made of the one list of columns."""

from reporting.consolidation.columns import ANSWERS, COLUMNS, EDITION, REPORTS, STATUSES, Column
from reporting.consolidation.rollup import KINDS, SOURCES
from territories.languages import LANGUAGES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = "^-?[0-9]+(\\.[0-9]+)?$"
STATES = (*STATUSES, *ANSWERS)
WHOLE, TEXT, TRUTH = {"type": "integer"}, {"type": "string"}, {"type": "boolean"}
HASH = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
NUMBER = {"type": ["string", "null"], "pattern": DECIMAL}


def columns(with_edition: bool = False) -> dict[str, Column]:
    """The columns of `lines.csv`; the file of all years has the edition's number after the others."""
    return COLUMNS | ({"edition": EDITION} if with_edition else {})


def table(with_edition: bool = False) -> dict:
    """The table schema of `lines.csv`."""
    return table_of(columns(with_edition), ["year", "line"] if with_edition else "line")


def table_of(columns_of: dict[str, Column], key: str | list[str]) -> dict:
    """The schema of a table: its columns, and by which of them a row is known."""
    return {"fields": [field(name, one) for name, one in columns_of.items()], "missingValues": [""], "primaryKey": key}


def field(name: str, column: Column) -> dict:
    """One column as Frictionless words it."""
    limits = {"required": True} if column.needed else {}
    limits |= {"enum": list(column.values)} if column.values else {}
    limits |= {"pattern": column.pattern} if column.pattern else {}
    limits |= {"minimum": 0} if column.type == "integer" else {}
    found = {"name": name, "type": column.type, "description": column.en, "constraints": limits}
    found |= {f"description_{language}": getattr(column, language) for language in LANGUAGES}
    found |= {"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {}
    return found | ({"unit": column.unit} if column.unit else {})


def line() -> dict:
    """JSON Schema of one line as the API gives it: a blank cell is null, money an integer, a decimal the text of its digits."""
    return {
        "$schema": DRAFT, "title": "A line of an edition", "type": "object", "required": list(COLUMNS),
        "properties": {name: cell(one) for name, one in columns(with_edition=True).items()},
    }  # fmt: skip


def cell(column: Column) -> dict:
    """The JSON Schema of a cell."""
    kinds = {"integer": "integer", "boolean": "boolean", "array": "array"}
    kind = kinds.get(column.type, "string")
    found = {"type": kind if column.needed or kind == "array" else [kind, "null"], "description": column.en}
    found |= {"minimum": 0} if kind == "integer" else {}
    found |= {"pattern": DECIMAL} if column.type == "number" else {}
    found |= {"format": "date"} if column.type == "date" else {}
    found |= {"pattern": column.pattern} if column.pattern else {}
    found |= {"items": PROOF} if kind == "array" else {}
    return found | ({"enum": [*column.values, *([] if column.needed else [None])]} if column.values else {})


def thing(texts: tuple[str, ...] = (), **properties) -> dict:
    """An object whose named properties are all there; `texts` are in three languages. A later format may add more."""
    said = {f"{name}_{language}": TEXT for name in texts for language in LANGUAGES}
    return {"type": "object", "required": [*said, *properties], "properties": said | properties}


def listed(of: dict) -> dict:
    """A list of such things."""
    return {"type": "array", "items": of}


def or_nothing(of: dict) -> dict:
    """Such a thing, or null."""
    return {"anyOf": [of, {"type": "null"}]}


def counts(*values: str) -> dict:
    """How many of each; what does not occur is left out."""
    return {"type": "object", "propertyNames": {"enum": list(values)}, "additionalProperties": {"type": "integer", "minimum": 1}}


PROOF = thing(kind=TEXT, number=TEXT, date=TEXT, link=TEXT)
AMOUNT = or_nothing({"type": "integer", "minimum": 0})
FUNDING = thing(**{source: thing(**dict.fromkeys(KINDS, AMOUNT)) for source in (*SOURCES, "total")})
BY_STATE, CODES = counts(*STATES), listed(TEXT)
REPORT = thing(
    state={"enum": list(REPORTS)}, timeliness={"enum": ["on_time", "late", "not_filed", "invited"]}, late_days=WHOLE,
    submitted_at=or_nothing(TEXT), version=or_nothing(WHOLE), sha256=HASH, no_activity=TRUTH,
)  # fmt: skip
ITEM = thing(
    ("title", "completion_form", "deadline_text", "funding_text"), item=TEXT, number=WHOLE, section=WHOLE, deadline_kind=TEXT,
    deadline_to=TEXT, sample=TRUTH, group=TRUTH, executors=listed(thing(("short",), code=TEXT, part=TEXT, by_agreement=TRUTH)), lead=CODES,
    co=CODES, by_agreement=CODES, status={"enum": list(STATES)}, decision=or_nothing(thing(reason=TEXT)), by_status=BY_STATE,
    by_answer=BY_STATE, funding=FUNDING, lines=CODES,
)  # fmt: skip
BODY = thing(
    ("name", "short"), code=TEXT, kind=TEXT, region=TEXT, report=REPORT, by_status=BY_STATE, by_answer=BY_STATE, funding=FUNDING,
    lines=CODES,
)  # fmt: skip
REGION = thing(
    ("name", "short"), code=TEXT, iso=TEXT, kind=TEXT, tile_col=WHOLE, tile_row=WHOLE, body=TEXT, state=TEXT, by_status=BY_STATE,
    funding=FUNDING,
)  # fmt: skip
VALUE = thing(line=TEXT, body=TEXT, answer={"enum": list(ANSWERS)}, target=NUMBER, actual=NUMBER, numerator=NUMBER, denominator=NUMBER)
INDICATOR = thing(
    ("name", "unit", "ratio_of", "data_source"), code=TEXT, better={"enum": ["up", "down"]}, roll_up=TEXT, baseline_year=or_nothing(WHOLE),
    baseline_value=NUMBER, sample=TRUTH, target=NUMBER, actual=NUMBER, percent=NUMBER,
    verdict={"enum": ["achieved", "not_achieved", "no_data"]}, values=listed(VALUE),
)  # fmt: skip
FILED = ("expected", "filed", "on_time", "late", "not_filed", "accepted", "no_activity", "invited", "invited_filed")
TOTALS = thing(
    reports=thing(**dict.fromkeys(FILED, WHOLE)), items=thing(total=WHOLE, by_status=BY_STATE),
    rows=thing(total=WHOLE, by_status=BY_STATE, by_answer=BY_STATE), funding=FUNDING,
)  # fmt: skip


KNOWN = ("points", *(f"part_{name}" for name in ("on_time", "rounds", "first", "evidence")),
         "days_late", "returns", "asked", "returned_first", "done", "proved")  # fmt: skip
DISCIPLINE_TABLE = thing(
    formula=thing(weights={"type": "object", "additionalProperties": WHOLE}, late_days=WHOLE, return_costs=TEXT), shown_on=TEXT,
    comments_until=TEXT, bodies=listed(thing(body=TEXT, **dict.fromkeys(KNOWN, or_nothing(WHOLE)))),
)  # fmt: skip


def summary() -> dict:
    """JSON Schema of `summary.json`."""
    found = thing(
        format={"const": 1}, year=WHOLE, edition=WHOLE, sample=TRUTH, demo=TRUTH,
        concept=thing(("title", "short_title", "act"), act_date=TEXT), plan=thing(("title", "act"), code=TEXT),
        dates=thing(**dict.fromkeys(("due_on", "summary_due_on", "calculated_at", "approved_at"), TEXT)),
        approved_by=thing(name=TEXT, position=TEXT), overseer=thing(("name",), code=TEXT), planning_body=thing(("name",), code=TEXT),
        sections=listed(thing(("title",), number=WHOLE, by_status=BY_STATE, funding=FUNDING)), items=listed(ITEM), bodies=listed(BODY),
        regions=listed(REGION), indicators=listed(INDICATOR), totals=TOTALS, not_reported=CODES, proposals=CODES, not_done=CODES,
        territories=listed(thing(("name",), code=TEXT, region=TEXT, kind=TEXT, status=TEXT, funding=FUNDING, lines=CODES)),
        late=listed(thing(body=TEXT, days=WHOLE)), narrative=listed(thing(("title",), key=TEXT, kk=TEXT, ru=TEXT)),
        correction=or_nothing(thing(code=TEXT, reason=TEXT, previous=WHOLE)), sources=listed(thing(body=TEXT, version=WHOLE, sha256=HASH)),
        previous_sha256=HASH,
    )  # fmt: skip
    found["properties"]["discipline"] = DISCIPLINE_TABLE  # only where the bodies have seen it in time
    return {"$schema": DRAFT, "title": "All figures of an edition", **found}
