"""Texts kept in Kazakh, Russian and English, side by side in `<name>_kk`, `<name>_ru`, `<name>_en`."""

from django.db import models
from django.utils.translation import get_language

from territories.languages import LANGUAGES


def three_texts(max_length: int, *, blank: bool = False) -> list[models.CharField]:
    """The Kazakh, Russian and English columns of one text, in that order."""
    return [models.CharField(max_length=max_length, blank=blank, default="" if blank else models.NOT_PROVIDED) for _ in LANGUAGES]


def named(field: str, model: str) -> models.CheckConstraint:
    """A text that must exist in Kazakh, the first language of every page."""
    return models.CheckConstraint(condition=~models.Q(**{f"{field}_kk": ""}), name=f"{model}_{field}_kk_given")


def among(field: str, choices: type[models.TextChoices], model: str) -> models.CheckConstraint:
    """A column that holds one of its choices, also when written past the forms."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_known")


def in_language(texts: dict[str, str]) -> str:
    """The text in the current language, else in the next of kk, ru, en that has one."""
    current = (get_language() or LANGUAGES[0])[:2]
    return next((texts[language] for language in (current, *LANGUAGES) if texts.get(language)), "")


class InLanguage:
    """`thing.name` reads `name_kk`, `name_ru` or `name_en` after the current language.

    Where that language has no text another one is shown; `untranslated` tells the page to say so.
    """

    def __init__(self, field: str):
        self.field = field

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        return in_language({language: getattr(thing, f"{self.field}_{language}") for language in LANGUAGES})


def untranslated(thing, field: str, language: str) -> bool:
    """True where the text exists, but not in this language: the page then says that it is not translated."""
    return not getattr(thing, f"{field}_{language}") and any(getattr(thing, f"{field}_{other}") for other in LANGUAGES)
