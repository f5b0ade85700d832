"""Tracking, policy documents, support, services over HTTP: written down, corrected, withdrawn."""

from typing import Any

import pytest

from common.ids import new_id

NOTE = {
    "topic": "problems",
    "direction": "innovation",
    "noted_on": "2025-01-20",
    "text": "共享中试平台开机率不足。",
}
POLICY = {
    "title": "关于支持特色产业集群的若干措施",
    "issuer": "北京市经济和信息化局",
    "document_number": "京经信发〔2024〕1号",
    "level": "municipal",
    "issued_on": "2024-03-01",
    "address": "https://jxj.example.org/zc/1.html",
    "kinds": ["fiscal", "talent"],
}
MEASURE = {
    "kind": "fiscal",
    "giver": "海淀区财政局",
    "level": "district",
    "given_on": "2025-01-10",
    "description": "公共服务平台建设补助。",
}
INSTITUTION = {
    "kind": "sme_public_service_platform",
    "name": "演示服务平台",
    "code": "91110000101623741K",
    "services": "检验检测、人才培训。",
}
DELIVERY = {
    "service_item": "training",
    "delivered_on": "2025-01-05",
    "smes_served": 40,
    "description": "两期培训。",
}


@pytest.fixture
async def cluster(reporting: Any) -> Any:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    return facts.number


async def listed(reporting: Any, path: str, person: str) -> Any:
    answer = await reporting.get(path, person)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def post(reporting: Any, path: str, person: str, body: Any, match: str | None = None) -> Any:
    return await reporting.act(f"/v1/{path}", person, body, match=match)


async def test_a_note_is_corrected_and_withdrawn_and_all_three_stay(
    reporting: Any, cluster: Any
) -> None:
    note = NOTE | {"cluster_number": cluster}
    made = await post(reporting, "tracking-notes", "district", note)
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"'), made.text
    path = made.headers["Location"].removeprefix("/v1/")
    assert made.json()["allowed_actions"] == ["correct", "withdraw"]
    body = note | {"topic": "mending", "reason": "主题填错"}
    fixed = await post(reporting, f"{path}/correction", "district", body, '"v1"')
    assert (fixed.status_code, fixed.json()["supersedes"]) == (201, made.json()["id"])
    stale = await post(reporting, f"{path}/correction", "district", body, '"v1"')
    assert stale.status_code == 412
    over = await post(reporting, f"{path}/correction", "district", body, '"v2"')
    assert (over.status_code, over.json()["allowed_actions"]) == (409, [])
    old = (await reporting.get(f"/v1/{path}", "district")).json()
    assert (old["status"], old["topic"], old["ended_because"]) == (
        "superseded",
        "problems",
        "主题填错",
    )
    (standing,) = await listed(reporting, "/v1/tracking-notes", "bureau")
    assert (standing["topic"], standing["district"]) == ("mending", "110108")
    new = fixed.headers["Location"].removeprefix("/v1/")
    gone = await post(reporting, f"{new}/withdrawal", "district", {"reason": "误记"}, '"v1"')
    assert (gone.status_code, gone.json()["status"]) == (201, "withdrawn")
    assert await listed(reporting, "/v1/tracking-notes", "bureau") == []
    assert len(await listed(reporting, "/v1/tracking-notes?status=withdrawn", "auditor")) == 1
    assert len(await listed(reporting, "/v1/tracking-notes?status=superseded", "auditor")) == 1


async def test_only_the_district_tracks_and_nobody_else_reads_its_notes(
    reporting: Any, cluster: Any
) -> None:
    note = NOTE | {"cluster_number": cluster}
    for person, status, code in (
        ("bureau", 403, "forbidden"),
        ("institution", 403, "forbidden"),
        ("district_2", 422, "cluster_not_monitored"),
    ):
        refused = await post(reporting, "tracking-notes", person, note)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    unknown = await post(
        reporting, "tracking-notes", "district", note | {"cluster_number": "BJ-2024-9999"}
    )
    ahead = await post(reporting, "tracking-notes", "district", note | {"noted_on": "2025-02-02"})
    assert unknown.json()["errors"][0]["pointer"] == "/cluster_number"
    assert (ahead.status_code, ahead.json()["code"]) == (422, "not_yet_happened")
    made = await post(reporting, "tracking-notes", "district", note)
    for person in ("institution", "district_2"):
        assert (await reporting.get(made.headers["Location"], person)).status_code == 404
        assert await listed(reporting, "/v1/tracking-notes", person) == []


