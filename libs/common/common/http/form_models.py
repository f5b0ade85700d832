"""Input models made from a form's field table, so that the OpenAPI document shows every field.

Every field may be left out: a draft may be partial. What is required binds at submission.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, create_model
from pydantic_core import PydanticCustomError

from common.http.validation import StrictModel

# The field tables are `programme.forms.tables`; this library imports nothing of the law.
FormSection = Any
FormField = Any

_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# Longer than any figure of a form; a longer one is refused before it is read as a number.
_DIGITS: Final = 20


def sections_model(
    name: str,
    sections: Iterable[FormSection],
    *,
    base: type[StrictModel],
    description: str,
    prefix: str = "",
) -> Any:
    """A model of a form's sections; `prefix` keeps its parts' schema names apart from others'."""
    made: dict[str, Any] = {
        section.name: (
            _section_type(section, prefix=prefix) | None,
            Field(default=None, title=section.zh),
        )
        for section in sections
    }
    return create_model(name, __base__=base, __doc__=description, **made)


def _section_type(section: FormSection, *, prefix: str) -> Any:
    name = f"{prefix}{_camel(section.name)}"
    row = _row_model(name, section.fields, description=section.zh)
    return row if section.shape == "object" else _list_of(row, section.max_items)


def _row_model(name: str, fields: Iterable[FormField], *, description: str) -> type[StrictModel]:
    made: dict[str, Any] = {
        field.name: (_type_of(field, within=name) | None, _described(field)) for field in fields
    }
    return create_model(name, __base__=StrictModel, __doc__=description, **made)


def _described(field: FormField) -> Any:
    unit = f"，单位：{field.unit}" if field.unit else ""
    text = f"{field.en} ({field.clause}{unit})"
    return Field(default=None, title=field.zh, description=text)


def _type_of(field: FormField, *, within: str) -> Any:
    if field.type == "table":
        name = f"{within}{_camel(field.name)}"
        row = _row_model(name, field.columns, description=field.zh)
        return _list_of(row, field.max_items)
    if field.type == "list":
        return _list_of(_value_type(field, field.item or "text"), field.max_items)
    return _value_type(field, field.type)


def _list_of(item: Any, max_items: int) -> Any:
    return Annotated[list[item], Field(max_length=max_items)]


def _value_type(field: FormField, kind: str) -> Any:
    return {
        "text": _text,
        "code": _code,
        "int": _integer,
        "decimal": _decimal,
        "bool": _boolean,
        "enum": _choice,
        "date": _date,
    }[kind](field)


def _text(field: FormField) -> Any:
    return Annotated[str, Field(max_length=field.max_length)]


def _code(field: FormField) -> Any:
    return Annotated[str, Field(max_length=field.max_length, pattern=f"^(?:{field.pattern})$")]


def _integer(field: FormField) -> Any:
    low, high = field.minimum, field.maximum
    bounds = Field(
        strict=True,
        ge=None if low is None else int(low),
        le=None if high is None else int(high),
    )
    return Annotated[int, bounds]


def _decimal(field: FormField) -> Any:
    # A decimal stays the string it was sent as: nothing on its way turns it into another number.
    pattern = rf"^-?(0|[1-9][0-9]*)(\.[0-9]{{1,{field.scale}}})?$"
    bounded = AfterValidator(_within(field.minimum, field.maximum))
    return Annotated[str, Field(max_length=_DIGITS, pattern=pattern), bounded]


def _boolean(_field: FormField) -> Any:
    return Annotated[bool, Field(strict=True)]


def _choice(field: FormField) -> Any:
    return Literal[tuple(choice.value for choice in field.choices)]


def _date(_field: FormField) -> Any:
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
