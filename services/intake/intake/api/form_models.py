"""Input models made from a form's table, so that the OpenAPI document shows every field."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, create_model
from pydantic_core import PydanticCustomError

from common.http.validation import StrictModel
from programme.forms import tables

_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# Longer than any figure of a form; a longer one is refused before it is read as a number.
_DIGITS: Final = 20


def section_type(section: tables.Section) -> Any:
    """The type of a section's content: an object, or a list of rows; every field is optional."""
    row = row_model(_camel(section.name), section.fields, description=section.zh)
    if section.shape == "object":
        return row
    return Annotated[list[row], Field(max_length=section.max_items)]  # type: ignore[valid-type]


def row_model(name: str, fields: Iterable[tables.Field], *, description: str) -> type[StrictModel]:
    """A strict model whose fields may all be left out or null."""
    made: dict[str, Any] = {
        field.name: (_type_of(field, within=name) | None, _described(field)) for field in fields
    }
    return create_model(name, __base__=StrictModel, __doc__=description, **made)


def _described(field: tables.Field) -> Any:
    unit = f"，单位：{field.unit}" if field.unit else ""
    text = f"{field.en} ({field.clause}{unit})"
    return Field(default=None, title=field.zh, description=text)


def _type_of(field: tables.Field, *, within: str) -> Any:
    if field.type == "table":
        name = f"{within}{_camel(field.name)}"
        row = row_model(name, field.columns, description=field.zh)
        return Annotated[list[row], Field(max_length=field.max_items)]  # type: ignore[valid-type]
    if field.type == "list":
        item = _value_type(field, field.item or "text")
        return Annotated[list[item], Field(max_length=field.max_items)]  # type: ignore[valid-type]
    return _value_type(field, field.type)


def _value_type(field: tables.Field, kind: str) -> Any:
    return {
        "text": _text,
        "code": _code,
        "int": _integer,
        "decimal": _decimal,
        "bool": _boolean,
        "enum": _choice,
        "date": _date,
    }[kind](field)


def _text(field: tables.Field) -> Any:
    return Annotated[str, Field(max_length=field.max_length)]


def _code(field: tables.Field) -> Any:
    return Annotated[str, Field(max_length=field.max_length, pattern=f"^(?:{field.pattern})$")]


def _integer(field: tables.Field) -> Any:
    low, high = field.minimum, field.maximum
    bounds = Field(
        strict=True,
        ge=None if low is None else int(low),
        le=None if high is None else int(high),
    )
    return Annotated[int, bounds]


def _decimal(field: tables.Field) -> Any:
    # A decimal stays the string it was sent as: nothing on its way turns it into another number.
    pattern = rf"^-?(0|[1-9][0-9]*)(\.[0-9]{{1,{field.scale}}})?$"
    bounded = AfterValidator(_within(field.minimum, field.maximum))
    return Annotated[str, Field(max_length=_DIGITS, pattern=pattern), bounded]


def _boolean(_field: tables.Field) -> Any:
    return Annotated[bool, Field(strict=True)]


def _choice(field: tables.Field) -> Any:
    return Literal[tuple(choice.value for choice in field.choices)]


def _date(_field: tables.Field) -> Any:
    extra: dict[str, Any] = {"format": "date"}
    shape = Field(max_length=10, pattern=_DATE, json_schema_extra=extra)
    return Annotated[str, shape, AfterValidator(_existing_day)]


def _within(low: Fraction | None, high: Fraction | None) -> Callable[[str], str]:
    def check(text: str) -> str:
        number = Fraction(Decimal(text))
        if low is not None and number < low:
            raise PydanticCustomError("greater_than_equal", "too small")
        if high is not None and number > high:
            raise PydanticCustomError("less_than_equal", "too large")
        return text

    return check


def _existing_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("date_parsing", "no such day") from error
    return text


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
