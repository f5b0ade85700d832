"""What a search of the register refuses."""

from common.errors import Kind, Refusal, Text


class SearchTooShort(Refusal):
    code = "search_too_short"
    kind = Kind.CONTENT
    title = Text("搜索词过短", "The words to search for are too short")
    detail = Text(
        "中文至少连续两个字，字母和数字须为完整的词，或输入集群编号的开头（如 BJ-2024）。",
        "Give at least two Chinese characters in a row, whole words of letters and digits,"
        " or the beginning of a number such as BJ-2024.",
    )
