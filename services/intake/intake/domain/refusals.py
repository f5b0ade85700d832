"""What intake refuses, with its reason and clause."""

from common.errors import Kind, Refusal, Text

ROUNDS_RULE = "管理办法 第七条"


class FiledTooEarly(Refusal):
    code = "round_not_open_yet"
    kind = Kind.NOT_POSSIBLE
    clause = ROUNDS_RULE
    title = Text("尚未开始申报", "The round is not open yet")
    detail = Text(
        "本批次自 {opens_at} 起接受申报。", "This round takes applications from {opens_at}."
    )


class FiledTooLate(Refusal):
    code = "round_closed"
    kind = Kind.NOT_POSSIBLE
    clause = ROUNDS_RULE
    title = Text("申报已截止", "The round is closed")
    detail = Text("本批次已于 {closed_at} 截止。", "This round closed at {closed_at}.")


class RoundStillRunning(Refusal):
    code = "round_still_running"
    kind = Kind.NOT_POSSIBLE
    clause = ROUNDS_RULE
    title = Text("申报尚未截止", "The round still takes applications")
    detail = Text(
        "本批次公告的截止时间为 {closes_at}，此前不能关闭。",
        "This round's notice gives everybody until {closes_at}; it is not closed before.",
    )


class UnknownStandardRefused(Refusal):
    code = "unknown_standard"
    kind = Kind.CONTENT
    clause = "管理办法 第十条"
    title = Text("没有此认定标准", "There is no such standard")
    detail = Text("所指认定标准不存在。", "The standard named does not exist.")
