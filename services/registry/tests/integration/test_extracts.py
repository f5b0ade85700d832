"""Signed extracts through the API: what is signed is what the register says at that moment."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from registry.extracts import command
from registry.main import SERVICE

NUMBER = "BJ-2024-0001"


@pytest.fixture
async def taken(registry: Any, tmp_path: Path, capsys: Any) -> Any:
    """Take extract, keys and list along, and say what they prove of the legal day."""

    async def take() -> tuple[int, str]:
        files = {
            "extract": f"/v1/clusters/{NUMBER}/certificate",
            "jwks": "/.well-known/jwks.json",
            "list": "/v1/status-list",
        }
        for name, path in files.items():
            answer = await registry.running.client.get(path)
            assert answer.status_code == 200, answer.text
            (tmp_path / name).write_bytes(answer.content)
        extract, jwks, listed = (str(tmp_path / name) for name in files)
        on = registry.running.clock.today().isoformat()
        options = ["--jwks", jwks, "--status-list", listed, "--on", on, "--lang", "en"]
        return command.main(["verify-extract", extract, *options]), capsys.readouterr().out

    return take


async def revoke(registry: Any, *, effective_on: str) -> None:
    lead = {"cluster_number": NUMBER, "ground": "17(2)", "limb": "violation", "facts": "属实"}
    evidence = {"evidence": [{"description": "处罚决定书"}]}
    case = await registry.done("/revocation-cases", lead | evidence, by="bureau")
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": []}
    decision |= {"effective_on": effective_on}
    await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)


async def test_an_extract_proves_validity_until_the_revocation_takes_effect(
    registry: Any, taken: Any
) -> None:
    await registry.designated()
    status, said = await taken()
    assert (status, "行业应用软件产业集群" in said) == (0, True)
    await revoke(registry, effective_on="2024-03-27")
    assert (await taken())[0] == 0
    registry.move_to(date(2024, 3, 27))
    status, said = await taken()
    assert status == 1
    assert "itself says" in said
    assert "was revoked by 2024-03-27" in said


async def test_the_status_list_is_sent_again_only_when_it_or_the_day_has_changed(
    registry: Any,
) -> None:
    await registry.designated()
    client = registry.running.client
    first = await client.get("/v1/status-list")
    assert first.headers["content-type"] == "application/vc+jwt"
    assert first.headers["cache-control"] == "public, max-age=60"
    same = {"If-None-Match": first.headers["etag"]}
    again = await client.get("/v1/status-list", headers=same)
    assert (again.status_code, again.content) == (304, b"")
    registry.running.clock.move(days=1)
    assert (await client.get("/v1/status-list", headers=same)).status_code == 200
    late = registry.running.clock.at.replace(hour=23, minute=59, second=30)
    registry.running.clock.at = late
    kept = (await client.get("/v1/status-list")).headers["cache-control"]
    assert kept == "public, max-age=30"


async def test_each_cluster_has_a_place_of_its_own_and_an_extract_is_never_kept(
    registry: Any,
) -> None:
    numbers = await registry.designated(registry.haidian, registry.shunyi)
    places = set()
    for number in numbers:
        path, bare = f"/v1/clusters/{number}/certificate", {"Accept": "application/jose"}
        answer = await registry.running.client.get(path, headers=bare)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/jose"
        places.add(_claims(answer.text)["status"]["statusListIndex"])
    assert len(places) == 2
    assert (await registry.get("/clusters/BJ-2024-9999/certificate")).status_code == 404
    xml = {"Accept": "text/xml"}
    refused = await registry.running.client.get(path, headers=xml)
    assert refused.status_code == 406


async def test_the_certificate_prints_the_standing_of_the_day(registry: Any) -> None:
    await registry.designated()
    assert "名录载明：认定有效" in await printed(registry)
    await revoke(registry, effective_on="2024-03-26")
    paper = await printed(registry)
    assert "本件不证明认定有效" in paper
    assert "认定已撤销（自2024年3月26日起" in paper
    assert "认定有效。" not in paper.replace("本件不证明认定有效。", "")


async def test_without_keys_no_extract_is_given(run_service: Any) -> None:
    running = await run_service(SERVICE)
    for path in (f"/clusters/{NUMBER}/certificate", f"/clusters/{NUMBER}/certificate.pdf"):
        refused = await running.client.get(f"/v1{path}")
        assert (refused.status_code, refused.json()["code"]) == (503, "extracts_not_set_up")


async def printed(registry: Any) -> str:
    """The text on the one page of the certificate."""
    answer = await registry.get(f"/clusters/{NUMBER}/certificate.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    [page] = PdfReader(io.BytesIO(answer.content)).pages
    return page.extract_text().replace("\n", "").replace(" ", "")


def _claims(token: str) -> Any:
    from joserfc import jws

    return json.loads(jws.extract_compact(token.encode()).payload)
