"""How cells look: heads, notes, and a format for each kind of field."""

from typing import Any, Final

from xlsxwriter import Workbook

from common.workbook.sheets import Field

_BODY: Final = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_HEAD: Final = {
    **_BODY,
    "font_name": "黑体",
    "align": "center",
    "text_wrap": True,
    "border": 1,
    "bg_color": "#DCE6F1",
}
_CELL: Final = {**_BODY, "border": 1, "border_color": "#A6A6A6"}
_NUMBERS: Final = {"int": "0", "decimal": "#,##0.00", "date": "yyyy-mm-dd"}
_WIDTHS: Final = {"int": 10, "decimal": 14, "bool": 9, "enum": 15, "date": 13}
_CHOICE_CHARACTERS: Final = 7


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._of: dict[str, Any] = {}
        self.title = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.hint = book.add_format({**_BODY, "text_wrap": True, "font_color": "#7F3F00"})
        self.head = book.add_format(_HEAD)
        self.side = book.add_format({**_HEAD, "align": "left"})
        self.unit = book.add_format({**_CELL, "align": "center"})
        self.note = book.add_format(
            {**_CELL, "font_color": "#595959", "text_wrap": True, "indent": 1}
        )
        self.key = book.add_format({"num_format": "@", "font_color": "#808080"})
        self.text = book.add_format({**_BODY, "text_wrap": True, "num_format": "@"})
        self.cell = book.add_format({**_CELL, "text_wrap": True, "num_format": "@"})

    def of(self, field: Field) -> Any:
        """The format of a field's cells; a code and a text are text, whatever they look like."""
        form = _NUMBERS.get(field.type, "@")
        if field.type == "int" and field.unit:
            form = "#,##0"
        if field.type == "decimal":
            form = f"#,##0.{'0' * min(field.scale, 2)}{'#' * (field.scale - 2)}"
        if form not in self._of:
            look = {"num_format": form, "text_wrap": form == "@"}
            self._of[form] = self._book.add_format({**_CELL, **look})
        return self._of[form]


def width_of(field: Field) -> float:
    """How wide a column is, in characters."""
    if any(len(choice.zh) > _CHOICE_CHARACTERS for choice in field.choices):
        return 26
    if field.type in _WIDTHS:
        return _WIDTHS[field.type]
    if field.type == "code":
        return max(11, (field.max_length or 0) + 3)
    return {True: 42, False: 26}[(field.max_length or 0) > 300]
