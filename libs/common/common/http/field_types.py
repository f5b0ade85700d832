"""Kinds of fields that every request model uses: words that say something, instants, days."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

# What PostgreSQL and a calendar can both hold, with room on either side of any offset.
_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
# Control characters but for tabulator and line ends, and what turns the direction of what follows:
# they show nothing, disguise a name, and break what is made of it (XML knows no bell).
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def rule(code: str, *, zh: str, en: str) -> PydanticCustomError:
    """The error of a rule of one's own, which `field_errors` tells in both languages."""
    return PydanticCustomError(code, en, {"zh": zh})


def _said(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise rule("says_nothing", zh="须写明内容，不能为空白。", en="This must say something.")
    if _UNSEEN.search(text):
        raise rule(
            "unseen_characters",
            zh="不得含有控制字符或改变文字方向的字符。",
            en="This has no control characters, and none that turn the direction of text.",
        )
    return text


def _written(value: Any) -> Any:
    # A number would be taken for seconds since 1970, which nobody means here.
    is_number = isinstance(value, str) and not value.strip("+-. ").count("-")
    if is_number or not isinstance(value, str | date):
        raise rule("datetime_parsing", zh="应为文字写明的时间。", en="This must be a written time.")
    return value


Said = AfterValidator(_said)
# Text that a person has to give: never empty, never blank.
Words = Annotated[str, Field(min_length=1, max_length=5000), Said]
Instant = Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST), BeforeValidator(_written)]
Day = Annotated[date, Field(ge=_EARLIEST.date(), lt=_LATEST.date()), BeforeValidator(_written)]
