"""What evaluation refuses, with its reason and clause."""

from collections.abc import Iterable

from common.errors import FieldError, Kind, Refusal, Text
from programme.kernel.problems import ContradictoryFacts, FactProblem, FactsRefused

STANDARD_RULE = "管理办法 第十条"


class UnknownStandardRefused(Refusal):
    code = "standard_unknown"
    kind = Kind.CONTENT
    clause = STANDARD_RULE
    title = Text("没有此认定标准", "There is no such standard")
    detail = Text("所指认定标准不存在。", "The standard named does not exist.")


class StandardNotHere(Refusal):
    code = "pinned_standard_differs"
    kind = Kind.NOT_POSSIBLE
    clause = STANDARD_RULE
    title = Text("认定标准版本不一致", "The pinned standard differs")
    detail = Text(
        "批次所用认定标准 {standard_id} 与本服务所存文本的版本或哈希不一致，不得核验。",
        "The standard {standard_id} as the round pins it differs in revision or hash from the one "
        "here; nothing may be checked with it.",
    )


class FactsContradictory(Refusal):
    code = "contradictory_facts"
    kind = Kind.CONTENT
    title = Text("数据自相矛盾", "The facts contradict themselves")
    detail = Text(
        "部分大于整体，请核对所列各项。", "A part is larger than its whole; see the list."
    )


class FactsInvalid(Refusal):
    code = "invalid_facts"
    kind = Kind.CONTENT
    title = Text("数据不符合要求", "The facts are not acceptable")
    detail = Text("请按所列各项更正。", "Correct the places listed.")


class StandardNotWellFormed(Refusal):
    code = "standard_not_well_formed"
    kind = Kind.CONTENT
    title = Text("认定标准文本不符合要求", "The standard is not well formed")
    detail = Text(
        "标准或其案例的文本不符合要求，请按所列位置更正。",
        "The text of the standard or of its cases is not acceptable; correct the places listed.",
    )


class CasesFail(Refusal):
    code = "cases_fail"
    kind = Kind.CONTENT
    clause = "管理办法 第四条"
    title = Text("案例试算未通过", "The cases of the standard fail")
    detail = Text(
        "发布前须以案例试算；所列案例的结果与所载不符，请更正后作为下一次修订重新提交。",
        "A standard is tried on its cases first; those listed come out otherwise than they state. "
        "Correct it and send it in as the next revision.",
    )


class ExampleNotPublished(Refusal):
    code = "example_not_published"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第四条"
    title = Text("示例标准不得发布", "An example is not published")
    detail = Text(
        "{standard_id} 标明为格式示例，不是认定标准，不得发布施行。",
        "{standard_id} is labelled as an example of the format; it is no standard to decide by and "
        "is not published.",
    )


class EffectiveDaysOverlap(Refusal):
    code = "effective_days_overlap"
    kind = Kind.CONTENT
    clause = "管理办法 第十九条"
    title = Text("施行日期重叠", "The effective days overlap")
    detail = Text(
        "同一标准在同一日只能有一个修订版本施行，请更正施行日期。",
        "Of one standard only one revision is in force on a day; choose other days.",
    )


class EffectsChanged(Refusal):
    code = "effects_changed"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第四条"
    title = Text("影响清单已经变化", "The effects have changed")
    detail = Text(
        "提出发布之后，受影响的既往决定有变化；请重新提出，再行确认。",
        "Since the proposal other decisions are concerned. Propose again, then confirm what is "
        "told.",
    )


class WordNotInStandard(Refusal):
    code = "word_not_in_standard"
    kind = Kind.CONTENT
    clause = "管理办法 第十八条"
    title = Text("标准中没有此词", "The standard does not use this word")
    detail = Text(
        "解释须针对标准条文中的用语。", "An interpretation is of a word that the standard uses."
    )


