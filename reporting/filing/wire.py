"""How a reported value travels: whole tenge as an integer, decimals as strings, days in ISO, nothing as null. Strict both ways."""

import re
from datetime import date
from decimal import Decimal

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from reporting.models import MAX_TENGE
from reporting.problems import Problem, Refused
from territories.models import Territory

DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# code of the framework's error → our code
CODES = {
    "required": "required", "invalid_choice": "choose", "max_length": "too_long", "null_characters_not_allowed": "bad_character",
    "surrogate_characters_not_allowed": "bad_character", "empty": "file_empty", "choose": "choose",
}  # fmt: skip


class Strict:
    """Takes one kind of JSON value and no other, so that nothing is guessed."""

    kind: type = str
    expected = "string"

    def to_internal_value(self, data):
        """The value as a rule gets it."""
        if type(data) is not self.kind:
            raise ValidationError("", code="wrong_type")
        return super().to_internal_value(data)

    def to_representation(self, value):
        """Already plain: `reported.snapshot` made it so."""
        return value


class Text(Strict, serializers.CharField):
    """A text, as it was written. How long it may be is the rule's to judge; the description tells it."""

    def __init__(self, **options):
        super().__init__(allow_blank=True, trim_whitespace=False, **options)


class Choice(Strict, serializers.ChoiceField):
    """One of the codes of a closed set."""

    expected = "code"


@extend_schema_field({"type": "boolean"})
class Tick(Strict, serializers.BooleanField):
    """true or false."""

    kind, expected = bool, "boolean"


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": MAX_TENGE, "nullable": True, "example": 1250000500})
class Tenge(Strict, serializers.IntegerField):
    """Whole tenge."""

    kind, expected = int, "integer"


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{1,14}(\.[0-9]{1,6})?$", "nullable": True, "example": "12.5"})
class PlainDecimal(Strict, serializers.Field):
    """A decimal as a string with a point."""

    expected = "decimal as a string"

    def to_internal_value(self, data):
        """Read exactly."""
        if type(data) is not str or not DECIMAL.fullmatch(data):
            raise ValidationError("", code="wrong_type")
        return Decimal(data)


@extend_schema_field({"type": "string", "format": "date", "nullable": True, "example": "2026-12-31"})
class Day(Strict, serializers.Field):
    """A day as YYYY-MM-DD."""

    expected = "date YYYY-MM-DD"

    def to_internal_value(self, data):
        """A day of the calendar."""
        if type(data) is not str or not DAY.fullmatch(data):
            raise ValidationError("", code="wrong_type")
        try:
            return date.fromisoformat(data)
        except ValueError as no_such_day:
            raise ValidationError("", code="wrong_type") from no_such_day


@extend_schema_field({"type": "string", "maxLength": 20, "example": "TECHNOQALA"})
class TerritoryCode(Strict, serializers.Field):
    """A territory by its code; an empty string for none."""

    def to_internal_value(self, data):
        """The territory itself."""
        if type(data) is not str:
            raise ValidationError("", code="wrong_type")
        found = Territory.objects.filter(code=data).first() if data and data.isprintable() else None
        if data and found is None:
            raise ValidationError("", code="choose")
        return found


def wire_field(model, name: str) -> serializers.Field:
    """The field of the API for a reported model field."""
    field = model._meta.get_field(name)
    told = {"label": str(field.name), "help_text": ""}
    if isinstance(field, models.ForeignKey):
        return TerritoryCode(**told)
    if isinstance(field, models.BooleanField):
        return Tick(**told)
    if isinstance(field, models.DateField):
        return Day(allow_null=True, **told)
    if isinstance(field, models.BigIntegerField):
        return Tenge(allow_null=True, **told)
    if isinstance(field, models.DecimalField):
        return PlainDecimal(allow_null=True, **told)
    if field.choices:
        return Choice(choices=[value for value, _ in field.choices if value], allow_blank=field.blank, **told)
    return Text(max_length=field.max_length, **told)


def printable(name) -> str:
    """A field's name as it was sent, in signs that every answer can carry."""
    return str(name)[:60].encode("utf-8", "backslashreplace").decode()


def read(serializer_class, data, *, partial: bool = False, labels: dict | None = None) -> dict:
    """The values of a request, or a refusal that names each field; fields that do not exist are named too."""
    if not isinstance(data, dict):
        raise Refused(Problem("malformed"))
    reader = serializer_class(data=data, partial=partial)
    problems = [Problem("field_unknown", printable(name)) for name in data if name not in reader.fields]
    if not reader.is_valid():
        problems += [problem_of(reader.fields[name], errors[0].code, labels or {}) for name, errors in reader.errors.items()]
    if problems:
        raise Refused(problems)
    return dict(reader.validated_data)


def problem_of(field, code: str, labels: dict) -> Problem:
    """An error of the framework as a problem of ours."""
    code, name = CODES.get(code, "wrong_type"), field.field_name
    params = {
        "choose": {"field": str(labels.get(name, name))}, "wrong_type": {"expected": getattr(field, "expected", "string")},
        "too_long": {"max": getattr(field, "max_length", 0)},
    }  # fmt: skip
    return Problem(code, name, params=params.get(code, {}))
