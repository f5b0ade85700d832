"""A public notice and its final list as data of `notice.typ` and `list.typ`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from common.clock import legal_day, told
from common.contracts.round import RoundOpened
from registry.domain.cluster import Cluster
from registry.domain.notice import Notice, NoticeEntry, Release
from registry.domain.notice_release import releases_of
from registry.domain.places import district_name
from registry.domain.window import ExplainedDay, explained
from registry.paper.certificate import ISSUER

_MEASURE: Final = "《北京市促进中小企业特色产业集群发展管理办法（暂行）》第十条"
_WEEKDAYS: Final = "一二三四五六日"
_KINDS: Final = {"designation": "拟认定", "renewal": "拟通过复核"}
_RELEASED: Final = {"designation": "认定", "renewal": "复核通过"}


def notice_data(of: Notice, opened: RoundOpened) -> dict[str, Any]:
    """What the notice says: who is proposed, the window day by day, where it is posted."""
    assert of.publication is not None
    assert of.first_day is not None
    assert of.last_day is not None
    kind = _KINDS[opened.kind]
    days = explained(of.first_day, of.last_day, opened.notice)
    heading = [f"关于{opened.year}年北京市中小企业特色产业集群", f"{kind}名单的公示"]
    return {
        "title": "".join(heading),
        "heading": heading,
        "number": of.number,
        "issuer": ISSUER,
        "issued": day_words(of.first_day),
        "lead": _lead(of, opened, kind),
        "entries": [_entry_row(n, each) for n, each in enumerate(of.entries, start=1)],
        "window": [_day_row(each) for each in days],
        "how": _how_to_object(opened),
        "address": of.publication.official_address,
        "posted": told(of.publication.posted_at),
        "sha256": of.sha256,
    }


def list_data(of: Notice, opened: RoundOpened, clusters: Mapping[str, Cluster]) -> dict[str, Any]:
    """What the final list says: each cluster with number and validity, part by part."""
    parts = releases_of(of)
    last = parts[-1]
    return {
        "title": f"{opened.year}年北京市中小企业特色产业集群{_RELEASED[opened.kind]}名单",
        "number": of.number,
        "issuer": ISSUER,
        "issued": day_words(legal_day(last.posted_at)),
        "parts": [_part(each, of, clusters) for each in parts],
        "held_back": len(last.held_back),
        "sha256": of.sha256,
    }


def day_words(day: date) -> str:
    """A day as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _lead(of: Notice, opened: RoundOpened, kind: str) -> list[str]:
    assert of.first_day is not None
    assert of.last_day is not None
    first, last = day_words(of.first_day), day_words(of.last_day)
    correction = (
        [f"本公示更正公示 {of.corrects}（更正事由：{of.correction_reason}），公示期重新计算。"]
        if of.corrects
        else []
    )
    corrected = (
        [f"本公示的部分内容已由公示 {'、'.join(of.corrected_by)} 更正，以更正公示为准。"]
        if of.corrected_by
        else []
    )
    return [
        *corrected,
        f"根据{_MEASURE}和《{opened.notice_number}》，经申报、初审推荐、复审，"
        f"现将{kind}的 {of.count} 个集群予以公示。",
        *correction,
        f"公示期为{first}至{last}，共 {opened.notice.working_days} 个工作日（{last} 24时届满）。",
    ]


def _how_to_object(opened: RoundOpened) -> list[str]:
    waits = (
        "异议未办结前，本名单不予发布。"
        if opened.notice.list_waits
        else "异议未办结前，所涉集群不列入发布名单。"
    )
    return [
        "任何单位或个人有异议的，请在公示期内以书面形式实名向我局提出，写明姓名（名称）、地址、"
        "联系方式、事实和证据，并加盖公章或者亲笔签名；也可以在本系统公示页面在线提出。"
        "异议人的身份和证据严格保密。",
        f"匿名或者逾期提出的，作为线索处理。{waits}",
    ]


def _entry_row(number: int, of: NoticeEntry) -> list[str]:
    return [
        str(number),
        of.cluster_name,
        district_name(of.district),
        of.leading_industry,
        of.institution_name,
        of.application_number,
    ]


def _day_row(of: ExplainedDay) -> list[Any]:
    weekday = f"星期{_WEEKDAYS[of.day.weekday()]}"
    return [day_words(of.day), weekday, "计入" if of.counted else "不计", of.zh, of.counted]


def _part(of: Release, notice: Notice, clusters: Mapping[str, Cluster]) -> dict[str, Any]:
    entries = {each.application_id: each for each in notice.entries}
    day = legal_day(of.posted_at)
    rows = [
        [str(n), each.cluster_number, *_cluster_row(entries[each.application_id]), validity]
        for n, each in enumerate(of.clusters, start=1)
        for validity in [_validity(clusters[each.cluster_number], published_on=day)]
    ]
    return {
        "decision": of.decision,
        "day": day_words(day),
        "posted": told(of.posted_at),
        "address": of.official_address,
        "rows": rows,
    }


def _cluster_row(of: NoticeEntry) -> Iterable[str]:
    return of.cluster_name, district_name(of.district), of.leading_industry, of.institution_name


def _validity(of: Cluster, *, published_on: date) -> str:
    # The period that this list printed, whatever followed it.
    printed = [each for each in of.periods if each.published_on == published_on]
    return "；".join(f"{each.first_day} 至 {each.last_day}" for each in printed)
