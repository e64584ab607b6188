"""The page for the programmers of a body: every request of theirs is on it, in words, and nobody without a token meets it."""

import re
from uuid import uuid4

import pytest
from django.urls import resolve

from portal.api import description
from portal.api_guide import SAID, operations

PAGE = "/work/api/"


def test_every_request_of_a_bodys_system_is_on_it():
    told = [one for ops in description()["paths"].values() for one in ops.values() if isinstance(one, dict) and one["tags"] == ["reports"]]
    assert set(SAID) == {one["operationId"] for one in told} - {"read_queue"}
    for _method, address, _said in operations():
        assert resolve(re.sub(r"{(report|document)}", str(uuid4()), address))


@pytest.mark.parametrize(("language", "words"), [("kk", "Неден бастау керек"), ("ru", "С чего начать"), ("en", "How to begin")])
def test_it_says_how_to_begin(aigul, sign_in, language, words, django_assert_max_num_queries):
    client = sign_in(aigul)
    with django_assert_max_num_queries(4):
        page = client.get(f"/{language}{PAGE}").content.decode()
    assert words in page and page.count("/api/v1/reports/") >= len(SAID) and "If-Match" in page and "Idempotency-Key" in page
    assert f"/{language}{PAGE}" in client.get(f"/{language}/account/tokens/").content.decode()


def test_strangers_do_not_meet_it(client, sign_in, oraz):
    assert client.get(f"/ru{PAGE}").status_code == 302
    assert sign_in(oraz).get(f"/ru{PAGE}").status_code == 404
