"""Baking: everything or nothing, only what is public, and the old site until the new one is whole."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import translation

from portal.site import bake, building, gathering, place, spreading, verifying
from reporting import clock, jobs
from reporting.models import Edition, Job
from tests.site import made
from tests.site.conftest import store


def current(settings) -> Path:
    return Path(settings.PUBLIC_ROOT) / "current"


@pytest.fixture
def published(cycle2026, two_people):
    """Edition 1 of 2026, published."""
    return store(cycle2026, 1, "published", by=two_people)


def test_the_job_bakes_all_pages_files_the_index_and_the_proof(published, settings):
    job = jobs.owe("bake", "bake:test")
    with translation.override("ru"):
        jobs.run(job.pk)
        assert translation.get_language() == "ru", "it leaves the language as it was"
    job.refresh_from_db()
    assert job.state == Job.DONE, job.reference
    folder = current(settings)
    for language in ("kk", "ru", "en"):
        assert (folder / language / "2026" / "items" / "10" / "index.html").exists()
    index = json.loads((folder / "data" / "index.json").read_text())
    assert [(one["year"], one["number"], one["status"]) for one in index["editions"]] == [(2026, 1, "published")]
    for file in index["editions"][0]["files"]:
        assert building.sha256_of(folder / file["path"]) == file["sha256"]
        assert (folder / "data" / "2026" / "latest" / file["name"]).read_bytes() == (folder / file["path"]).read_bytes()
    manifest = json.loads((folder / "site-manifest.json").read_text())
    assert all(building.sha256_of(folder / one["path"]) == one["sha256"] for one in manifest["files"])
    proof = folder / "data" / "2026" / "1"
    assert building.sha256_of(proof / "manifest.json") == published.sha256
    listed = dict(reversed(line.split("  ")) for line in (proof / "SHA256SUMS").read_text().splitlines())
    assert listed == {
        path.name: building.sha256_of(path) for path in proof.iterdir() if path.suffix != ".gz" and path.name != "SHA256SUMS"
    }


def assert_baked_again_alike(settings):
    """Two bakings of the same data at the same time give the same pages."""
    with clock.at(clock.local(date(2027, 4, 28))):
        first, second = (bake.bake_site() and pages_of(current(settings).resolve()) for _ in range(2))
    assert first == second and len(first) > 100


def pages_of(folder: Path) -> dict[Path, bytes]:
    """Every page of a build."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("index.html")}


def test_before_the_first_edition_the_site_says_when_it_will_come(concept, settings, capsys):
    call_command("bake_site")
    page = (current(settings) / "kk" / "index.html").read_text()
    assert "2027 жылғы 1 мамыр" in page and "Әзірге бірде-бір редакция жарияланған жоқ" in page
    assert "24 pages" in capsys.readouterr().out


def test_an_approved_edition_is_not_public(cycle2026, two_people, settings):
    store(cycle2026, 1, "approved", by=two_people)
    bake.bake_site()
    assert not (current(settings) / "kk" / "2026").exists() and not (current(settings) / "data" / "2026").exists()


def test_a_replaced_edition_stays_and_latest_is_the_new_one(cycle2026, two_people, settings):
    store(cycle2026, 1, "superseded", by=two_people)
    store(cycle2026, 2, "published", by=two_people, lines=made.corrected(made.all_lines(2026)), reason="Сома қате енгізілген.")
    bake.bake_site()
    folder = current(settings)
    assert json.loads((folder / "data/2026/latest/summary.json").read_text())["edition"] == 2
    assert json.loads((folder / "data/2026/1/summary.json").read_text())["edition"] == 1
    assert "ауыстырылған" in (folder / "kk/2026/editions/1/index.html").read_text()
    assert "Сома қате енгізілген." in (folder / "ru/2026/index.html").read_text()


def hidden_folder(edition: Edition) -> Path:
    """Where the files of an edition lie until it is published."""
    return Path(django_settings.EDITIONS_ROOT) / str(edition.cycle.year) / str(edition.number)


