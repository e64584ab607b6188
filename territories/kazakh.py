"""Kazakh order and search, done by us because neither SQLite nor a plain PostgreSQL sorts or folds Kazakh letters."""

import re
import unicodedata

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"  # the 42 letters in their official order
LATIN = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 120  # characters that take part in sorting

# Two digits a character: keys made of digits alone sort the same under every collation of either database.
_PLACES = {letter: f"{place:02d}" for place, letter in enumerate("0123456789" + ALPHABET + LATIN, start=1)}
_GAP, _OTHER = "00", "99"


def fold(text: str) -> str:
    """One spelling for comparing: composed letters, no capitals."""
    return unicodedata.normalize("NFC", text).casefold()


def sort_key(text: str) -> str:
    """The place of a text in Kazakh alphabetical order, as a string of digits; punctuation counts as a space."""
    words = " ".join(re.findall(r"\w+", fold(text)))[:LONGEST]
    return "".join(_GAP if sign == " " else _PLACES.get(sign, _OTHER) for sign in words)


def search_text(*texts: str) -> str:
    """Texts folded for `contains`: a query passed through the same function finds them in either case, with ё or е."""
    return "\n".join(fold(text).replace("ё", "е") for text in texts if text)
