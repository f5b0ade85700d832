"""A filled form as blocks for the page: pairs of names and values, tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from common.paper.values import NOTHING, label, shown

# The field tables are `programme.forms.tables`; this library imports nothing of the law.
Field = Any
FormSection = Any
Say = Callable[[Field, Any], str]
NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# A text that may be longer than this has the width of the page.
_SHORT: Final = 120
_FEW: Final = 24


def object_blocks(
    of: FormSection,
    value: Mapping[str, Any],
    printed: Iterable[tuple[Field, Any]] = (),
    *,
    say: Say = shown,
) -> Iterator[dict[str, Any]]:
    """A section that is one object: its fields in pairs, then its tables.

    `printed` are the fields that the system fills in; `say` puts a value into words.
    """
    filled = [*printed, *((field, value.get(field.name)) for field in of.fields)]
    said = [(field, say(field, each)) for field, each in filled if field.type != "table"]
    plain = [(label(field), text, _wide(field, text)) for field, text in said]
    yield {"kind": "pairs", "rows": list(_paired(plain))}
    for field, each in filled:
        if field.type == "table":
            yield table_block(field.columns, each or []) | {"label": label(field)}


def _wide(field: Field, text: str) -> bool:
    may_be_long = (field.max_length or 0) > _SHORT or field.type == "list"
    return may_be_long or len(text) > _FEW or len(label(field)) > _FEW / 2


def _paired(plain: Iterable[tuple[str, str, bool]]) -> Iterator[list[str]]:
    """Two short fields beside each other, a long one by itself."""
    waiting: list[str] = []
    for name, text, wide in plain:
        if wide:
            if waiting:
                yield waiting
            waiting = []
            yield [name, text]
        elif waiting:
            yield [*waiting, name, text]
            waiting = []
        else:
            waiting = [name, text]
    if waiting:
        yield waiting


def by_year_block(of: FormSection, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A figure a row, a year a column."""
    ordered = sorted(rows, key=lambda row: row.get("year") or 0)
    years = [f"{row['year']} 年" if row.get("year") else NOTHING for row in ordered]
    figures = [field for field in of.fields if field.name != "year"]
    return {
        "kind": "table",
        "of": rows,
        "head": ["指标", "单位", *years],
        "columns": ["2fr", "20mm", *("1fr" for _ in years)],
        "align": ["left", "left", *("right" for _ in years)],
        "rows": [
            [
                field.zh,
                field.unit or NOTHING,
                *(shown(field, row.get(field.name)) for row in ordered),
            ]
            for field in figures
        ],
    }


def table_block(columns: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The rows of a list, a field a column."""
    return {
        "kind": "table",
        "of": rows,
        "head": ["序号", *(label(column) for column in columns)],
        "columns": ["10mm", *(_width(column) for column in columns)],
        "align": ["center", *(_side(column) for column in columns)],
        "rows": [
            [str(nth), *(shown(column, row.get(column.name)) for column in columns)]
            for nth, row in enumerate(rows, start=1)
        ],
    }


def _width(column: Field) -> str:
    if column.type == "date":
        return "19mm"
    if column.type == "code":
        return "32mm" if column.max_length == 18 else "20mm"
    longest = max((len(choice.zh) for choice in column.choices), default=0)
    wide = longest > _FEW / 3 or (column.max_length or 0) > _SHORT or column.type == "table"
    return "2fr" if wide else "1fr"


def _side(column: Field) -> str:
    return "right" if column.type in {"int", "decimal"} and column.name != "year" else "left"
