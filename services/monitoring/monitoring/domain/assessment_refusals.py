"""What is refused of assessments, with its clause."""

from typing import Final

from common.errors import Kind, Refusal, Text

ASSESSMENT_RULE: Final = "管理办法 第十六条"


class NothingToAssess(Refusal):
    code = "nothing_to_assess"
    kind = Kind.NOT_POSSIBLE
    clause = ASSESSMENT_RULE
    title = Text("尚不能考核", "There is nothing to assess yet")
    detail = Text(
        "该集群在此报告期没有填报义务，或报告期尚未结束。",
        "The cluster owes no report for this period, or the period has not ended.",
    )


class WithoutBands(Refusal):
    code = "period_without_bands"
    kind = Kind.NOT_POSSIBLE
    clause = ASSESSMENT_RULE
    title = Text("没有评定档次", "The period has no bands")
    detail = Text(
        "此报告期没有已启动的报告周期，或周期未写明评定档次，无从评定。",
        "No opened reporting cycle of this period states bands, so there is no grade to give.",
    )


class GradeNeedsReason(Refusal):
    code = "grade_needs_reason"
    kind = Kind.CONTENT
    clause = ASSESSMENT_RULE
    title = Text("须说明理由", "The grade needs a reason")
    detail = Text(
        "所给等次与按档次得出的不同，或数据不全不能得出等次：须由人写明等次（{grades}）和理由。",
        "The grade is not what the bands give, or figures are missing for them: state the grade"
        " ({grades}) and why.",
    )


class GradeNotOfTheBands(Refusal):
    code = "grade_not_of_the_bands"
    kind = Kind.CONTENT
    clause = ASSESSMENT_RULE
    title = Text("没有此等次", "There is no such grade")
    detail = Text("本周期的等次为：{grades}。", "The grades of this cycle are: {grades}.")


class AssessedAlready(Refusal):
    code = "assessed_already"
    kind = Kind.NOT_POSSIBLE
    clause = ASSESSMENT_RULE
    title = Text("已有考核结果", "There is an assessment already")
    detail = Text(
        "该集群此报告期已有有效的考核结果；须写明以新结果取代哪一份。",
        "An assessment of this period stands; name the one that the new one supersedes.",
    )
