from hypothesis import given
from hypothesis import strategies as st

from territories.kazakh import ALPHABET, search_text, sort_key


def test_42_letters_in_their_order():
    assert len(ALPHABET) == 42
    assert sorted(ALPHABET, key=sort_key) == list(ALPHABET)
    assert sorted(ALPHABET.upper(), key=sort_key) == list(ALPHABET.upper())


def test_words_that_plain_order_gets_wrong():
    words = ["Ямбы", "Әкім", "Ұлт", "Аудан", "Үкімет", "Қазына", "Кеңес", "Іс", "Һәм", "Ғылым", "Гүл", "Өңір", "Облыс", "Ңу", "Ну", "Ыдыс"]
    assert sorted(words, key=sort_key) == [
        "Аудан", "Әкім", "Гүл", "Ғылым", "Кеңес", "Қазына", "Ну", "Ңу", "Облыс", "Өңір", "Ұлт", "Үкімет", "Һәм", "Ыдыс", "Іс", "Ямбы",
    ]  # fmt: skip


def test_case_composition_and_punctuation_do_not_matter():
    assert sort_key("ӨҢІР") == sort_key("өңір")
    assert sort_key("и\u0306од") == sort_key("йод")
    assert sort_key("«Бәйтерек» ҰБХ") == sort_key("Бәйтерек ҰБХ")
    assert sort_key("1-бағыт") < sort_key("абай") < sort_key("zone")


def test_shorter_word_and_space_come_first():
    assert sort_key("Алматы") < sort_key("Алматы қаласы") < sort_key("Алматыға")


@given(st.text(max_size=300))
def test_key_is_digits_that_fit_the_column(text):
    key = sort_key(text)
    assert len(key) <= 240
    assert key == "" or key.isascii() and key.isdigit()


def test_search_text_folds_case_and_yo():
    assert search_text("Ұлытау ОБЛЫСЫ", "", "Отчёт") == "ұлытау облысы\nотчет"
    assert search_text("отчет") in search_text("ОТЧЁТ")
