"""Figures inside the texts of the Ministry: `{{total.disbursed}}` stands for the figure, so that a text can never say another number.

Pure. What a figure was when somebody last read the sentence is kept beside the text (`seen`); where it is another by now, the sentence
is stale until somebody confirms it with the new number or writes it anew.
"""

import re
from dataclasses import dataclass

from reporting.consolidation import explaining
from reporting.consolidation.lineage import Figures, parse

TOKEN = re.compile(r"\{\{\s*([A-Za-z0-9._-]+)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\n+")  # «тыс. тенге» ends no sentence


@dataclass(frozen=True)
class Piece:
    """A run of plain text, or a figure: its address, how it reads now, and how it read before if it has changed."""

    text: str
    address: str = ""
    was: str = ""


@dataclass(frozen=True)
class Stale:
    """A figure that has changed under a sentence."""

    address: str
    sentence: list[Piece]
    was: str
    now: str


def addresses(text: str) -> list[str]:
    """Addresses of the figures in a text, each once, in their order."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def unknown(text: str, figures: Figures) -> list[str]:
    """What is written as a figure and is none: wrong addresses, and braces that are left over."""
    wrong = [address for address in addresses(text) if not figures.knows(parse(address))]
    rest = TOKEN.sub("", text)
    return [*wrong, *dict.fromkeys(found.group() for found in BRACES.finditer(rest))]


def plain(value):
    """A value as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def seen_in(text: str, figures: Figures) -> dict[str, object]:
    """The values of the figures in a text: kept when somebody writes or confirms it."""
    return {address: plain(figures.value(parse(address))) for address in addresses(text) if figures.knows(parse(address))}


def changed(text: str, seen: dict, figures: Figures) -> list[str]:
    """Addresses whose figure is another than it was, or is there no more. Before the first calculation nothing is known to be another."""
    if not figures.entries:
        return []
    return [
        address for address in addresses(text)
        if not figures.knows(parse(address)) or address not in seen or plain(figures.value(parse(address))) != seen[address]
    ]  # fmt: skip


def resolved(text: str, figures: Figures, language: str) -> str:
    """The text with its numbers, in the formats of its language: what an edition holds."""
    return TOKEN.sub(lambda found: shown(found.group(1), figures, language), text)


def shown(address: str, figures: Figures, language: str, value=...) -> str:
    """The figure as the text has it; its address where there is no such figure any more."""
    figure = parse(address)
    is_kept = not figures.entries and figure is not None and figure.kind != "indicator" and value is not ...
    if not figures.knows(figure) and not is_kept:
        return address
    if isinstance(value, list):
        value = tuple(value)
    return explaining.shown(figure, figures, value=value, language=language)


def paragraphs(text: str, seen: dict, figures: Figures, language: str) -> list[list[Piece]]:
    """The text for reading: paragraphs of pieces."""
    return [pieces(part, seen, figures, language) for part in text.split("\n") if part.strip()]


def pieces(text: str, seen: dict, figures: Figures, language: str) -> list[Piece]:
    """Plain text and figures in turn."""
    stale, made, last = set(changed(text, seen, figures)), [], 0
    for found in TOKEN.finditer(text):
        address = found.group(1)
        was = shown(address, figures, language, seen[address]) if address in stale and address in seen else ""
        now = shown(address, figures, language, *([seen[address]] if not figures.entries and address in seen else []))
        made += [Piece(text[last : found.start()]), Piece(now, address, was)]
        last = found.end()
    return [piece for piece in [*made, Piece(text[last:])] if piece.text]


def stale(text: str, seen: dict, figures: Figures, language: str) -> list[Stale]:
    """Sentences whose figures have changed: which, from what to what."""
    found = []
    for sentence in SENTENCE.split(text):
        for address in changed(sentence, seen, figures):
            was = shown(address, figures, language, seen[address]) if address in seen else ""
            found.append(Stale(address, pieces(sentence, seen, figures, language), was, shown(address, figures, language)))
    return found