FROM_DATA = [(gathering, "public_rows"), (gathering, "gather"), (spreading, "write")]
ON_DISK = [
    (building, "copy_files"), (building, "copy_assets"), (building, "write_page"), (building, "compress"), (verifying, "verify"),
    (building, "write_manifest"), (place, "flip"), (os, "replace"),
]  # fmt: skip
PHASES = [*FROM_DATA, *(pytest.param(*phase, marks=pytest.mark.files) for phase in ON_DISK)]


@pytest.mark.parametrize(("module", "name"), PHASES)
def test_a_crash_leaves_the_old_site(module, name, concept, cycle2026, two_people, settings, monkeypatch):
    bake.bake_site()
    before = current(settings).resolve()
    store(cycle2026, 1, "published", by=two_people)

    def crash(*args, **kwargs):
        raise KeyboardInterrupt(name)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(module, name, crash)
        bake.bake_site()
    assert current(settings).resolve() == before
    assert not (current(settings) / "kk" / "2026").exists()


def test_the_next_baking_clears_what_a_crash_left(concept, settings, monkeypatch):
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(verifying, "verify", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        bake.bake_site()
    assert len(list((Path(settings.PUBLIC_ROOT) / "builds").iterdir())) == 1
    bake.bake_site()
    assert [one.name for one in (Path(settings.PUBLIC_ROOT) / "builds").iterdir()] == [current(settings).resolve().name]


def test_old_builds_go_but_for_the_last_three(concept, settings):
    for _ in range(5):
        bake.bake_site()
    builds = [one.name for one in (Path(settings.PUBLIC_ROOT) / "builds").iterdir()]
    assert len(builds) == 3 and current(settings).resolve().name in builds


def test_a_folder_that_a_restored_copy_left_in_the_pointers_place_gives_way(concept, settings):
    bake.bake_site()
    restored = Path(settings.PUBLIC_ROOT) / "current"
    served = restored.resolve()
    restored.unlink()
    shutil.copytree(served, restored)
    bake.bake_site()
    assert restored.is_symlink() and restored.resolve().name != served.name and (restored / "kk" / "index.html").exists()
    assert [one.name for one in restored.parent.iterdir() if one.name.startswith((".restored", ".current"))] == []


def test_a_file_that_is_not_the_approved_one_stops_the_baking(published, settings):
    assert_baked_again_alike(settings)
    before = current(settings).resolve()
    (hidden_folder(published) / "lines.csv").write_text("line\n")
    with pytest.raises(building.Altered):
        bake.bake_site()
    assert current(settings).resolve() == before


def test_totals_that_are_not_the_sum_of_the_lines_stop_the_baking(cycle2026, two_people, settings):
    lines = made.all_lines(2026)
    edition = store(cycle2026, 1, "published", by=two_people, lines=lines)
    path = hidden_folder(edition) / "summary.json"
    changed = json.loads(path.read_text())
    changed["totals"]["funding"]["local"]["disbursed"] += 1
    path.write_text(json.dumps(changed))
    edition.files.filter(name="summary.json").update(sha256=building.sha256_of(path))
    with pytest.raises(verifying.Unfit, match="local disbursed"):
        bake.bake_site()
    assert not current(settings).exists()


def test_what_a_build_may_not_be(tmp_path):
    for language in ("kk", "ru"):
        page = tmp_path / language / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text('<a href="/kk/none/">x</a> <a href="#none">x</a> <p id="a"></p><p id="a"></p> <a href="/kk/sign-in/">x</a>')
    made.write_index(tmp_path, [])
    with pytest.raises(verifying.Unfit) as unfit:
        verifying.verify(tmp_path)
    assert {"/en/: missing", "/kk/: /kk/none/ leads nowhere", "/kk/: #none has no such place", "/kk/: the anchor a occurs twice"} <= set(
        unfit.value.faults
    )
