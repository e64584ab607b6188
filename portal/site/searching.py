"""The search: every word of the query must be met in an entry; the answer says where, and shows the words in their context."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.site.folding import fold, pattern, stem, words_of
from territories.languages import LANGUAGES

KINDS = ("year", "item", "indicator", "body", "region", "territory", "text", "term")
FIRST, PAGE, BROAD = 5, 20, 60  # of each kind at first; of one kind on a page; from how many on the reader is helped to narrow
AROUND = 90  # signs of context on each side


@dataclass(frozen=True)
class Entry:
    """A place of the site with its texts folded once, when the index is read."""

    kind: str
    key: str
    path: str
    title: dict
    texts: list  # (what it is, language, text)
    year: int | None
    bodies: list
    titles: dict = field(default_factory=dict)  # folded, by language
    folded: list = field(default_factory=list)  # of `texts`, in their order


@dataclass(frozen=True)
class Index:
    """Everything that can be found."""

    entries: list[Entry]
    bodies: dict
    years: list[int]
    sample: bool


@dataclass(frozen=True)
class Question:
    """What a reader asks for: words, and a narrowing by year, body and kind."""

    query: str = ""
    year: int | None = None
    body: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Found:
    """An entry with the place where it matched: the name of the text («» for the title), its language and the marked excerpt."""

    entry: Entry
    score: int
    where: str = ""
    lang: str = ""
    excerpt: str = ""


def read_index(data: dict) -> Index:
    """The index of a build, folded."""
    entries = [
        Entry(**one, titles={k: fold(text) for k, text in one["title"].items()}, folded=[fold(text) for _what, _lang, text in one["texts"]])
        for one in data["entries"]
    ]
    return Index(entries, data["bodies"], sorted({one.year for one in entries if one.year}, reverse=True), data["sample"])


def find(index: Index, asked: Question, language: str) -> tuple[list[Found], bool]:
    """What was found, best first, and whether only the beginnings of the words were: endings differ in Kazakh and in Russian."""
    words = words_of(asked.query)
    years = {str(year) for year in index.years}
    dated = [int(one) for one in words if one in years]
    rest = [one for one in words if one not in years]
    entries = list(narrowed(index, asked, dated))
    if not rest:
        found = [Found(one, 2 if one.kind == "year" else 0) for one in entries if dated]
        return newest(found), False
    found = list(matching(entries, rest, language))
    shortened = [stem(one) for one in rest]
    if found or shortened == rest:
        return newest(found), False
    return newest(list(matching(entries, shortened, language))), True


def narrowed(index: Index, asked: Question, dated: list[int]) -> Iterator[Entry]:
    """The entries of the chosen year and body; a year among the words is a choice too."""
    for one in index.entries:
        if asked.year and one.year != asked.year or dated and one.year not in dated:
            continue
        if not asked.body or asked.body in one.bodies:
            yield one


def matching(entries: list[Entry], words: list[str], language: str) -> Iterator[Found]:
    """Entries that hold every word, in any of their texts and in any language."""
    patterns = [pattern(one) for one in words]
    for one in entries:
        every = [*one.titles.values(), *one.folded]
        if all(any(word in text and look.search(text) for text in every) for word, look in zip(words, patterns, strict=True)):
            found = told(one, patterns, language)
            if one.kind != "text" or found.excerpt:  # the title of a text is its item's, which is found by itself
                yield found


def told(entry: Entry, patterns: list, language: str) -> Found:
    """Where an entry matched best: in its title, in the text that holds most of the words, in its title in another language."""
    own = hits(entry.titles[language], patterns)
    best = max(range(len(entry.texts)), key=lambda n: hits(entry.folded[n], patterns), default=None)
    in_text = hits(entry.folded[best], patterns) if best is not None else 0
    other = max((one for one in LANGUAGES if one != language), key=lambda one: hits(entry.titles[one], patterns))
    score = own * 4 + in_text + hits(entry.titles[other], patterns)
    if entry.kind != "text" and (own == len(patterns) or own and not in_text):
        return Found(entry, score)
    if in_text:
        what, lang, text = entry.texts[best]
        return Found(entry, score, what, lang, excerpt(text, entry.folded[best], patterns))
    return Found(entry, score, "title", other, marked(entry.title[other], entry.titles[other], patterns))


def hits(folded: str, patterns: list) -> int:
    """How many of the words a text holds."""
    return sum(1 for one in patterns if one.search(folded))


def newest(found: list[Found]) -> list[Found]:
    """Best first; of a thing that is there every year only the newest page, but every text of every year."""
    found = sorted(found, key=lambda one: (-one.score, -(one.entry.year or 0)))
    seen, kept = set(), []
    for one in sorted(found, key=lambda one: -(one.entry.year or 0)):
        name = (one.entry.kind, one.entry.key, one.entry.year if one.entry.kind == "text" else 0)
        if name not in seen:
            seen.add(name)
            kept.append(id(one))
    chosen = set(kept)
    return [one for one in found if id(one) in chosen]


def excerpt(text: str, folded: str, patterns: list) -> SafeString:
    """The words with what stands around the first of them, cut between words."""
    first = min((match.start() for one in patterns if (match := one.search(folded))), default=0)
    start, end = max(0, first - AROUND), min(len(text), first + AROUND * 2)
    start = text.find(" ", start, first) + 1 or start if start else 0
    end = end if end == len(text) else max(text.rfind(" ", first, end), first + 1)
    shown = marked(text[start:end], folded[start:end], patterns)
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def marked(text: str, folded: str, patterns: list) -> SafeString:
    """The text with the found words marked, to their ends. Everything else is escaped."""
    places = sorted({(match.start(), word_end(folded, match.end())) for one in patterns for match in one.finditer(folded)})
    pieces, at = [], 0
    for start, end in places:
        if start < at:
            continue
        pieces += [format_html("{}<mark>{}</mark>", text[at:start], text[start:end])]
        at = end
    return mark_safe("".join([*pieces, format_html("{}", text[at:])]))  # noqa: S308 - every piece was escaped by format_html


def word_end(folded: str, at: int) -> int:
    """Where the word ends in which a match ended: the ending is marked too."""
    while at < len(folded) and (folded[at].isalnum() or folded[at] == "_"):
        at += 1
    return at