async def test_support_is_exact_and_only_what_stands_counts(reporting: Any, cluster: Any) -> None:
    policy = await post(reporting, "policy-documents", "bureau", POLICY)
    assert (policy.status_code, policy.json()["district"]) == (201, None), policy.text
    given = MEASURE | {"cluster_number": cluster, "policy_document_id": policy.json()["id"]}
    amounts = ("0.1", "0.2", "1000000.000001", "5")
    made = [
        await post(reporting, "support-measures", "district", given | {"amount_10k_yuan": each})
        for each in amounts
    ]
    assert [each.json()["amount_10k_yuan"] for each in made] == [
        "0.10",
        "0.20",
        "1000000.000001",
        "5.00",
    ]
    await post(
        reporting,
        f"support-measures/{made[3].json()['id']}/withdrawal",
        "bureau",
        {"reason": "未拨付"},
        '"v1"',
    )
    board = (await reporting.get("/v1/dashboards/programme?period=2025", "bureau")).json()
    (fiscal,) = board["supports"]
    assert (fiscal["kind"], fiscal["supports"]["amount_10k_yuan"]) == ("fiscal", "1000000.300001")
    behind = await listed(reporting, fiscal["supports"]["number"]["href"], "bureau")
    assert len(behind) == fiscal["supports"]["number"]["value"] == 3
    own = await listed(reporting, "/v1/support-measures?kind=fiscal&year=2025", "institution")
    assert len(own) == 3
    assert {each["recorded_by"] for each in own} == {None}
    assert await listed(reporting, "/v1/support-measures?kind=talent", "bureau") == []
    assert await listed(reporting, "/v1/support-measures", "institution_2") == []


async def test_a_measure_names_an_enterprise_whole_and_a_policy_that_stands(
    reporting: Any, cluster: Any
) -> None:
    given = MEASURE | {"cluster_number": cluster}
    for changes, pointer, code in (
        ({"enterprise_name": "某公司"}, "", "enterprise_half_named"),
        ({"amount_10k_yuan": "1.0000001"}, "/amount_10k_yuan", "string_pattern_mismatch"),
        ({"amount_10k_yuan": "-1"}, "/amount_10k_yuan", "string_pattern_mismatch"),
        ({"amount_10k_yuan": 1.5}, "/amount_10k_yuan", "string_type"),
        (
            {"policy_document_id": str(new_id())},
            "/policy_document_id",
            "unknown_policy_document",
        ),
    ):
        refused = await post(reporting, "support-measures", "district", given | changes)
        assert refused.status_code == 422
        assert (refused.json()["errors"][0]["pointer"], refused.json()["errors"][0]["code"]) == (
            pointer,
            code,
        )
    assert await listed(reporting, "/v1/support-measures", "bureau") == []


async def test_the_citys_documents_are_read_by_all_and_changed_by_the_bureau_alone(
    reporting: Any,
) -> None:
    reporting.move_to(2025, 2, 1)
    made = await post(reporting, "policy-documents", "bureau", POLICY)
    path = made.headers["Location"].removeprefix("/v1/")
    for person in ("district", "district_2", "institution", "auditor"):
        assert len(await listed(reporting, "/v1/policy-documents", person)) == 1
    assert (await reporting.get("/v1/policy-documents", "expert_1")).status_code == 403
    refused = await post(reporting, f"{path}/withdrawal", "district", {"reason": "无"}, '"v1"')
    assert refused.status_code == 403
    other = await post(reporting, "policy-documents", "district", POLICY | {"district": "110105"})
    assert other.status_code == 403
    own = await post(reporting, "policy-documents", "district", POLICY | {"level": "district"})
    assert own.json()["district"] == "110108"


async def test_a_delivery_is_assessed_once_and_a_failing_check_digit_is_shown(
    reporting: Any, cluster: Any
) -> None:
    body = INSTITUTION | {"code": "911100001016237410"}
    made = await post(reporting, "service-institutions", "district", body)
    assert (made.status_code, made.json()["code_check_digit_ok"]) == (201, False), made.text
    path = f"service-institutions/{made.json()['id']}/deliveries"
    delivery = await post(reporting, path, "district", DELIVERY | {"cluster_number": cluster})
    assert delivery.status_code == 201, delivery.text
    words = {"result": "effective", "comment": "参训企业反映良好。"}
    one = delivery.headers["Location"].removeprefix("/v1/")
    foreign = f"service-institutions/{new_id()}/deliveries/{delivery.json()['id']}/assessment"
    assert (await post(reporting, foreign, "bureau", words, '"v1"')).status_code == 404
    assert (
        await post(reporting, f"{one}/assessment", "institution", words, '"v1"')
    ).status_code == 403
    done = await post(reporting, f"{one}/assessment", "bureau", words, '"v1"')
    assert (done.status_code, done.json()["status"], done.json()["result"]) == (
        201,
        "assessed",
        "effective",
    )
    again = await post(reporting, f"{one}/assessment", "bureau", words, '"v2"')
    assert (again.status_code, again.json()["allowed_actions"]) == (409, ["correct", "withdraw"])
    (shown,) = await listed(reporting, f"/v1/{path}?result=effective", "institution")
    assert shown["id"] == delivery.json()["id"]
    assert (await reporting.get(f"/v1/{path}", "district_2")).status_code == 404
