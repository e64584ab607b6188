"""Readers in the middle of a publication: the sample of `tests.campaigns.readers`, with the pointer moved between any two answers."""

import json
import random
from pathlib import Path

import pytest
from django.test import Client

from portal.site import building, opendata, place
from portal.site.editions import read_site
from portal.site.serve import published_first
from tests.site import made
from tests.site.bundles import Reader
from tests.site.test_serve import Visitor, django

EDITIONS = 4


@pytest.fixture(scope="module")
def builds(tmp_path_factory) -> Path:
    """A folder with a build for each edition of a year; of the pages only the year's in Russian, which is what these readers read."""
    root = tmp_path_factory.mktemp("public")
    for newest in range(1, EDITIONS + 1):
        folder, editions = root / "builds" / str(newest), []
        for number in range(1, newest + 1):
            lines = made.all_lines(2026)
            next(line for line in lines if line["disbursed_local"] is not None)["disbursed_local"] += number * 1_000_500
            data = made.write_edition(folder / "data" / "2026" / str(number), 2026, number, lines=lines)
            editions.append(entry(folder, number, data, "published" if number == newest else "superseded"))
        opendata.publish_latest(folder, editions)
        made.write_index(folder, editions, opendata.all_years(folder, editions))
        prefix = building.copy_assets(folder)
        page = next(one for one in building.all_pages(read_site(folder)) if one.path == "/ru/2026/")
        building.write_page(folder, page, prefix)
        building.write_manifest(folder, str(newest), prefix)
    return root


def entry(folder: Path, number: int, data: dict, status: str) -> dict:
    """An edition whose hash is that of its manifest, as approval makes it."""
    listed = [opendata.described_file(name, content) for name, content in data.items()]
    manifest = json.dumps({"year": 2026, "edition": number, "files": listed}).encode()
    (folder / "data" / "2026" / str(number) / opendata.MANIFEST).write_bytes(manifest)
    found = made.index_entry(2026, number, status, data | {opendata.MANIFEST: manifest})
    found["sha256"] = opendata.described_file("", manifest)["sha256"]
    opendata.complete(folder, found)
    return found


@pytest.fixture
def ask(builds, settings):
    """`ask(path)` → status and body, from the files or from the API, as the portal in one process answers."""
    settings.PUBLIC_ROOT, settings.PUBLIC_API_RATE = builds, "100000/min"
    visit, client = Visitor(published_first(django, builds)), Client()

    def get(path: str) -> tuple[int, bytes]:
        if path.startswith("/api/"):
            answer = client.get(path)
            return answer.status_code, answer.content
        status, _headers, body = visit(path)
        return status, body

    place.flip("1")
    return get


def test_every_bundle_is_of_one_edition_whenever_the_pointer_moves(ask):
    random_, known = random.Random(1), {"newest": 1}

    def get(path: str):
        if random_.random() < 0.08 and known["newest"] < EDITIONS:
            known["newest"] += 1
            place.flip(str(known["newest"]))
        return ask(path)

    seen, answers = set(), 0
    for _ in range(6):
        place.flip("1")
        known["newest"] = 1
        reader = Reader(get, "ru")
        while known["newest"] < EDITIONS or reader.newest < EDITIONS:
            reader.read()
        assert reader.faults == []
        seen.add(reader.bundles)
        answers += reader.answers
    assert answers > 100 and max(seen) > 2


def test_a_site_that_goes_back_is_a_mixture(ask):
    reader = Reader(ask, "ru")
    place.flip("3")
    reader.read()
    place.flip("2")
    reader.read()
    assert "mixture: page is of edition 2 after edition 3" in reader.faults


def test_data_of_another_edition_behind_the_page_are_a_mixture(ask, builds):
    place.flip("2")

    def get(path: str):
        return ask(path.replace("/data/2026/2/", "/data/2026/1/"))

    reader = Reader(get, "ru")
    reader.read()
    assert len([one for one in reader.faults if one.startswith("mixture")]) == 2  # the manifest, and the sum of the lines


@pytest.mark.parametrize("gone", ["lines.csv", "site-static", "api/v1"])
def test_what_cannot_be_had_is_a_gap(ask, gone):
    reader = Reader(lambda path: (404, b"") if gone in path else ask(path), "ru")
    reader.read()
    assert any(one.startswith("gap: ") and gone in one for one in reader.faults)
