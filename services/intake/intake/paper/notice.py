"""A frozen notice in sentences, as data of `notice.typ`."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from common.clock import told
from intake.domain.notice import Notice

_TITLES: Final = {
    "correction": "补正通知书",
    "acceptance": "受理通知书",
    "refusal": "不予受理决定书",
    "non_recommendation": "不予推荐告知书",
}
_GROUNDS: Final = {
    "review_not_passed": "未通过初审",
    "passed_over_by_rank": "经比较排序，未列入本批次推荐",
}
_OUTCOMES: Final = {"not_met": "不符合", "soft_miss": "超出一般要求", "unknown": "缺少数据"}


def notice_data(of: Notice) -> dict[str, Any]:
    """What the paper says, from what was frozen and nothing else."""
    said = json.loads(of.canonical)
    lead, closing = _SAYING[of.kind](said)
    return {
        "title": _TITLES[of.kind],
        "number": of.number,
        "sha256": of.sha256,
        "issuer": f"{said['district']}中小企业主管部门",
        "issued": day(said["issued_on"]),
        "rests_on": said["application"]["sha256"],
        "addressee": said["application"]["institution_name"],
        "lead": [_received(said), *lead],
        "items": [[item["place"], item["reason"], item["clause"]] for item in said["items"]],
        "criteria": [
            [line["id"], line["clause"], line["quote"], _OUTCOMES[line["outcome"]]]
            for line in said.get("criteria", ())
        ],
        "closing": [*closing, *filter(None, [_remedies(said)])],
    }


def day(iso: str) -> str:
    """A day as official papers write it."""
    of = date.fromisoformat(iso)
    return f"{of.year}年{of.month}月{of.day}日"


def _received(said: Mapping[str, Any]) -> str:
    case, notice = said["application"], said["round"]["notice_number"]
    at = told(datetime.fromisoformat(case["received_at"]))
    return (
        f"你单位（统一社会信用代码 {case['institution_code']}）按照《{notice}》申报的"
        f"“{case['cluster_name']}”（申报编号 {case['number']}，第 {case['version']} 版），"
        f"我部门于 {at} 收到。"
    )


def _correction(said: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    due = day(said["due_on"])
    return (
        [f"经审查，依据{_clauses(said)}，申报材料有下列 {len(said['items'])} 处须补正："],
        [
            f"请你单位于{due}前（含当日）补正并重新提交。补正期限按工作日计算，通知当日不计入。"
            "逾期未补正的，将依照管理办法和本批次通知处理。"
        ],
    )


def _acceptance(said: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    remark = [said["remark"]] if said["remark"] else []
    return (
        [f"经审查，申报主体和申报材料符合{_clauses(said)}的受理要求，现予受理，进入初审。"],
        [*remark, "特此通知。"],
    )


def _refusal(said: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    return (
        [f"经审查，依据{_clauses(said)}，决定不予受理。理由如下：", *_lines(said["reasons"])],
        [],
    )


def _non_recommendation(said: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    ground = _GROUNDS.get(said["ground"], "")
    return (
        [
            f"经初审，依据{_clauses(said)}，本批次不予推荐（{ground}）。理由如下：",
            *_lines(said["reasons"]),
        ],
        [],
    )


_SAYING: Final = {
    "correction": _correction,
    "acceptance": _acceptance,
    "refusal": _refusal,
    "non_recommendation": _non_recommendation,
}


def _clauses(said: Mapping[str, Any]) -> str:
    return "、".join(said["clauses"])


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _remedies(said: Mapping[str, Any]) -> str:
    if not said["remedies"]:
        return ""
    return f"{said['remedies']}（{said['remedies_clause']}）"
