"""The first sheet: what the workbook is, how to fill it in, and every field with its clause."""

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter import Workbook

from common.workbook.formats import Formats
from common.workbook.sheets import Book, Field

_HEADS: Final = ("工作表", "项目", "单位", "是否必填", "填写内容", "依据")
_WIDTHS: Final = (14, 34, 11, 13, 40, 11)
_REQUIRED: Final = {"yes": "必填", "no": "选填", "conditional": "有条件必填"}


def write_cover(
    made: Workbook, formats: Formats, book: Book, title: str, facts: Sequence[tuple[str, str]]
) -> None:
    """Write the first sheet."""
    words, last = book.words, len(_HEADS) - 1
    page = made.add_worksheet(words.cover)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    page.merge_range(0, 0, 0, last, title, formats.title)
    page.set_row(0, 34)
    row = 1
    for name, value in facts:
        page.write_string(row, 0, name, formats.side)
        page.merge_range(row, 1, row, last, value, formats.cell)
        row += 1
    row += 1
    for number, note in enumerate(words.notes, start=1):
        page.merge_range(row, 0, row, last, f"{number}. {note}", formats.text)
        page.set_row(row, 30 if len(note) > 55 else 17)
        row += 1
    _write_fields(page, formats, book, row + 1)
    page.set_portrait()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{words.cover}&R第 &P 页 共 &N 页")
    page.hide_gridlines(2)


def _write_fields(page: Any, formats: Formats, book: Book, row: int) -> None:
    for at, head in enumerate(_HEADS):
        page.write_string(row, at, head, formats.head)
    page.repeat_rows(row)
    for sheet in book.sheets:
        for field in _plain(sheet.fields):
            row += 1
            told = (sheet.name, *_told(field))
            page.set_row(row, 15 * (1 + max(map(len, told)) // 22))
            for at, text in enumerate(told):
                page.write_string(row, at, text, formats.cell)


def _plain(fields: Sequence[Field]) -> Sequence[Field]:
    return [one for field in fields for one in (field.columns or (field,)) if one.name != "year"]


def _told(field: Field) -> tuple[str, ...]:
    required = _REQUIRED[field.required]
    return field.zh, field.unit or "—", required, _content(field), field.clause


def _content(field: Field) -> str:
    when = f"{field.when_zh}填写；" if field.required == "conditional" else ""
    kinds = {
        "text": f"文字，不超过 {field.max_length} 字",
        "code": "代码（文本）",
        "int": "整数",
        "decimal": f"数字，最多 {field.scale} 位小数",
        "bool": "是、否",
        "enum": "、".join(choice.zh for choice in field.choices),
        "date": "日期，如 2024-03-01",
    }
    return when + kinds[field.type]
