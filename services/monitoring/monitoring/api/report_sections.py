"""The sections of an annual report as input, made from the form's field table.

Every field is optional here: a draft may be partial. What is required binds at submission.
"""

from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, create_model
from pydantic_core import PydanticCustomError

from common.http.validation import StrictModel
from programme.forms import tables
from programme.forms.tables import load_form

_INTEGER_PART: Final = r"(0|[1-9][0-9]{0,17})"


def as_filed(sections: BaseModel) -> dict[str, Any]:
    """The sections as they are kept: plain JSON, without what was not filled in."""
    return sections.model_dump(mode="json", exclude_none=True)


def _sections_model() -> Any:
    parts: dict[str, Any] = {}
    for section in load_form("annual_report").sections:
        kind: Any = _row_model(section)
        if section.shape == "list":
            kind = Annotated[list[kind], Field(max_length=section.max_items)]
        parts[section.name] = (kind | None, Field(default=None, title=section.zh))
    return create_model(
        "ReportSections", __base__=StrictModel, __doc__="An annual report, by section.", **parts
    )


def _row_model(section: tables.Section) -> type[StrictModel]:
    fields: dict[str, Any] = {field.name: (_optional(field), None) for field in section.fields}
    name = "Report" + section.name.title().replace("_", "")
    return create_model(name, __base__=StrictModel, __doc__=section.en, **fields)


def _optional(field: tables.Field) -> Any:
    unit = f" ({field.unit})" if field.unit else ""
    words = Field(title=f"{field.zh}{unit}", description=f"{field.en}. {field.clause}")
    return Annotated[_type_of(field) | None, words]


def _type_of(field: tables.Field) -> Any:
    types = {
        "text": Annotated[str, Field(max_length=field.max_length)],
        "code": Annotated[str, Field(pattern=f"^{field.pattern}$", max_length=field.max_length)],
        "int": Annotated[
            int, Field(strict=True, ge=_whole(field.minimum), le=_whole(field.maximum))
        ],
        "decimal": Annotated[
            str,
            Field(pattern=_decimal_pattern(field.scale), max_length=40),
            AfterValidator(partial(_within, low=field.minimum, high=field.maximum)),
        ],
        "enum": Literal[tuple(choice.value for choice in field.choices) or ("",)],
        "date": date,
    }
    return types[field.type]


def _decimal_pattern(scale: int) -> str:
    decimals = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
    return rf"^{_INTEGER_PART}{decimals}$"


def _within(value: str, *, low: Fraction | None, high: Fraction | None) -> str:
    number = Fraction(value)
    if low is not None and number < low:
        raise PydanticCustomError("greater_than_equal", "too small")
    if high is not None and number > high:
        raise PydanticCustomError("less_than_equal", "too large")
    return value


def _whole(bound: Fraction | None) -> int | None:
    return None if bound is None else int(bound)


if TYPE_CHECKING:

    class ReportSections(StrictModel):
        """What the form's table declares; made below, because the table is data."""

else:
    ReportSections = _sections_model()