class CaseCannotFollow(Refusal):
    code = "case_cannot_follow"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十八条"
    title = Text("案件不能改用新版标准", "A case cannot follow the revision")
    detail = Text(
        "案件 {number} 的冻结数据不能按该版本核验，未改动任何案件；请先办结或退回该案。",
        "The frozen facts of {number} cannot be checked under the revision, and no case was "
        "changed. Decide or return that case first.",
    )


class SecondPersonNeeded(Refusal):
    code = "second_person_needed"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第四条"
    title = Text("须由另一人确认", "Another person must confirm")
    detail = Text(
        "认定标准由两人发布，提出者不得自行确认。",
        "A standard is published by two persons; whoever proposed it does not confirm it.",
    )


class CriterionNotForJudgment(Refusal):
    code = "criterion_not_for_judgment"
    kind = Kind.CONTENT
    clause = STANDARD_RULE
    title = Text("该条件不由人工判定", "No person judges this criterion")
    detail = Text(
        "所列条件由系统按数据核定或不适用，不接受人工判定。",
        "The criteria listed are decided from the figures, or do not apply.",
    )


class EvidenceUnknown(Refusal):
    code = "evidence_unknown"
    kind = Kind.CONTENT
    title = Text("没有此证明材料", "There is no such document")
    detail = Text(
        "所引材料不在本案冻结的申报材料之中。",
        "A document referred to is not part of the frozen submission.",
    )


class CriteriaNotSatisfied(Refusal):
    code = "criteria_not_satisfied"
    kind = Kind.CONTENT
    clause = STANDARD_RULE
    title = Text("不得拟认定或通过复核", "It cannot be proposed or passed")
    detail = Text(
        "仅符合全部认定条件的集群可以拟认定或通过复核；所列条件不符合、未定，或缺少附理由的判定。",
        "Only a cluster that meets every condition is proposed or passed; those listed are not "
        "met, undecided, or lack a finding with a reason.",
    )


class GroundMissing(Refusal):
    code = "ground_missing"
    kind = Kind.CONTENT
    clause = STANDARD_RULE
    title = Text("缺少不予认定或不予通过的理由", "A ground is missing")
    detail = Text(
        "没有不符合的条件；不予认定须以第五条或当年名额为理由，复核未通过须以未完成规划目标为理由。",
        "No criterion is not met; then the stated ground is art. 5 or the quota, and for a renewal "
        "that targets were missed.",
    )


class FiguresMissing(Refusal):
    code = "figures_missing"
    kind = Kind.CONTENT
    clause = STANDARD_RULE
    title = Text("缺少数据，不得据以不予认定", "Missing figures are no ground")
    detail = Text(
        "所列条件缺少数据，无法判定，不得作为不予认定的理由；请退回案件，由申报单位补正数据。",
        "The criteria listed are undecided for want of figures; a case is not refused for that. "
        "Return it, so that the applicant supplies them.",
    )


class AfterRelease(Refusal):
    code = "after_release"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十七条"
    title = Text("集群已经认定", "The cluster is designated already")
    detail = Text(
        "名单已经发布，本案不能重新复审或另行决定；认定后的问题按撤销程序办理。",
        "Its list was released: the case is not opened or decided again. What comes up after a "
        "designation goes through a revocation case.",
    )


class GroundOutOfPlace(Refusal):
    code = "ground_out_of_place"
    kind = Kind.CONTENT
    title = Text("不应填写理由类别", "A ground has no place here")
    detail = Text(
        "仅不予认定、复核未通过须填写理由类别，且类别须与结果相符。",
        "Only a case not proposed or not passed has a ground, and one that goes with its outcome.",
    )


def facts_refused(error: FactsRefused, *, under: str = "") -> Refusal:
    """The kernel's problems as a refusal; a contradiction names both its figures by pointer."""
    kind = FactsContradictory if isinstance(error, ContradictoryFacts) else FactsInvalid
    return kind(errors=[place for one in error.problems for place in _places(one, under)])


def _places(problem: FactProblem, under: str) -> Iterable[FieldError]:
    sentence = Text(problem.zh, problem.en)
    return (FieldError(f"{under}{place}", problem.code, sentence) for place in problem.pointers)
