"""One filed value: strict reading of a decimal string, a count, a flag, a choice or a text."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from programme.standards.standard import Input

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is not taken."""

    code: str
    zh: str
    en: str


UNKNOWN_FIELD = Reason("unknown_field", "没有此字段", "there is no such field")
NOT_AN_OBJECT = Reason("not_an_object", "必须是对象", "must be an object")
NOT_A_LIST = Reason("not_a_list", "必须是列表", "must be a list")
NOT_A_DECIMAL = Reason(
    "not_a_decimal",
    '必须是十进制数字符串，如 "405000.00"',
    'must be a string with a plain decimal number, like "405000.00"',
)
NOT_A_COUNT = Reason("not_a_count", "必须是整数", "must be an integer")
NOT_A_FLAG = Reason("not_a_flag", "必须是 true 或 false", "must be true or false")
NOT_A_CHOICE = Reason("not_a_choice", "不是可选项", "is not one of the choices")
NOT_A_TEXT = Reason("not_a_text", "必须是文本且不超过限定长度", "must be a text within its length")
OUT_OF_BOUNDS = Reason("out_of_bounds", "超出允许范围", "is outside the declared bounds")
YEAR_MISSING = Reason("year_missing", "缺少年份或年份不是整数", "the year must be an integer")
YEAR_TWICE = Reason("year_twice", "同一年份出现两次", "the year stands here twice")


def figure_of(raw: Any, of: Input) -> Fraction | Reason:
    """The exact figure in the unit of filing, or the reason why it is none."""
    figure = _decimal(raw, of) if of.kind == "decimal" else _count(raw)
    if isinstance(figure, Reason):
        return figure
    if of.low <= figure <= of.high or (figure == 0 and of.accepts_zero):
        return figure
    return OUT_OF_BOUNDS


def word_of(raw: Any, of: Input) -> bool | str | Reason:
    """A flag, a choice or a text, or the reason why it is none."""
    if of.kind == "flag":
        return raw if isinstance(raw, bool) else NOT_A_FLAG
    if of.kind == "choice":
        return raw if isinstance(raw, str) and raw in of.choices else NOT_A_CHOICE
    return raw if isinstance(raw, str) and 0 < len(raw) <= of.max_length else NOT_A_TEXT


def _decimal(raw: Any, of: Input) -> Fraction | Reason:
    # A JSON number is refused: it may already have been rounded on its way here.
    if not isinstance(raw, str) or len(raw) > _LONGEST or not _DECIMAL.fullmatch(raw):
        return NOT_A_DECIMAL
    if len(raw.partition(".")[2]) > of.scale:
        return Reason(
            "too_many_decimals",
            f"最多 {of.scale} 位小数",
            f"has more than {of.scale} decimals",
        )
    return Fraction(raw)


def _count(raw: Any) -> Fraction | Reason:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return NOT_A_COUNT
    return Fraction(raw)
