"""What is refused about a change filing; the filing itself never is: it is recorded or returned."""

from typing import Final

from common.errors import Kind, Refusal, Text

FILING_RULE: Final = "管理办法 第十七条（四）"


class NotHappenedYet(Refusal):
    code = "change_not_happened_yet"
    kind = Kind.CONTENT
    clause = FILING_RULE
    title = Text("变更尚未发生", "The change has not happened yet")
    detail = Text(
        "变更日期不能晚于今天（{today}）；报备的是已经发生的变更。",
        "A change that is filed has happened: its day is not after today, {today}.",
    )


class ChangeWithoutDifference(Refusal):
    code = "change_without_difference"
    kind = Kind.CONTENT
    clause = FILING_RULE
    title = Text("没有变更内容", "Nothing is changed")
    detail = Text(
        "所填变更后的内容与名录登记的内容相同。",
        "What is stated after the change is what the register shows already.",
    )


class ChangeNotStated(Refusal):
    code = "change_not_stated"
    kind = Kind.CONTENT
    clause = FILING_RULE
    title = Text("变更后的内容与变更事项不符", "What is stated does not fit the kind of change")
    detail = Text(
        "此类变更须填写：{wanted}；不填写其他事项。",
        "A change of this kind states {wanted}, and nothing else.",
    )


class FigureStatedTwice(Refusal):
    code = "figure_stated_twice"
    kind = Kind.CONTENT
    clause = FILING_RULE
    title = Text("同一指标重复", "A figure is stated twice")
    detail = Text(
        "同一年度的同一指标只能填写一次：{figures}。",
        "A figure is stated once for each year: {figures}.",
    )
