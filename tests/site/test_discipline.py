"""The public table of discipline: only from an edition that holds it, with its file, its formula and its words."""

import csv
import json

from reporting.consolidation.columns_beside import DISCIPLINE


def test_it_stands_where_the_edition_holds_it_and_nowhere_else(built):
    current = built / "current"
    for language in ("kk", "ru", "en"):
        page = (current / language / "2026" / "discipline" / "index.html").read_text(encoding="utf-8")
        assert "99" in page and "88" in page and "/data/2026/2/discipline.csv" in page
    assert not list((current / "ru").glob("**/1/discipline")), "the first edition holds no table"
    assert "/ru/2026/discipline/" in (current / "ru" / "2026" / "index.html").read_text(encoding="utf-8")


def test_the_file_is_the_table_and_each_column_is_explained_in_three_languages(built):
    folder = built / "current" / "data" / "2026" / "2"
    with (folder / "discipline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    told = {one["body"]: one for one in summary["discipline"]["bodies"]}
    assert {row["body"]: row["points"] for row in rows} == {code: str(one["points"]) for code, one in told.items()}
    assert rows[0]["part_evidence"] == "" and rows[0]["name_kk"], "a part that is not counted is blank, never zero"
    with (folder / "discipline.dictionary.csv").open(encoding="utf-8", newline="") as file:
        words = {row["column"]: row for row in csv.DictReader(file)}
    assert list(words) == list(DISCIPLINE) == list(rows[0]) and all(row[x] for row in words.values() for x in ("kk", "ru", "en"))
