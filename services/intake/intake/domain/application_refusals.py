"""What is refused of an application, with its reason and clause."""

from common.errors import Kind, Refusal, Text

ACCEPTANCE = "管理办法 第八条"
REVIEW = "管理办法 第九条"


class DistrictUnknown(Refusal):
    code = "district_unknown"
    kind = Kind.CONTENT
    clause = "管理办法 第二条"
    title = Text("没有此区", "There is no such district")
    detail = Text("所填行政区划不在本市名录内。", "The district named is not one of Beijing's.")


class RoundUnknown(Refusal):
    code = "round_unknown"
    kind = Kind.CONTENT
    clause = "管理办法 第七条"
    title = Text("没有此申报批次", "There is no such round")
    detail = Text("所指申报批次不存在。", "The round named does not exist.")


class OtherKind(Refusal):
    code = "kind_not_of_this_round"
    kind = Kind.CONTENT
    clause = "管理办法 第七条"
    title = Text("申报类别不符", "Not the kind of this round")
    detail = Text("本批次不受理此类申报。", "This round does not take applications of this kind.")


class Incomplete(Refusal):
    code = "incomplete"
    kind = Kind.CONTENT
    clause = REVIEW
    title = Text("材料不完整", "The application is incomplete")
    detail = Text("尚缺 {count} 项，请按所列补齐。", "{count} items are missing, as listed.")


class FactsContradict(Refusal):
    code = "facts_contradict"
    kind = Kind.CONTENT
    clause = REVIEW
    title = Text("数据相互矛盾", "Figures contradict each other")
    detail = Text("请核对所列各项数据。", "Check the figures listed.")


class CorrectionLate(Refusal):
    code = "correction_late"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("补正期限已过", "The time for correction is over")
    detail = Text("补正截止日为 {due_on}。", "The correction was due on {due_on}.")


class CorrectionRunning(Refusal):
    code = "correction_period_running"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("补正期限未满", "The time for correction is not over")
    detail = Text(
        "补正截止日为 {due_on}，届满前不能作出此决定。",
        "The correction is due on {due_on}; this cannot be decided before that day has passed.",
    )


class WithdrawalBarred(Refusal):
    code = "withdrawal_barred"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十条"
    title = Text("不能再撤回", "It can no longer be withdrawn")
    detail = Text(
        "已列入公示或已作出认定的申报，不能撤回。",
        "An application on public notice, or already decided on, can no longer be withdrawn.",
    )


class CorrectionAskedBefore(Refusal):
    code = "correction_asked_before"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("受理前只能要求补正一次", "Before acceptance a correction is asked for once")
    detail = Text(
        "受理前的补正须一次性告知全部内容；现应予受理或不予受理。",
        "Before acceptance one request names everything. Now accept the application, or do not.",
    )


class VerifiersTooFew(Refusal):
    code = "verifiers_too_few"
    kind = Kind.CONTENT
    clause = REVIEW
    title = Text("现场核查人员不足", "Too few people on site")
    detail = Text("现场核查须由至少 {people} 人进行。", "At least {people} people verify on site.")


class PhotosMissing(Refusal):
    code = "photos_missing"
    kind = Kind.CONTENT
    clause = REVIEW
    title = Text("缺少现场照片", "Photographs are missing")
    detail = Text(
        "现场核查须附至少 {photos} 张已上传的现场照片。",
        "A site verification has at least {photos} uploaded photographs.",
    )


class SiteVerificationMissing(Refusal):
    code = "site_verification_missing"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("尚未现场核查", "Not verified on site yet")
    detail = Text(
        "本批次要求先行现场核查。",
        "This round asks for a site verification before a recommendation.",
    )


class SiteDiffers(Refusal):
    code = "site_differs"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("现场与申报不符", "The site differs from what was filed")
    detail = Text(
        "最近一次现场核查与申报材料不符，须补正或重新核查。",
        "The last site verification found it otherwise. Have it corrected, or verify again.",
    )


class CriterionNotMet(Refusal):
    code = "criterion_not_met"
    kind = Kind.CONTENT
    clause = "管理办法 第十条"
    title = Text("有认定条件不符合", "A criterion is not met")
    detail = Text(
        "核验或初审认为不符合的条件不能推荐：{criteria}。",
        "A case that fails a criterion cannot be recommended: {criteria}.",
    )


class FindingMissing(Refusal):
    code = "finding_missing"
    kind = Kind.CONTENT
    clause = REVIEW
    title = Text("缺少初审意见", "A finding is missing")
    detail = Text(
        "以下条件须先逐项确认或提出不同意见：{criteria}。",
        "These criteria need a finding first: {criteria}.",
    )


class RecommendedLate(Refusal):
    code = "recommendation_late"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("推荐期限已过", "The time for recommendations is over")
    detail = Text("推荐截止时间为 {due_at}。", "Recommendations were due by {due_at}.")


class QuotaExhausted(Refusal):
    code = "quota_exhausted"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第七条"
    title = Text("推荐名额已满", "The quota is exhausted")
    detail = Text("本批次每区限额 {quota} 个。", "The quota of this round is {quota} per district.")


class QuotaReasonMissing(Refusal):
    code = "quota_reason_missing"
    kind = Kind.CONTENT
    clause = "管理办法 第七条"
    title = Text("超出名额须说明理由", "Going over the quota needs a reason")
    detail = Text(
        "本批次原则上每区不超过 {quota} 个，超出须说明理由。",
        "In principle this round takes {quota} per district; more needs a reason.",
    )


class RankTaken(Refusal):
    code = "rank_taken"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("推荐排序重复", "The rank is taken")
    detail = Text("本区本批次已有推荐使用此排序。", "Another recommendation holds this rank.")


class NewVersionNeeded(Refusal):
    code = "new_version_needed"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十条"
    title = Text("须先补正", "It must be corrected first")
    detail = Text(
        "市级退回的版本不能原样再次推荐，请先要求申报主体补正。",
        "The version the bureau returned cannot be recommended again; ask for a correction first.",
    )


class DocumentFrozen(Refusal):
    code = "document_frozen"
    kind = Kind.NOT_POSSIBLE
    clause = REVIEW
    title = Text("材料已提交", "The document was submitted")
    detail = Text(
        "已随版本提交的材料不能更改，请另行上传。",
        "A document of a submitted version does not change; upload another.",
    )


class NoContentYet(Refusal):
    code = "content_missing"
    kind = Kind.NOT_FOUND
    title = Text("材料尚未上传", "Not uploaded yet")
    detail = Text("此材料还没有内容。", "This document has no content yet.")


class EmptyDocument(Refusal):
    code = "document_empty"
    kind = Kind.CONTENT
    title = Text("材料为空", "The document is empty")
    detail = Text("请上传有内容的文件。", "Upload a file that is not empty.")


class NotScannedYet(Refusal):
    code = "document_not_scanned"
    kind = Kind.NOT_POSSIBLE
    title = Text("材料尚未扫描", "Not scanned yet")
    detail = Text(
        "此材料尚未通过病毒扫描，请稍后再试。",
        "The virus scanner has not passed this document yet. Try again later.",
    )
