"""What pydantic finds wrong, told by pointer, code and sentence, never with the value."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from common.errors import FieldError, InvalidContent, Text

Model = TypeVar("Model")

_SENTENCES: Final[Mapping[str, Text]] = {
    "missing": Text("此项必填。", "This is required."),
    "extra_forbidden": Text("没有此项，不予接受。", "There is no such field; it is refused."),
    "string_too_long": Text("文字过长。", "The text is too long."),
    "string_too_short": Text("文字过短或为空。", "The text is too short or empty."),
    "string_type": Text("应为文字。", "This must be text."),
    "string_pattern_mismatch": Text("格式不正确。", "The format is not right."),
    "int_type": Text("应为整数。", "This must be an integer."),
    "int_parsing": Text("应为整数。", "This must be an integer."),
    "bool_type": Text("应为 true 或 false。", "This must be true or false."),
    "decimal_parsing": Text("应为十进制数字串。", "This must be a decimal string."),
    "decimal_max_places": Text("小数位数过多。", "There are too many decimals."),
    "greater_than_equal": Text("数值过小。", "The number is too small."),
    "less_than_equal": Text("数值过大。", "The number is too large."),
    "less_than": Text("日期过晚或数值过大。", "The day is too late, or the number too large."),
    "too_long": Text("项目过多。", "There are too many items."),
    "too_short": Text("项目过少。", "There are too few items."),
    "enum": Text("不在可选范围内。", "This is not one of the choices."),
    "literal_error": Text("不在可选范围内。", "This is not one of the choices."),
    "uuid_parsing": Text("应为 UUID。", "This must be a UUID."),
    "date_from_datetime_parsing": Text("应为日期（年-月-日）。", "This must be a date."),
    "date_parsing": Text("应为日期（年-月-日）。", "This must be a date."),
    "no_such_day": Text("不是每年都有这一天。", "Not every year has this day."),
    "datetime_parsing": Text("应为带时区的时间。", "This must be a date-time with an offset."),
    "datetime_from_date_parsing": Text("应为带时区的时间。", "This must be a date-time."),
    "timezone_aware": Text("时间须带时区。", "The time needs an offset."),
}
_OTHERWISE: Final = Text("内容不符合要求。", "The content is not acceptable.")


class StrictModel(BaseModel):
    """A request or response model: unknown fields are refused, instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refuse_strange(names: Iterable[str]) -> None:
    """Refuse parameters that nobody asks for; raises `InvalidContent` naming each."""
    words = _SENTENCES["extra_forbidden"]
    strange = [FieldError(pointer_of([name]), "extra_forbidden", words) for name in names]
    if strange:
        raise InvalidContent(errors=strange)


class Later(Generic[Model]):
    """A body whose content is checked last: after 404, 403, 428, 412 and 409.

    FastAPI would check it before the resource is even loaded, and tell a caller with a stale
    version about a typing mistake first.
    """

    def __init__(self, raw: Any, model: Any) -> None:
        self._raw = raw
        self._model = model

    def checked(self) -> Model:
        """The content; raises `InvalidContent` naming every place that is wrong."""
        try:
            valid: Model = TypeAdapter(self._model).validate_python(self._raw)
        except ValidationError as error:
            raise InvalidContent(errors=field_errors(error.errors())) from error
        return valid

    def plain(self) -> dict[str, Any]:
        """The content as plain JSON, as the record of an act keeps it; raises `InvalidContent`."""
        content: dict[str, Any] = TypeAdapter(self._model).dump_python(self.checked(), mode="json")
        return content

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        model = source.__args__[0]
        return core_schema.no_info_wrap_validator_function(
            lambda raw, _check: cls(raw, model), handler(model)
        )


def field_errors(
    errors: Iterable[Mapping[str, Any]], *, drop: Sequence[str] = ()
) -> list[FieldError]:
    """Pydantic's errors by JSON pointer; the first location word is left out if in `drop`."""
    found = []
    for error in errors:
        location = list(error["loc"])
        if location and location[0] in drop:
            location = location[1:]
        kind = str(error["type"])
        found.append(FieldError(pointer_of(location), kind, _sentence(kind, error)))
    return found


def _sentence(kind: str, error: Mapping[str, Any]) -> Text:
    # A rule of our own brings its sentence along: see `field_types.rule`.
    zh = error.get("ctx", {}).get("zh")
    return Text(zh, str(error["msg"])) if zh else _SENTENCES.get(kind, _OTHERWISE)


def pointer_of(location: Iterable[Any]) -> str:
    """The JSON pointer (RFC 6901) of a location; a long name is cut, it may be the caller's."""
    parts = (str(part)[:64].replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)
