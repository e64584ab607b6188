"""The switch to larger text: it remembers, it returns to the page, it leads nowhere else."""

import pytest

from portal.view import switch_view


def test_the_choice_is_kept_in_a_cookie_that_the_published_pages_can_read(rf):
    answer = switch_view(rf.post("/view/", {"view": "large", "next": "/kk/work/?page=2"}))
    assert (answer.status_code, answer["Location"]) == (302, "/kk/work/?page=2")
    assert answer.cookies["view"].value == "large" and not answer.cookies["view"]["httponly"]


def test_the_choice_is_forgotten(rf):
    assert switch_view(rf.post("/view/", {"view": "", "next": "/kk/"})).cookies["view"]["max-age"] == 0


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_site(rf, address):
    assert switch_view(rf.post("/view/", {"view": "large", "next": address}))["Location"] == "/"


def test_only_a_button_switches(rf):
    assert switch_view(rf.get("/view/")).status_code == 405
