"""Every way a file can be wrong: the message names file, line, column and reason in three languages, and nothing is written."""

import csv
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territories.loading import BadFile, load_concept
from territories.loading.faults import TEXTS
from tests.territories.folder import Folder

pytestmark = pytest.mark.django_db


def everything() -> dict:
    """Each row of each table of the app, as it is stored."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in apps.get_app_config("territories").get_models()}


@dataclass
class Case:
    """How a file is spoiled, and the place and reason that must be named."""

    spoil: callable
    file: str
    line: int
    column: str
    code: str
    says: dict = field(default_factory=dict)


def put(file, line, **cells):
    return lambda folder: folder.put(file, line, **cells)


def add(file, like, **cells):
    return lambda folder: folder.add(file, like, **cells)


def swap(file, old, new):
    return lambda folder: folder.replace(file, old, new)


PLAN, BODIES, REGIONS, TILES = "action_plan.csv", "bodies.csv", "regions.csv", "kz_tilegrid.csv"
LANDS, FACTS, EDITIONS, MEASURES, DAYS = "territories.csv", "concept.csv", "plan_edition.csv", "indicators.csv", "days_off.csv"

CASES = {
    "missing column": Case(lambda f: f.drop_column(BODIES, "valid_from"), BODIES, 1, "valid_from", "missing_column"),
    "unknown column": Case(lambda f: f.add_column(BODIES, "colour"), BODIES, 1, "colour", "unknown_column"),
    "column twice": Case(lambda f: f.add_column(BODIES, "kind"), BODIES, 1, "kind", "duplicate_column"),
    "file away": Case(lambda f: (f.path / REGIONS).unlink(), REGIONS, 1, "", "missing_file"),
    "empty file": Case(lambda f: (f.path / REGIONS).write_bytes(b""), REGIONS, 1, "", "empty_file"),
    "header only": Case(lambda f: f.keep_header(REGIONS), REGIONS, 1, "", "empty_file"),
    "windows-1251 cell": Case(swap(REGIONS, "Семей".encode(), "Семей".encode("cp1251")), REGIONS, 2, "centre_kk", "not_utf8"),
    "windows-1251 header": Case(swap(REGIONS, b"kato", "код".encode("cp1251")), REGIONS, 1, "3", "not_utf8"),
    "utf-16 file": Case(
        lambda f: (f.path / DAYS).write_bytes("date,working,basis\n".encode("utf-16")), DAYS, 1, "1", "not_utf8"
    ),
    "NUL byte": Case(swap(BODIES, b"MNE,central", b"MN\0E,central"), BODIES, 3, "code", "unreadable_character", {"U+0000"}),
    "NUL byte in a note": Case(swap(PLAN, b"Deadline, form", b"Dead\0line, form"), PLAN, 2, "note", "unreadable_character"),
    "line break in a cell": Case(put(BODIES, 4, name_en="Ministry\nof Finance"), BODIES, 4, "name_en", "unreadable_character", {"U+000A"}),
    "open quotation mark": Case(swap(BODIES, b"AK-SHY,local", b'"AK-SHY,local'), BODIES, 44, "", "bad_quotes"),
    "cell too few": Case(swap(BODIES, b"MNE,central,", b"MNE,"), BODIES, 3, "successor", "cell_count", {"12", "13"}),
    "cell too many": Case(swap(BODIES, b"MNE,central,", b"MNE,central,,"), BODIES, 3, "successor", "cell_count", {"14", "13"}),
    "no Kazakh name": Case(put(BODIES, 2, name_kk=""), BODIES, 2, "name_kk", "missing_kk"),
    "blank Kazakh name": Case(put(BODIES, 2, name_kk="  \u00a0"), BODIES, 2, "name_kk", "missing_kk"),
    "no Russian name": Case(put(REGIONS, 5, name_ru=""), REGIONS, 5, "name_ru", "missing_ru"),
    "no English title": Case(put(PLAN, 3, title_en=""), PLAN, 3, "title_en", "missing_en"),
    "no Kazakh name of a tile": Case(put(TILES, 3, short_kk=""), TILES, 3, "short_kk", "missing_kk"),
    "no Kazakh title of the Concept": Case(put(FACTS, 2, kk=""), FACTS, 2, "kk", "missing_kk"),
    "no kind": Case(put(BODIES, 2, kind=""), BODIES, 2, "kind", "missing_value"),
    "name too long": Case(put(BODIES, 2, short_en="M" * 101), BODIES, 2, "short_en", "too_long", {"101", "100"}),
    "code in Cyrillic": Case(put(LANDS, 2, code="ТЕХНО"), LANDS, 2, "code", "bad_code", {"ТЕХНО"}),
    "code in small letters": Case(put(BODIES, 2, code="mnvo"), BODIES, 2, "code", "bad_code", {"mnvo"}),
    "30 February": Case(put(PLAN, 2, deadline_to="2026-02-30"), PLAN, 2, "deadline_to", "bad_date", {"2026-02-30"}),
    "date with points": Case(put(BODIES, 2, valid_from="01.01.2026"), BODIES, 2, "valid_from", "bad_date", {"01.01.2026"}),
    "week date": Case(put(BODIES, 2, valid_from="2026-W01-1"), BODIES, 2, "valid_from", "bad_date", {"2026-W01-1"}),
    "day off on no day": Case(lambda f: f.add(DAYS, date="2027-13-01", working="no", basis="x"), DAYS, 2, "date", "bad_date"),
    "31 April every year": Case(put(FACTS, 9, kk="04-31", ru="04-31", en="04-31"), FACTS, 9, "kk", "bad_month_day", {"04-31"}),
    "29 February every year": Case(put(FACTS, 9, kk="02-29", ru="02-29", en="02-29"), FACTS, 9, "kk", "bad_month_day"),
    "number in words": Case(put(PLAN, 2, no="бір"), PLAN, 2, "no", "bad_number", {"бір", "9999"}),
    "number zero": Case(put(PLAN, 2, no="0"), PLAN, 2, "no", "bad_number"),
    "Arabic-Indic digits": Case(put(PLAN, 2, no="١"), PLAN, 2, "no", "bad_number"),
    "section in words": Case(put(PLAN, 2, section="I"), PLAN, 2, "section", "bad_number", {"I"}),
    "tile off the map": Case(put(TILES, 2, col="7"), TILES, 2, "col", "bad_number", {"7", "6"}),
    "baseline with a comma": Case(put(MEASURES, 3, baseline_value="81,5"), MEASURES, 3, "baseline_value", "bad_decimal", {"81,5"}),
    "baseline NaN": Case(put(MEASURES, 3, baseline_value="NaN"), MEASURES, 3, "baseline_value", "bad_decimal"),
    "baseline too large": Case(put(MEASURES, 3, baseline_value="1" * 15), MEASURES, 3, "baseline_value", "bad_decimal"),
    "unknown kind": Case(put(BODIES, 2, kind="committee"), BODIES, 2, "kind", "bad_choice", {"committee", "ministry"}),
    "unknown status": Case(put(LANDS, 2, status="approved"), LANDS, 2, "status", "bad_choice", {"approved", "granted"}),
    "unknown basis": Case(put(PLAN, 2, basis="sample"), PLAN, 2, "basis", "bad_choice", {"sample", "analogue"}),
    "unknown deadline kind": Case(put(PLAN, 2, deadline_kind="weekly"), PLAN, 2, "deadline_kind", "bad_choice", {"weekly"}),
    "unknown roll-up": Case(put(MEASURES, 2, roll_up="mean"), MEASURES, 2, "roll_up", "bad_choice", {"mean"}),
    "unknown region of a body": Case(put(BODIES, 25, region="XXX"), BODIES, 25, "region", "unknown_region", {"XXX"}),
    "unknown region of a territory": Case(put(LANDS, 2, region="XXX"), LANDS, 2, "region", "unknown_region", {"XXX"}),
    "unknown region of a tile": Case(add(TILES, None, iso="KZ-99", col="6", row="3", short_kk="X", short_ru="X", short_en="X"),
                                     TILES, 22, "iso", "unknown_region", {"KZ-99"}),
    "unknown body in a row": Case(put(PLAN, 2, executors="MNVO;XXX"), PLAN, 2, "executors", "unknown_body", {"XXX"}),
    "unknown group": Case(put(PLAN, 2, executors="MNVO;MX-*"), PLAN, 2, "executors", "unknown_body", {"MX-*"}),
    "unknown invited body": Case(put(PLAN, 2, by_agreement="XXX"), PLAN, 2, "by_agreement", "unknown_body", {"XXX"}),
    "unknown responsible body": Case(put(MEASURES, 2, responsible="XXX"), MEASURES, 2, "responsible", "unknown_body", {"XXX"}),
    "unknown overseer": Case(put(FACTS, 11, kk="XXX", ru="XXX", en="XXX"), FACTS, 11, "kk", "unknown_body", {"XXX"}),
    "unknown successor": Case(put(BODIES, 2, valid_to="2030-01-01", successor="XXX"), BODIES, 2, "successor", "unknown_body", {"XXX"}),
    "executors without a semicolon": Case(put(PLAN, 2, executors="MNVO, MNE"), PLAN, 2, "executors", "bad_code", {"MNVO, MNE"}),
    "no executor": Case(put(PLAN, 2, executors=""), PLAN, 2, "executors", "missing_value"),
    "unknown edition": Case(put(PLAN, 2, edition="2027"), PLAN, 2, "edition", "unknown_edition", {"2027"}),
    "unknown indicator": Case(lambda f: f.add("targets.csv", code="XXX", year="2027", target="1", basis="concept"),
                              "targets.csv", 2, "code", "unknown_indicator", {"XXX"}),
    "code twice": Case(add(BODIES, 2), BODIES, 45, "code", "duplicate", {"MNVO", "2"}),
    "number twice": Case(put(PLAN, 3, no="1"), PLAN, 3, "no", "duplicate", {"1", "2"}),
    "item twice": Case(put(PLAN, 3, item="SC-01"), PLAN, 3, "item", "duplicate", {"SC-01"}),
    "two regions on one tile": Case(put(TILES, 3, col="5", row="1"), TILES, 3, "row", "duplicate"),
    "two editions from one day": Case(add(EDITIONS, 2, code="2026-2"), EDITIONS, 3, "in_force_from", "duplicate", {"2025-12-24"}),
    "term ends before it starts": Case(put(PLAN, 2, deadline_to="2026-11-30"), PLAN, 2, "deadline_to", "ends_before_start",
                                       {"2026-11-30", "2026-12-01"}),
    "body ends before it starts": Case(put(BODIES, 2, valid_to="2025-12-31"), BODIES, 2, "valid_to", "ends_before_start"),
    "Concept ends before it starts": Case(put(FACTS, 8, kk="2025", ru="2025", en="2025"), FACTS, 8, "kk", "ends_before_start"),
    "successor of a living body": Case(put(BODIES, 2, successor="MNE"), BODIES, 2, "valid_to", "successor_of_living"),
    "own successor": Case(put(BODIES, 22, valid_to="2030-01-01", successor="MCHS"), BODIES, 22, "successor", "successor_circle"),
    "akimat without a region": Case(put(BODIES, 25, region=""), BODIES, 25, "kind", "kind_level"),
    "ministry with a region": Case(put(BODIES, 2, region="ABA"), BODIES, 2, "kind", "kind_level"),
    "status without an act": Case(put(LANDS, 2, status="granted", status_date="2027-05-05"), LANDS, 2, "status_act_kk", "status_needs_act"),
    "status without a date": Case(put(LANDS, 2, status="granted", status_act_kk="x"), LANDS, 2, "status_date", "status_needs_act"),
    "region without a tile": Case(lambda f: f.drop(TILES, 2), REGIONS, 2, "iso", "no_tile", {"KZ-10"}),
    "two titles of a section": Case(put(PLAN, 3, section_kk="1-бағыт. Басқа"), PLAN, 3, "section_kk", "section_differs", {"2"}),
    "body twice in a row": Case(put(PLAN, 2, executors="MNVO;MNE;MNVO"), PLAN, 2, "executors", "body_twice", {"MNVO"}),
    "body answers and is invited": Case(put(PLAN, 2, by_agreement="MNE"), PLAN, 2, "by_agreement", "body_twice", {"MNE"}),
    "body named too early": Case(put(BODIES, 17, valid_from="2026-06-01"), PLAN, 2, "executors", "body_not_valid", {"MYU", "2026-01-01"}),
    "ratio without its sums": Case(put(MEASURES, 8, ratio_of_ru=""), MEASURES, 8, "ratio_of_ru", "ratio_parts"),
    "sums without a ratio": Case(put(MEASURES, 2, ratio_of_kk="a / b"), MEASURES, 2, "ratio_of_kk", "ratio_parts"),
    "one sum without a ratio": Case(put(MEASURES, 2, ratio_of_kk="a"), MEASURES, 2, "ratio_of_kk", "ratio_parts"),
    "ratio of one sum": Case(put(MEASURES, 8, ratio_of_kk="a"), MEASURES, 8, "ratio_of_kk", "ratio_parts"),
    "baseline without a year": Case(put(MEASURES, 3, baseline_year=""), MEASURES, 3, "baseline_year", "baseline_half"),
    "no due date of the reports": Case(lambda f: f.drop(FACTS, 9), FACTS, 1, "field", "no_record", {"reports_due"}),
    "year in five digits": Case(put(FACTS, 7, kk="20266", ru="20266", en="20266"), FACTS, 7, "kk", "bad_number", {"20266"}),
    "unknown fact with a text": Case(put(FACTS, 2, basis="unknown"), FACTS, 2, "basis", "bad_choice", {"unknown"}),
    "languages disagree on a date": Case(put(FACTS, 9, en="04-02"), FACTS, 9, "en", "languages_differ"),
    "target beyond the Concept": Case(lambda f: f.add("targets.csv", code="GII-UIC", year="2036", target="1", basis="concept"),
                                      "targets.csv", 2, "year", "year_outside", {"2036", "2026", "2035"}),
}  # fmt: skip


def refused(folder: Folder, **options) -> list:
    with pytest.raises(BadFile) as caught:
        load_concept(folder, **options)
    return caught.value.faults


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_file_is_refused_whole(folder, case):
    case.spoil(folder)
    before = everything()
    faults = refused(folder)
    place = (case.file, case.line, case.column, case.code)
    found = [fault for fault in faults if (fault.file, fault.line, fault.column, fault.code) == place]
    assert found, [fault.text() for fault in faults]
    texts = []
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            texts.append(found[0].text())
    for text in texts:
        for part in {case.file, str(case.line), case.column, *case.says}:
            assert part in text
    assert len(set(texts)) == 3
    assert everything() == before


def test_every_reason_is_tried():
    """A reason that no case above and no test below brings about would be a sentence nobody has seen."""
    stored = {"edition_is_fixed", "indicator_is_fixed", "value_taken", "demo_only"}
    assert {case.code for case in CASES.values()} | stored == set(TEXTS)


def test_all_faults_are_listed_and_none_twice(folder):
    folder.put(PLAN, 2, executors="MNVO;XXX", deadline_from="2026-02-30", title_kk="")
    folder.put(BODIES, 3, name_kk="")
    found = [(fault.file, fault.line, fault.column, fault.code) for fault in refused(folder)]
    assert sorted(found) == [
        (PLAN, 2, "deadline_from", "bad_date"),
        (PLAN, 2, "executors", "unknown_body"),
        (PLAN, 2, "title_kk", "missing_kk"),
        (BODIES, 3, "name_kk", "missing_kk"),
    ]


def test_unreadable_code_is_not_blamed_on_those_who_name_it(folder):
    folder.put(BODIES, 2, code="mnvo")
    assert [fault.code for fault in refused(folder)] == ["bad_code"]


def test_good_changes_beside_a_fault_are_not_written(folder, settings):
    settings.DEMO = True
    load_concept(folder, sample_targets=True)
    before = everything()
    folder.put(REGIONS, 2, name_en="Another name")
    folder.put(BODIES, 2, short_en="Other")
    folder.add("targets.csv", code="GII-UIC", year="2027", target="70", basis="concept")
    folder.add(DAYS, date="2027-03-08", working="maybe", basis="x")
    refused(folder, sample_targets=True)
    assert everything() == before


FIXED = {
    "title": (put(PLAN, 2, title_ru="Другое"), PLAN, 2, "title_ru"),
    "number": (put(PLAN, 17, no="17"), PLAN, 17, "no"),
    "deadline text": (put(PLAN, 2, deadline_text_kk="2026 жыл"), PLAN, 2, "deadline_text_kk"),
    "deadline": (put(PLAN, 2, deadline_to="2027-01-31"), PLAN, 2, "deadline_to"),
    "executors": (put(PLAN, 4, executors="MNVO;MNE"), PLAN, 4, "executors"),
    "order of executors": (put(PLAN, 3, executors="MNE;MNVO;MF"), PLAN, 3, "executors"),
    "invited body": (put(PLAN, 4, by_agreement="AAE"), PLAN, 4, "by_agreement"),
    "section": (put(PLAN, 4, section="2", section_ru="Направление 2. Создание наукоемких территорий и инфраструктура",
                    section_kk="2-бағыт. Ғылымды қажет ететін аумақтарды құру және инфрақұрылым",
                    section_en="Area 2. Creation of knowledge-intensive territories and infrastructure"), PLAN, 4, "section"),
    "basis": (put(PLAN, 2, basis="concept"), PLAN, 2, "basis"),
    "edition": (put(EDITIONS, 2, title_kk="Басқа"), EDITIONS, 2, "title_kk"),
    "day of the edition": (put(EDITIONS, 2, in_force_from="2026-02-01"), EDITIONS, 2, "in_force_from"),
    "another member of a group": (add(BODIES, 25, code="AK-NEW"), PLAN, 6, "executors"),
}  # fmt: skip


@pytest.mark.parametrize("case", FIXED.values(), ids=FIXED.keys())
def test_loaded_edition_does_not_change(folder, case):
    spoil, file, line, column = case
    load_concept(folder)
    before = everything()
    spoil(folder)
    faults = refused(folder)
    assert (file, line, column, "edition_is_fixed") in [(fault.file, fault.line, fault.column, fault.code) for fault in faults]
    assert_said_in_three_languages(faults[0])
    assert everything() == before


@pytest.mark.parametrize(("column", "value"), [("better", "up"), ("roll_up", "latest")])
def test_way_of_counting_does_not_change(folder, column, value):
    load_concept(folder)
    before = everything()
    folder.put(MEASURES, 2, **{column: value})
    (fault,) = refused(folder)
    assert (fault.file, fault.line, fault.column, fault.code) == (MEASURES, 2, column, "indicator_is_fixed")
    assert_said_in_three_languages(fault)
    assert everything() == before


@pytest.mark.parametrize(
    ("spoil", "file", "line", "column", "holder"),
    [
        (lambda f: (f.put(REGIONS, 2, iso="KZ-11"), f.put(REGIONS, 3, iso="KZ-10")), REGIONS, 2, "iso", "AKM"),
        (lambda f: (f.put(REGIONS, 2, kato="110000000"), f.put(REGIONS, 3, kato="100000000")), REGIONS, 2, "kato", "AKM"),
        (lambda f: (f.put(TILES, 2, col="2"), f.put(TILES, 3, col="5")), REGIONS, 2, "iso", "AKM"),
        (lambda f: (f.drop(PLAN, 17), f.add(PLAN, 16, item="SC-17", no="16")), PLAN, 17, "no", "SC-16"),
        (lambda f: f.put(EDITIONS, 2, code="2027") or [f.put(PLAN, line, edition="2027") for line in range(2, 18)],
         EDITIONS, 2, "in_force_from", "2026"),
    ],
    ids=["iso swapped", "kato swapped", "tiles swapped", "number of a row gone from the file", "day of an edition gone from the file"],
)  # fmt: skip
def test_value_of_another_is_not_taken(folder, spoil, file, line, column, holder):
    load_concept(folder)
    before = everything()
    spoil(folder)
    fault = refused(folder)[0]
    assert (fault.file, fault.line, fault.column, fault.code) == (file, line, column, "value_taken")
    assert fault.params["code"] == holder
    assert_said_in_three_languages(fault)
    assert everything() == before


def test_sample_targets_are_for_the_demonstration(folder, settings):
    settings.DEMO = False
    (fault,) = refused(folder, sample_targets=True)
    assert (fault.file, fault.code) == ("sample_targets.csv", "demo_only")
    assert_said_in_three_languages(fault)
    assert not any(everything().values())


def assert_said_in_three_languages(fault) -> None:
    texts = set()
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            text = fault.text()
        assert fault.file in text
        assert str(fault.line) in text
        assert fault.column in text
        texts.add(text)
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("kk", "Файлдар қабылданбады, ештеңе өзгерген жоқ.", "bodies.csv, 2-жол, «name_kk» бағаны: қазақша мәтін жоқ"),
        ("ru", "Файлы не приняты, ничего не изменено.", "bodies.csv, строка 2, столбец «name_kk»: нет текста на казахском языке"),
        ("en", "The files were refused, nothing was changed.", "bodies.csv, line 2, column “name_kk”: the Kazakh text is missing"),
    ],
)
def test_command_names_every_fault_and_exits_with_1(folder, capsys, language, first, second):
    folder.put(BODIES, 2, name_kk="")
    with pytest.raises(SystemExit) as ended:
        call_command("load_concept", dir=folder.path, language=language)
    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == [first, second]
    assert not any(everything().values())


NASTY = ["", "x", "0", "-1", "99999999999", "2026-02-30", "9999-12-31", "AK-*", "MNVO", "KZ-10", "unknown", "ratio", "²", "company", "2027"]


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_altered_cell_is_loaded_or_refused_and_never_breaks_the_loader(db, data):
    with TemporaryDirectory() as place:
        folder = Folder(Path(place))
        file = data.draw(st.sampled_from(sorted(path.name for path in folder.path.glob("*.csv") if path.read_text().count("\n") > 1)))
        rows = list(csv.reader((folder.path / file).read_text().splitlines()))
        folder.put(file, data.draw(st.integers(2, len(rows))), **{data.draw(st.sampled_from(rows[0])): data.draw(st.sampled_from(NASTY))})
        with transaction.atomic(), suppress(BadFile):
            load_concept(folder)
            transaction.set_rollback(True)
