"""The catalogues: every string of code and templates has its Kazakh and Russian text, and no Kazakh text is left in Latin letters."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("portal", "reporting", "territories", "templates", "manage.py")
LANGUAGES = ("kk", "ru")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names of formats, standards and keys that are written so in Kazakh and Russian too
KEPT = frozenset(
    """
    PDF DOCX XLSX JPG PNG CSV JSON ZIP SHA UTC UTF BOM XML HTTP HTTPS https http URL API QR CC BY Excel Word Tab Enter Ctrl
    English RFC Kazakhstan gov kz sha sha256sum SUMS SHA256SUMS manifest json lines csv summary excel xlsx pdf data index
    latest report WCAG AA GII MIT ID DEMO Frictionless Golos Text II IV VI OpenAPI Idempotency Key Match If Bearer ETag Atom
    Schema SITE CLAMD ADDRESS CHANGELOG cookie ics iCalendar Outlook FF WebCrypto verify edition py yaml YAML
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    """The one catalogue of a language."""
    return polib.pofile(str(root / "portal" / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def gathered(tmp_path_factory) -> Path:
    """A copy of the sources whose catalogues were gathered anew by Django's own command."""
    place = tmp_path_factory.mktemp("gathered")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, place / name)
    command = [sys.executable, str(place / "manage.py"), "makemessages", "-l", "kk", "-l", "ru", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    return place


def identity(entry) -> tuple[str | None, str]:
    """What makes a message one message."""
    return entry.msgctxt, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(gathered, language):
    left = [e.msgid for e in catalogue(language, gathered) if not e.obsolete and (not e.translated() or e.fuzzy)]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_kept_that_nothing_says(gathered, language):
    said = {identity(e) for e in catalogue(language, gathered) if not e.obsolete}
    kept = {identity(e) for e in catalogue(language) if not e.obsolete}
    assert kept - said == set() and [e.msgid for e in catalogue(language) if e.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_source(language):
    wrong = []
    for entry in catalogue(language):
        asked = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            if set(PLACEHOLDER.findall(text)) - asked or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != asked):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_latin_word_is_left(language):
    left = []
    for entry in catalogue(language):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            words = set(LATIN.findall(re.sub(r"<[^>]+>|&\w+;|\S+@\S+|%\(\w+\)[sd]|%[a-zA-Z]", " ", text)))
            left += [(entry.msgid, word) for word in words - KEPT]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_sign_and_a_fraction_never_part_at_the_end_of_a_line(language):
    parted = re.compile(r"№ |%\(\w+\)[sd] / %\(\w+\)[sd]")
    told = [text for entry in catalogue(language) for text in [entry.msgstr, *entry.msgstr_plural.values()]]
    assert [text for text in told if parted.search(text)] == []


def test_kazakh_words_have_no_letters_of_another_alphabet():
    mixed = re.compile(r"(?=\w*[A-Za-z])(?=\w*[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІіЁё])\w+")
    found = [(e.msgid, m.group()) for e in catalogue("kk") for t in [e.msgstr, *e.msgstr_plural.values()] for m in mixed.finditer(t)]
    assert [f for f in found if "%(" not in f[0]] == []
