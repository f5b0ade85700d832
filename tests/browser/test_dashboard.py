"""The dashboard's page in a real browser: looked at, legible, alone, on a phone and on a desk."""

import importlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from common.clock import SHANGHAI
from tests.browser import programme
from tests.browser.serving import served
from tests.browser.test_pages import DEVICES, SHOTS, _faults

PAGE = "/v1/dashboards/programme.html?period="


@pytest_asyncio.fixture(loop_scope="session")
async def board(run_service: Any, databases: Any) -> AsyncIterator[Any]:
    """Monitoring served with a programme of five years; returns where, and its persons."""
    running = await run_service(importlib.import_module("monitoring.main").SERVICE)
    running.clock.at = datetime(2026, 5, 12, 10, tzinfo=SHANGHAI)
    server_url = databases.admin_url.rpartition("/")[0]
    admin = await asyncpg.connect(f"{server_url}/{running.urls.name}")
    await programme.fill(admin)
    await admin.close()
    async with served(running.client._transport.app) as base:
        yield base, running


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("device", DEVICES)
async def test_the_dashboard_is_alone_legible_and_fits_the_screen(
    board: Any, browser: Any, device: str, language: str
) -> None:
    base, running = board
    width, phone = DEVICES[device]
    await browser.size(width, phone=phone)
    faults: dict[str, Any] = {}
    for name, person, period in (
        ("city", "bureau", "2025"),
        ("district", "district_2", "2025"),
        ("nothing", "district_2", "2019"),
    ):
        headers = {**running.as_(person), "Accept-Language": language}
        await browser.tell("Network.setExtraHTTPHeaders", headers=headers)
        await browser.visit(f"{base}{PAGE}{period}")
        await browser.photograph(SHOTS / f"dashboard-{name}-{language}-{device}.png")
        faults |= {f"{name}: {fault}": found async for fault, found in _faults(browser, width)}
        assert await browser.evaluate("document.documentElement.lang") == language
    await browser.tell("Network.setExtraHTTPHeaders", headers={})
    assert faults == {}
