"""What can be wrong with a file of reference data, said in three languages. A file with a fault is refused whole."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "missing_file": _("the file is missing"),
    "empty_file": _("the file has no rows"),
    "not_utf8": _("the text is not in UTF-8"),
    "unreadable_character": _("the cell holds a character that is not text (code %(sign)s)"),
    "bad_quotes": _("the quotation marks of the row do not match"),
    "missing_column": _("the column is missing"),
    "unknown_column": _("the column is not known"),
    "duplicate_column": _("the column is there twice"),
    "cell_count": _("cells in the row: %(found)s, needed: %(expected)s"),
    "missing_value": _("the cell is empty"),
    "missing_kk": _("the Kazakh text is missing"),
    "missing_ru": _("the Russian text is missing"),
    "missing_en": _("the English text is missing"),
    "too_long": _("characters in the text: %(found)s, the limit: %(limit)s"),
    "bad_code": _("“%(value)s” is not a code; capital Latin letters, digits and hyphens are allowed"),
    "bad_date": _("“%(value)s” is not a date of the calendar; write it as YYYY-MM-DD"),
    "bad_month_day": _("“%(value)s” is not a day of the year; write it as MM-DD"),
    "bad_number": _("“%(value)s” is not a whole number from %(low)s to %(high)s"),
    "bad_decimal": _("“%(value)s” is not a number; write it with digits and a point"),
    "bad_choice": _("“%(value)s” is not a known value; known values: %(known)s"),
    "unknown_region": _("there is no region with this code: %(value)s"),
    "unknown_body": _("there is no body or group with this code: %(value)s"),
    "unknown_edition": _("there is no edition of the plan with this code: %(value)s"),
    "unknown_indicator": _("there is no indicator with this code: %(value)s"),
    "duplicate": _("“%(value)s” already stands on line %(first)s"),
    "ends_before_start": _("the end (%(end)s) is before the beginning (%(start)s)"),
    "successor_of_living": _("a body with a successor needs its last day"),
    "successor_circle": _("the successors lead back to the same body"),
    "kind_level": _("an akimat is local and has a region; a ministry or an agency is central and has none"),
    "status_needs_act": _("a status needs the act and the date on which it was given"),
    "no_tile": _("the region has no tile: %(value)s"),
    "section_differs": _("the title of the section differs from line %(first)s"),
    "body_twice": _("the body or group is named twice: %(value)s"),
    "body_not_valid": _("the body %(value)s did not exist on %(day)s"),
    "ratio_parts": _("a ratio, and nothing else, names its two sums with “ / ” between them"),
    "baseline_half": _("the baseline needs both the year and the value"),
    "no_record": _("there is no row for the field: %(value)s"),
    "languages_differ": _("the value is not the same in the three languages"),
    "year_outside": _("the year %(value)s is outside the years of the Concept: %(first)s–%(last)s"),
    "edition_is_fixed": _("the edition %(value)s is already loaded and does not change; another wording needs a new edition"),
    "indicator_is_fixed": _("the indicator %(value)s is already loaded; another way of counting needs a new indicator"),
    "value_taken": _("“%(value)s” already belongs to %(code)s"),
    "demo_only": _("sample targets are loaded in the demonstration only"),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which file, on which line, in which column, and why. The line is that of the file, the header being line 1."""

    file: str
    line: int
    column: str
    code: str
    params: dict = field(default_factory=dict, hash=False)

    def text(self) -> str:
        """The fault in the current language."""
        place = {"file": self.file, "line": self.line, "column": self.column, "reason": str(TEXTS[self.code]) % self.params}
        if self.column:
            return _("%(file)s, line %(line)s, column “%(column)s”: %(reason)s") % place
        return _("%(file)s, line %(line)s: %(reason)s") % place


class BadCell(Exception):
    """A cell that cannot be read as what its column holds."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code, self.params = code, params


class BadFile(Exception):
    """The files are refused whole, with every fault found; nothing is written."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("; ".join(f"{fault.file}:{fault.line}:{fault.column}:{fault.code}" for fault in self.faults))
