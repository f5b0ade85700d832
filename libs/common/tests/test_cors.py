"""Pages of the origins named in the settings may call the API; no others, and none by default."""

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError
from toy.notes import TOY

from common.client import application_client
from common.config import ServiceSettings
from common.process import application

ORIGIN = "https://portal.example.cn"
ASKS = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "If-Match"}


async def test_a_page_of_a_named_origin_may_call_and_read_the_headers(run_service: Any) -> None:
    running = await run_service(TOY)
    app = application(TOY, replace(running.runtime, cors_origins=(ORIGIN,)))
    async with application_client(app) as client:
        before = await client.options("/v1/toys", headers={"Origin": ORIGIN, **ASKS})
        answer = await client.get("/v1/nothing", headers={"Origin": ORIGIN})
        other = await client.get("/v1/nothing", headers={"Origin": "https://evil.example"})
    assert before.headers["access-control-allow-origin"] == ORIGIN
    assert "PUT" in before.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "access-control-allow-origin" not in other.headers


async def test_no_origin_is_admitted_by_default(run_service: Any) -> None:
    running = await run_service(TOY)
    answer = await running.client.get("/v1/nothing", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in answer.headers


class Settings(ServiceSettings):
    """A service's settings with no prefix."""

    service: ClassVar[str] = "toy"


@pytest.mark.parametrize(
    "origin", ["*", "https://*.example.cn", "portal.example.cn", "https://a/b"]
)
def test_an_origin_that_is_no_single_origin_is_refused(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValidationError):
        Settings(database_url="postgresql://x", cors_origins=(origin,))


def test_origins_are_a_json_list_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", f'["{ORIGIN}"]')
    assert Settings(database_url="postgresql://x").cors_origins == (ORIGIN,)
