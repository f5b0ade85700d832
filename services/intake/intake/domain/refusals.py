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


class StandardNotPublished(Refusal):
    code = "standard_not_published"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第四条"
    title = Text("认定标准尚未发布", "The standard is not published yet")
    detail = Text(
        "认定标准 {standard_id} 尚未发布；刚刚发布的，请稍后重试。",
        "The standard {standard_id} is not published yet. If it was published a moment ago, try "
        "again shortly.",
    )


class StandardNotInForce(Refusal):
    code = "standard_not_in_force"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十九条"
    title = Text("认定标准在开始申报之日未施行", "The standard is not in force on the opening day")
    detail = Text(
        "开始申报之日 {day}，认定标准 {standard_id} 没有施行中的修订版本。",
        "On the opening day {day} no revision of the standard {standard_id} is in force.",
    )


class OtherRevisionInForce(Refusal):
    code = "other_revision_in_force"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十九条"
    title = Text("已有其他修订版本施行", "Another revision will be in force")
    detail = Text(
        "批次起草后已发布新的修订：开始申报之日施行的是第 {in_force} 次修订，批次所列为第 {pinned} "
        "次。请核对后修改批次，再行开启。",
        "Since the draft a revision was published: revision {in_force} is in force on the opening "
        "day, the draft pins revision {pinned}. Change the draft, then open it.",
    )


class ExampleNotPinned(Refusal):
    code = "example_not_pinned"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第四条"
    title = Text("示例标准不得用于申报", "No round is held under an example")
    detail = Text(
        "{standard_id} 标明为格式示例，不是认定标准，批次不得采用。",
        "{standard_id} is labelled as an example of the format; it is no standard to decide by.",
    )


class StandardTextLost(Refusal):
    code = "standard_text_differs"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十条"
    title = Text("认定标准文本与其哈希不符", "The standard's text is not the one of its hash")
    detail = Text(
        "认定标准 {standard_id} 的文本缺失，或与所列修订号、哈希不一致，不得据以办理。",
        "The text of the standard {standard_id} is not here, or differs from the revision and the "
        "hash that are named; nothing may be done by it.",
    )
