"""What the decision on a renewal is refused for (art. 15)."""

from typing import Final

from common.errors import Kind, Refusal, Text

RENEWAL_RULE: Final = "管理办法 第十五条"


class OutcomeOfOtherKind(Refusal):
    code = "outcome_of_other_kind"
    kind = Kind.CONTENT
    clause = RENEWAL_RULE
    title = Text("审定结果与申报类别不符", "Not an outcome of this kind of case")
    detail = Text(
        "本案的审定结果只能是：{outcomes}。", "The outcome of this case is one of: {outcomes}."
    )


class TargetsNotReached(Refusal):
    code = "targets_not_reached"
    kind = Kind.CONTENT
    clause = RENEWAL_RULE
    title = Text("规划目标完成比例不足", "Too few targets were reached")
    detail = Text(
        "本批次要求完成的规划目标比例不低于 {share}%，本案未达到，不得通过复核。",
        "This round requires {share} % of the plan's targets to be reached; they were not.",
    )


class TargetsNotConsidered(Refusal):
    code = "targets_not_considered"
    kind = Kind.CONTENT
    clause = RENEWAL_RULE
    title = Text("未说明对未完成目标的考虑", "Missed targets have not been considered")
    detail = Text(
        "下列规划目标未完成：{targets}；通过复核须说明如何考虑（targets_considered）。",
        "These targets were missed: {targets}. To pass the renewal, say how they were considered.",
    )


class NoTargetMissed(Refusal):
    code = "no_target_missed"
    kind = Kind.CONTENT
    clause = RENEWAL_RULE
    title = Text("规划目标均已完成", "No target was missed")
    detail = Text(
        "规划目标均已完成，不得以未完成目标为由不予通过。",
        "Every target of the plan was reached; the case does not fail on that ground.",
    )
