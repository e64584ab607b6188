"""Letters for searching: who types on a Russian keyboard finds Kazakh words, and ё is е. A folded text is as long as the text."""

import re
import unicodedata

ALIKE = str.maketrans(
    {
        "ә": "а", "і": "и", "ы": "и", "й": "и", "қ": "к", "ғ": "г", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "ё": "е",
        "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
WORD = re.compile(r"\w+")
LONGEST_QUERY, MOST_WORDS = 120, 8


def composed(text: str) -> str:
    """One sign a letter: й typed as и with a breve becomes one again. Texts are indexed so."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The composed text with small letters and without the differences that a keyboard makes; each sign keeps its place."""
    return "".join(small if len(small := sign.casefold()) == 1 else sign for sign in text).translate(ALIKE)


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; a query has an end."""
    return list(dict.fromkeys(WORD.findall(fold(composed(query)[:LONGEST_QUERY]))))[:MOST_WORDS]


def stem(word: str) -> str:
    """The beginning of a word, for when nothing matches it whole: Kazakh and Russian put their endings last."""
    return word if word.isdigit() or len(word) < 5 else word[: max(4, len(word) - (3 if len(word) > 8 else 2))]


def pattern(word: str) -> re.Pattern:
    """A word is found by its beginning, a number only whole: «7» is not «70»."""
    return re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if word.isdigit() else r""))
