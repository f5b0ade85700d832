"""What anybody may ask first: who am I, and what do the words mean."""

from typing import Any

from registry.main import SERVICE


async def test_me_is_the_actor_that_the_token_states(run_service: Any) -> None:
    running = await run_service(SERVICE)
    answer = await running.client.get("/v1/me", headers=running.as_("district"))
    assert answer.json() == {
        "subject": "district",
        "roles": ["district_authority"],
        "district": "110108",
        "institution": None,
        "scopes": [],
    }
    assert (await running.client.get("/v1/me")).status_code == 401


async def test_anybody_reads_the_vocabularies(run_service: Any) -> None:
    running = await run_service(SERVICE)
    answer = await running.client.get("/v1/vocabularies")
    terms = {each["name"]: each["terms"] for each in answer.json()["items"]}
    revoked = {"value": "revoked", "zh": "已撤销认定", "en": "revoked"}
    assert revoked in terms["standing"]
    assert {"value": "110108", "zh": "海淀区", "en": "Haidian District"} in terms["district"]
