"""What can be wrong with a cell, in plain words in both languages; never with what it holds."""

from dataclasses import dataclass
from typing import Final

from common.errors import Text

FAULTS: Final[dict[str, Text]] = {
    "formula": Text(
        "单元格是公式，请改为“选择性粘贴—数值”。", "The cell is a formula: paste its value instead."
    ),
    "number_in_code": Text(
        "代码须为文本：以数字格式保存的代码会丢失前导零或末位数字，请将单元格设为文本后重新填写。",
        "A code is text: kept as a number it loses zeros or digits. Format as text, type again.",
    ),
    "not_text": Text("应为文字。", "This must be text."),
    "too_long": Text(
        "文字过长，最多 {most} 字。", "The text is too long: at most {most} characters."
    ),
    "unseen_characters": Text("含有不可见的控制字符。", "There are control characters in it."),
    "pattern": Text("格式不正确，请核对代码。", "The format is not right: check the code."),
    "not_integer": Text("应为整数。", "This must be a whole number."),
    "not_number": Text("应为数字。", "This must be a number."),
    "too_many_decimals": Text("最多 {scale} 位小数。", "At most {scale} decimals."),
    "too_small": Text("数值过小，不得小于 {low}。", "The number is below {low}."),
    "too_large": Text("数值过大，不得大于 {high}。", "The number is above {high}."),
    "not_yes_or_no": Text("请填“是”或“否”。", "This must be 是 (yes) or 否 (no)."),
    "not_a_choice": Text("不在可选范围内，请从下拉框中选取。", "Choose one of the list."),
    "not_a_day": Text("应为日期，如 2024-03-01。", "This must be a day, such as 2024-03-01."),
    "head_unknown": Text(
        "此列（行）不属于模板，请删除或移到其他工作表。",
        "This column (row) is not the template's: remove it, or move it to another sheet.",
    ),
    "head_twice": Text("此项目出现两次。", "This field stands here twice."),
    "heads_missing": Text(
        "找不到模板的隐藏表头，请在下载的模板中填写。",
        "The template's hidden heads are not there: fill in the template as downloaded.",
    ),
    "too_many_rows": Text("行数过多，最多 {most} 行。", "There are too many rows: at most {most}."),
    "sheet_missing": Text(
        "缺少工作表“{sheet}”，其所属部分须整体导入。",
        "The sheet {sheet} is missing; its part of the form is taken as a whole.",
    ),
    "nothing": Text(
        "没有可导入的内容，请在下载的模板中填写。",
        "There is nothing to take: fill in the template.",
    ),
}
_NO_LABEL: Final = Text("", "")


class CellFault(Exception):
    """A cell that cannot be taken: one of `FAULTS`, with what its sentence names."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault and where it is; row and column from 0, None where it is about a whole sheet."""

    sheet: str
    row: int | None
    column: int | None
    label: str
    code: str
    zh: str
    en: str


def fault(
    error: CellFault,
    *,
    sheet: str = "",
    row: int | None = None,
    column: int | None = None,
    label: Text = _NO_LABEL,
) -> Fault:
    """The fault at a place; `label` names the field."""
    words = FAULTS[error.code].filled(error.values)
    named = f"{label.zh}：{words.zh}" if label.zh else words.zh
    return Fault(
        sheet=sheet,
        row=row,
        column=column,
        label=label.zh,
        code=error.code,
        zh=named,
        en=f"{label.en}: {words.en}" if label.en else words.en,
    )
