"""The timeline of a case in words: what happened in any service, and who moves next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from common.clock import told as told_at
from common.errors import Text
from intake.domain.extension import DATES, Extension

INSTITUTION: Final = "operating_institution"
DISTRICT: Final = "district_authority"
BUREAU: Final = "municipal_bureau"


@dataclass(frozen=True, slots=True)
class Story:
    """How an event is told; values are filled in."""

    words: Text
    moves_next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a timeline; known by its application, or by its cluster's number at first."""

    application_id: UUID | None
    cluster_number: str | None = None
    at: datetime
    event: str
    source: str
    zh: str
    en: str
    moves_next: str | None


STORIES: Final[Mapping[str, Story]] = {
    "round.extended": Story(
        Text(
            "批次 {number} 延期（{notice}）：{moved_zh}。理由：{reason}",
            "Round {number} was extended ({notice}): {moved_en}. Reason: {reason}",
        ),
        None,
    ),
    "application.submitted": Story(
        Text("第 {version} 版申报材料已提交。", "Version {version} was received."),
        DISTRICT,
    ),
    "application.returned": Story(
        Text(
            "退回补正，共 {items} 项，须于 {due_on} 前补正。",
            "Returned for correction: {items} items, due on {due_on}.",
        ),
        INSTITUTION,
    ),
    "application.taken_back": Story(
        Text(
            "市级退回，须于 {due_on} 前补正：{reason}",
            "The bureau returned the case, to be corrected by {due_on}: {reason}",
        ),
        DISTRICT,
    ),
    "application.accepted": Story(
        Text("区级已受理，进入初审。", "The district accepted it for preliminary review."), DISTRICT
    ),
    "application.rejected": Story(
        Text("不予受理（{clauses}）。", "Not accepted ({clauses})."), None
    ),
    "application.findings": Story(
        Text("区级记录了初审意见，共 {items} 项。", "The district recorded {items} findings."),
        DISTRICT,
    ),
    "application.site_verified": Story(
        Text(
            "区级于 {visited_on} 现场核查（{people} 人）。",
            "The district verified on site on {visited_on} ({people} people).",
        ),
        DISTRICT,
    ),
    "application.recommended": Story(
        Text("区级推荐，排序第 {rank}。", "The district recommended it, ranked {rank}."), BUREAU
    ),
    "application.not_recommended": Story(
        Text("初审未予推荐（{clauses}）。", "Not recommended after review ({clauses})."), None
    ),
    "application.forwarded_for": Story(
        Text("区级转报复核申报，意见为同意。", "The district forwarded it, in favour."), BUREAU
    ),
    "application.forwarded_against": Story(
        Text("区级转报复核申报，意见为不同意。", "The district forwarded it, against."), BUREAU
    ),
    "application.withdrawn": Story(
        Text("申报主体撤回申报。", "The institution withdrew the application."), None
    ),
    "evaluation.opened": Story(Text("市级复审启动。", "The re-review was opened."), BUREAU),
    "evaluation.proposed": Story(
        Text("市级审定：拟认定（{reference}）。", "The bureau proposes designation ({reference})."),
        BUREAU,
    ),
    "evaluation.not_proposed": Story(
        Text("市级审定：不予认定（{reference}）。", "Not proposed by the bureau ({reference})."),
        None,
    ),
    "evaluation.returned": Story(
        Text("市级审定：退回区级（{reference}）。", "Returned by the bureau ({reference})."),
        DISTRICT,
    ),
    "evaluation.passed": Story(
        Text("复核通过（{reference}）。", "The renewal is passed ({reference})."), BUREAU
    ),
    "evaluation.not_passed": Story(
        Text("复核未通过（{reference}）。", "The renewal is not passed ({reference})."), None
    ),
    "evaluation.reopened": Story(
        Text("复审重新启动：{reason}", "The re-review was reopened: {reason}"), BUREAU
    ),
    "notice.published": Story(
        Text(
            "列入公示 {number}，公示期 {first_day} 至 {last_day}。",
            "On public notice {number}, from {first_day} to {last_day}.",
        ),
        BUREAU,
    ),
    "notice.closed": Story(
        Text("公示 {number} 期满。", "The public notice {number} has ended."), BUREAU
    ),
    "objection.filed": Story(
        Text("公示期内收到异议。", "An objection was filed during the notice."), BUREAU
    ),
    "objection.taken_up": Story(
        Text(
            "异议已受理，申报单位可于 {due_on} 前（含当日）作出说明。",
            "The objection was taken up; the institution may answer until {due_on}.",
        ),
        BUREAU,
    ),
    "objection.upheld": Story(
        Text("异议成立：{reason}", "The objection was upheld: {reason}"), BUREAU
    ),
    "objection.dismissed": Story(
        Text("异议不成立：{reason}", "The objection was dismissed: {reason}"), BUREAU
    ),
    "cluster.designated": Story(
        Text(
            "已认定，编号 {number}，有效期 {first_day} 至 {last_day}。",
            "Designated as {number}, valid from {first_day} to {last_day}.",
        ),
        INSTITUTION,
    ),
    "cluster.renewed": Story(
        Text(
            "复核通过，编号 {number}，有效期延至 {last_day}。",
            "Renewed: {number}, valid to {last_day}.",
        ),
        INSTITUTION,
    ),
    "cluster.changed": Story(
        Text("集群 {number} 的登记事项已变更。", "What the register shows of {number} changed."),
        None,
    ),
    "revocation.opened": Story(
        Text(
            "撤销认定案件 {case} 立案（{clause}）。",
            "Revocation case {case} was opened ({clause}).",
        ),
        BUREAU,
    ),
    "revocation.notified": Story(
        Text("已告知拟撤销认定，可陈述申辩。", "The institution was notified and may answer."),
        INSTITUTION,
    ),
    "revocation.revoked": Story(
        Text("撤销认定案件结案：撤销认定。", "The revocation case ended: revoked."), None
    ),
    "revocation.not_revoked": Story(
        Text("撤销认定案件结案：不予撤销。", "The revocation case ended: not revoked."), None
    ),
    "cluster.revoked": Story(
        Text(
            "撤销认定，自 {effective_on} 起生效（{clause}）。",
            "The designation is revoked from {effective_on} ({clause}).",
        ),
        None,
    ),
    "cluster.reinstated": Story(
        Text("恢复认定：{reason}", "The designation is reinstated: {reason}"), INSTITUTION
    ),
    "report.confirmed": Story(
        Text("{period} 年度培育情况信息表已由市级确认。", "The report for {period} was confirmed."),
        INSTITUTION,
    ),
}


