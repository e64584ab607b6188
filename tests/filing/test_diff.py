"""Words that came and went between two versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.filing.diff import changes


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("бір екі", "бір екі", [("same", "бір екі")]),
        ("бір екі үш", "бір төрт үш", [("same", "бір "), ("del", "екі "), ("ins", "төрт "), ("same", "үш")]),
        ("", "жаңа мәтін", [("ins", "жаңа мәтін")]),
        ("ескі мәтін", "", [("del", "ескі мәтін")]),
        # a number with no-break spaces is one word
        ("игерілген: 1\u00a0100\u00a0000", "игерілген: 1\u00a0150\u00a0000", [
            ("same", "игерілген: "), ("del", "1\u00a0100\u00a0000"), ("ins", "1\u00a0150\u00a0000"),
        ]),
    ],
)  # fmt: skip
def test_what_changed_is_told_word_by_word(old, new, pieces):
    assert changes(old, new) == pieces


@given(st.text(alphabet="аб \n\u00a0", max_size=30), st.text(alphabet="аб \n\u00a0", max_size=30))
def test_the_new_text_can_always_be_read_whole(old, new):
    assert "".join(text for tag, text in changes(old, new) if tag != "del") == new
