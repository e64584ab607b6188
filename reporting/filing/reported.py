"""What a row says, as plain data: the same words in a revision, in an event and in the frozen version."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from reporting.models import MAX_TENGE, IndicatorValue, ItemProgress
from reporting.problems import Problem


def plain(value):
    """A value as JSON keeps it: dates in ISO, decimals without trailing zeros, a territory by its code."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value.code if isinstance(value, models.Model) else value


def snapshot(entry) -> dict:
    """Every reported field of a row as plain data. An empty territory is "" as an empty text is."""
    said = {name: plain(getattr(entry, name)) for name in entry.REPORTED}
    if "territory" in said:
        said["territory"] = said["territory"] or ""
    return said


def is_filled(entry) -> bool:
    """Whether anything at all was reported in the row."""
    return any(value not in ("", None, False) for value in snapshot(entry).values())


def tidied(entry, values: dict) -> dict:
    """Values as they will be kept: of the field's own type, texts without spaces around and with one kind of line end."""
    unknown = set(values) - set(entry.REPORTED)
    if unknown:
        raise KeyError(f"Not reported fields: {sorted(unknown)}")
    return {name: tidy(entry._meta.get_field(name), value) for name, value in values.items()}


def tidy(field, value):
    """One value; what the field cannot read is left as it is for `faults` to name."""
    if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
        return value.replace("\r\n", "\n").strip()
    try:
        return value if isinstance(field, models.ForeignKey) else field.to_python(value)
    except ValidationError:
        return value


def plain_values(values: dict) -> dict:
    """The same as `snapshot` for values that are not on a row yet."""
    return {name: "" if name == "territory" and value is None else plain(value) for name, value in values.items()}


def faults(entry: ItemProgress | IndicatorValue, values: dict) -> list[Problem]:
    """What the fields themselves refuse: an unknown choice, too long a text, an impossible amount."""
    found = []
    for name, value in values.items():
        field = entry._meta.get_field(name)
        if isinstance(value, str) and "\x00" in value:
            found.append(Problem("bad_character", name))
        elif isinstance(value, int | Decimal) and not isinstance(value, bool) and value < 0:
            found.append(Problem("negative", name))
        elif isinstance(field, models.BigIntegerField) and value is not None and value > MAX_TENGE:
            found.append(Problem("too_large", name))
        elif name == "denominator" and value == 0:
            found.append(Problem("denominator_zero", name))
        elif isinstance(value, str) and field.max_length and len(value) > field.max_length:  # a TextField does not look by itself
            found.append(Problem("too_long", name, params={"max": field.max_length}))
        elif not isinstance(field, models.ForeignKey):
            found += refused_by_field(field, name, value, entry)
    return found


def refused_by_field(field, name: str, value, entry) -> list[Problem]:
    """The model field's own validators, told in the portal's words."""
    try:
        field.clean(value, entry)
    except ValidationError as error:
        is_choice = error.error_list[0].code == "invalid_choice"
        code = "choose" if is_choice else "date" if isinstance(field, models.DateField) else "number"
        return [Problem(code, name, params={"field": str(field.verbose_name)})]
    return []