def untold(events: Sequence[str]) -> frozenset[int]:
    """The places of lines that the institution is not told: an investigation before its notice.

    A revocation case is shown to it from its notification on, as the register does (art. 17). The
    lines are in order; a notification is taken to be of the opening that stands nearest before it.
    """
    waiting: list[int] = []
    for place, event in enumerate(events):
        if event == "revocation.opened":
            waiting.append(place)
        elif event == "revocation.notified" and waiting:
            waiting.pop()
    return frozenset(waiting)


def extension_told(of: Extension, *, number: str) -> Line:
    """The line that tells a case of an extension of its round: each date before and after."""
    dates = [(DATES[date.name], told_at(date.was), told_at(date.now)) for date in of.dates]
    return told(
        "round.extended",
        at=of.extended_at,
        event="round.extended",
        source="intake",
        number=number,
        notice=of.notice_number,
        reason=of.reason,
        moved_zh="；".join(f"{name.zh}由 {was} 延至 {now}" for name, was, now in dates),
        moved_en="; ".join(f"{name.en} from {was} to {now}" for name, was, now in dates),
    )


def told(
    story: str,
    *,
    at: datetime,
    event: str,
    source: str,
    application_id: UUID | None = None,
    cluster_number: str | None = None,
    **values: Any,
) -> Line:
    """The line that tells an event."""
    told_as = STORIES[story]
    words = told_as.words.filled(values)
    return Line(
        application_id=application_id,
        cluster_number=cluster_number,
        at=at,
        event=event,
        source=source,
        zh=words.zh,
        en=words.en,
        moves_next=told_as.moves_next,
    )
