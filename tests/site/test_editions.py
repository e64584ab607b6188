"""The one door: public pages read published files, and have no way to a draft."""

import ast
from pathlib import Path

from portal.site.editions import read_site
from tests.house import imports, owner
from tests.site import made

ROOT = Path(__file__).resolve().parents[2]
READS_ROWS = {
    "bake",
    "duties",
    "gathering",
    "spreading",
    "staging",
    "check",
    "tasks",
    "urls",
    "management",
    "migrations",
}  # gathering reads editions, spreading owes parts, check reads receipts; the others only name them


def modules() -> dict[str, str]:
    """Every module of ours by its dotted name."""
    found = {}
    for app in ("territories", "reporting", "portal"):
        for path in (ROOT / app).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def reached(start: str, sources: dict[str, str]) -> set[str]:
    """All modules of ours that importing `start` leads to."""
    seen, left = set(), [start]
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        left += [found for _, target in imports(ast.parse(sources[name])) if (found := owner(target, sources))]
    return seen


def test_public_pages_have_no_import_path_to_the_models_of_reporting():
    sources = modules()
    public = [
        name for name in sources
        if name.startswith("portal.site.") and name.split(".")[2] not in READS_ROWS
    ]  # fmt: skip
    assert {"portal.site.pages", "portal.site.pages_year", "portal.site.editions", "portal.site.serve"} <= set(public)
    for name in public:
        assert [
            one for one in reached(name, sources) if one.startswith(("reporting.models", "territories.models", "portal.users"))
        ] == [], name


def test_the_door_notices_a_way_in():
    sources = modules() | {"portal.site.pages_year": "from reporting.models import Report"}
    assert any(one.startswith("reporting.models") for one in reached("portal.site.pages", sources))


def test_baking_names_editions_and_nothing_else_of_reporting():
    named = {
        "gathering": {"reporting.models.Edition", "territories.models.ConceptRecord"}, "staging": {"reporting.models.Edition"},
        "bake": {"reporting.models.Job"}, "spreading": {"reporting.models.Job"}, "place": set(), "duties": set(),
    }  # fmt: skip
    for module, models in named.items():
        found = {target for _, target in imports(ast.parse((ROOT / f"portal/site/{module}.py").read_text())) if ".models." in target}
        assert found - {"django.db.models.Q"} == models, module


def test_lines_are_read_with_blanks_that_are_not_zero(tmp_path):
    made.write_site(tmp_path)
    edition = read_site(tmp_path).latest
    amounts = {line["disbursed_local"] for line in edition.lines.values()}
    assert None in amounts and "" not in amounts
    assert all(isinstance(one, int) for one in amounts - {None})
    assert [line["line"] for line in edition.lines_of(["I10-AK-ABA", "none"])] == ["I10-AK-ABA"]


def test_editions_stand_newest_first_and_know_which_is_current(tmp_path):
    made.write_site(tmp_path, correction=True, years=(2026, 2027))
    site = read_site(tmp_path)
    assert [(one.year, one.number, one.is_current) for one in site.editions] == [
        (2027, 2, True), (2027, 1, False), (2026, 2, True), (2026, 1, False),
    ]  # fmt: skip
    assert site.latest.year == 2027 and site.edition(2026, 1).latest == 2
