"""A document as plain blocks, so that its PDF and its DOCX say the same. Texts are ready to be read; nothing here knows where from."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading: 1 is a part of the document, 2 a matter within it. `new`: begins a page."""

    text: str
    level: int = 1
    new: bool = False
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `lang`: of its text, where it is not that of the document; `look`: lead, note, right, strong or nothing."""

    text: str
    look: str = ""
    lang: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page. `numeric`: columns set to the right; `wide`: relative widths of the columns.

    A row with fewer cells than the head is a group: its one text runs through. `total`: the last row is a sum.
    """

    head: list[str]
    rows: list[list[str]]
    numeric: frozenset[int] = frozenset()
    wide: tuple[int, ...] = ()
    caption: str = ""
    total: bool = False
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Document:
    """Title, what stands in the foot of every page, who made it and when, and the blocks."""

    title: str
    foot: str
    author: str
    made_at: object  # datetime: the bytes depend on it and on nothing else of the day
    language: str
    blocks: list
    has_title: bool = True


def numbered(number: int, text: str) -> str:
    """The heading of a numbered part."""
    return f"{number}. {text}"
