"""The public API over editions: the figures of the files, for any program, without the database."""

import csv
import io
import json

import jsonschema
import pytest
from django.core.cache import caches
from django.test import Client

from portal.site import public_api, public_data

ROOT = "/api/v1/public/"


@pytest.fixture
def ask(built, settings, monkeypatch):
    """A program without a cookie. No `django_db` mark in this file: any touch of the database fails the test."""
    settings.PUBLIC_ROOT = built
    caches["throttle"].clear()
    monkeypatch.setattr(public_api, "shelf", public_data.Shelf())
    client = Client()
    return lambda path, **headers: client.get(ROOT + path, headers=headers)


@pytest.fixture(scope="module")
def summary(built):
    return json.loads((built / "current/data/2026/2/summary.json").read_text())


def whole(ask, resource: str, **asked) -> list[dict]:
    """Every row, page by page."""
    rows, page = [], 1
    while True:
        query = "&".join(f"{name}={value}" for name, value in {"page_size": 50, "page": page, **asked}.items())
        answer = ask(f"{resource}/?{query}").json()
        rows += answer["results"]
        if answer["next"] is None:
            assert len(rows) == answer["count"]
            return rows
        page += 1


def test_lines_are_those_of_the_file_in_every_cell(ask, built):
    with (built / "current/data/2026/2/lines.csv").open(newline="") as file:
        cells = list(csv.DictReader(file))
    rows = whole(ask, "lines")
    assert [dict(public_data.cells(row)) for row in rows] == [{**line, "edition": "2"} for line in cells]
    assert {type(row["planned_local"]) for row in rows} == {int, type(None)}


@pytest.mark.parametrize("resource", ["items", "bodies", "regions", "indicators"])
def test_entries_are_those_of_summary_json(ask, summary, resource):
    assert whole(ask, resource) == [{"year": 2026, "edition": 2, **one} for one in summary[resource]]


def test_csv_has_the_same_figures_and_pages(ask):
    rows = ask("items/?page_size=3").json()["results"]
    answer = ask("items/?page_size=3&format=csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"].startswith("text/csv") and answer["X-Total-Count"] == str(ask("items/").json()["count"])
    assert [row["funding_total_disbursed"] for row in table] == [str(row["funding"]["total"]["disbursed"] or "") for row in rows]
    assert ask("lines/", accept="text/csv").content.decode().splitlines()[0].endswith("report_sha256,edition")


def test_text_never_starts_a_formula_and_numbers_stay_numbers():
    text = public_data.as_csv([{"a": "=1+1", "b": "-0.02", "c": "@x", "d": "-cmd", "e": 5, "f": "\tx"}])
    assert list(csv.reader(io.StringIO(text)))[1] == ["'=1+1", "-0.02", "'@x", "'-cmd", "5", "'\tx"]


def test_filters_narrow_and_several_values_mean_any(ask):
    lines = whole(ask, "lines")
    for name, value in (("body", "AK-ABA"), ("status", "done"), ("section", "1"), ("region", "ABA"), ("kind", "indicator")):
        assert whole(ask, "lines", **{name: value}) == [row for row in lines if str(row[name]) == value] != []
    assert len(whole(ask, "lines", status="done,not_done")) == sum(row["status"] in ("done", "not_done") for row in lines)
    assert all("AK-ABA" in [*row["lead"], *row["co"], *row["by_agreement"]] for row in whole(ask, "items", body="AK-ABA"))


def test_the_current_edition_is_meant_unless_another_is_named(ask):
    assert {row["edition"] for row in whole(ask, "items")} == {2}
    assert {row["edition"] for row in whole(ask, "items", edition=1)} == {1}
    assert [(row["edition"], row["status"]) for row in whole(ask, "editions")] == [(2, "published"), (1, "superseded")]
    assert whole(ask, "items", year=2031) == []


def test_nothing_is_sent_again_to_who_has_it(ask, built):
    first = ask("lines/?year=2026")
    again = ask("lines/?year=2026", if_none_match=f'"x", W/{first["ETag"]}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert ask("lines/?year=2026&page=2")["ETag"] != first["ETag"] != ask("lines/?year=2026&format=csv")["ETag"]


def test_pages_of_any_site_may_read(ask):
    for answer in (ask("lines/"), ask("lines/?wrong=1"), ask("openapi.json"), ask("")):
        assert answer["Access-Control-Allow-Origin"] == "*" and "Access-Control-Allow-Credentials" not in answer
    before = Client().options(ROOT + "lines/", headers={"origin": "https://example.kz", "access-control-request-method": "GET"})
    assert before.status_code == 204 and "GET" in before["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("query", ["yer=2026", "page=0", "page=x", "page_size=1001", "page=1e3", "page=²"])
def test_what_cannot_be_read_is_said_not_guessed(ask, query):
    answer = ask(f"lines/?{query}")
    assert answer.status_code == 400 and answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["problems"][0]["where"] == query.partition("=")[0]


def test_a_page_or_form_that_is_not_there_is_404(ask):
    assert ask("lines/?page=999").status_code == 404 and ask("lines/?format=xml").status_code == 404


def test_nobody_can_write(ask):
    for way in ("post", "put", "patch", "delete"):
        assert getattr(Client(), way)(ROOT + "lines/").status_code == 405


def test_one_address_asks_so_often_and_then_waits(ask, settings):
    settings.PUBLIC_API_RATE = "3/min"
    assert [ask("regions/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(ask("regions/")["Retry-After"]) > 0
    settings.PROXY_COUNT = 1
    assert ask("regions/", x_forwarded_for="6.6.6.6, 10.0.0.1").status_code == 200


def test_before_the_first_edition_there_are_no_rows(ask, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path
    assert ask("lines/").json()["results"] == []


def test_the_description_is_true_of_every_answer(ask):
    told = ask("openapi.json").json()
    assert set(told["paths"]) == {f"{ROOT}{name}/" for name in public_data.RESOURCES}
    for name in public_data.RESOURCES:
        shape = told["paths"][f"{ROOT}{name}/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**shape, "components": told["components"]}
        answer = ask(f"{name}/?page_size=1000").json()
        assert answer["count"] and list(jsonschema.Draft202012Validator(schema).iter_errors(answer)) == []
        asked = {one["name"] for one in told["paths"][f"{ROOT}{name}/"]["get"]["parameters"]}
        assert asked == {*public_data.RESOURCES[name].filters, "page", "page_size", "format"}
    assert set(ask("").json()["resources"]) == set(public_data.RESOURCES)
