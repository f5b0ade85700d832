"""What was filed, as it stands on paper: terms in Chinese, numbers as they were typed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

# The field tables are `programme.forms.tables`; this library imports nothing of the law.
Field = Any
NOTHING: Final = "—"
_FLAGS: Final = {True: "是", False: "否"}


def shown(field: Field, value: Any) -> str:
    """A value of a field; a dash for what was left out."""
    if value is None or value in ("", []):
        return NOTHING
    if field.type == "table":
        return "\n".join(_row(field.columns, row) for row in value)
    if field.type == "list":
        return "、".join(_one(field, item) for item in value)
    return _one(field, value)


def label(field: Field) -> str:
    """A field's name with its unit."""
    return f"{field.zh}（{field.unit}）" if field.unit else str(field.zh)


def _one(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _FLAGS[value]
    terms = {choice.value: choice.zh for choice in field.choices}
    return str(terms.get(value, value))


def _row(columns: Iterable[Field], row: Mapping[str, Any]) -> str:
    """A row of a table inside a table, in one line: its year first, then what belongs to it."""
    told = [(column, row.get(column.name)) for column in columns]
    year = next((value for column, value in told if column.name == "year"), None)
    rest = [(column, value) for column, value in told if column.name != "year"]
    if year is not None and len(rest) == 1:
        return f"{year} 年：{shown(*rest[0])}"
    return "；".join(f"{column.zh}：{shown(column, value)}" for column, value in told)
