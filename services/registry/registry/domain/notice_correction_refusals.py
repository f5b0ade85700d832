"""What the registry refuses when a notice is to be corrected."""

from common.errors import Kind, Refusal, Text
from registry.domain.refusals import NOTICE_RULE


class UnknownNotice(Refusal):
    code = "unknown_notice"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("没有此公示", "There is no such notice")
    detail = Text("所指更正的公示不存在。", "The notice to be corrected does not exist.")


class OtherRound(Refusal):
    code = "notice_of_other_round"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("不属于同一批次", "It is of another round")
    detail = Text(
        "所更正的公示属于批次 {round}，更正公示须属于同一批次。",
        "The notice to be corrected is of round {round}; its correction must be of the same.",
    )


class CannotBeCorrected(Refusal):
    code = "notice_cannot_be_corrected"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("此公示不能更正", "This notice cannot be corrected")
    detail = Text(
        "公示 {number} 尚未发布公示，或名单已正式发布；只有公示中或期满未发布名单的公示可以更正。",
        "Notice {number} is a draft or released; only one that is posted and not released can be.",
    )


class ReplacedByCorrection(Refusal):
    code = "notice_replaced"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("公示已由更正公示取代", "The notice was replaced by its correction")
    detail = Text(
        "此公示所列集群均已转入更正公示 {by}，没有可以发布的名单。",
        "All that it listed stands on its correction {by} now; there is no list to release.",
    )
