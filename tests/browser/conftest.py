"""The registry's pages served to a real browser, with clusters of every standing on them."""

import importlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import pytest_asyncio

from common.paper.typefaces import FOLDER
from tests.browser.chromium import Chromium
from tests.browser.serving import served

PLACES = (
    ("110108", "北京市海淀区行业应用软件产业集群", "91110000101623741K"),
    ("110113", "北京市顺义区第三代半导体产业集群", "911101066976941872"),
    ("110115", "北京市大兴区细胞与基因治疗产业集群", "91110108000000000X"),
)
LATER = (
    ("110111", "北京市房山区高性能纤维及复合材料产业集群", "91110000101623741K"),
    ("BDA", "北京经济技术开发区高端汽车和新能源智能汽车关键零部件与整车集成产业集群", "1"),
)


@dataclass(slots=True)
class Site:
    """Where the pages are, and the registry behind them."""

    base: str
    registry: Any
    browser: Chromium

    async def open(self, path: str) -> None:
        """Visit a page."""
        await self.browser.visit(self.base + path)


@pytest_asyncio.fixture(loop_scope="session")
async def site(run_service: Any, browser: Chromium) -> AsyncIterator[Site]:
    """Three clusters, one of them revoked, and a list on notice since yesterday."""
    told = importlib.import_module("services.registry.tests.conftest")
    running = await run_service(told.SERVICE, parts=told.PARTS)
    registry = told.Registry(running)
    await _told(registry)
    async with served(running.client._transport.app) as base:
        yield Site(base, registry, browser)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chromium]:
    """The browser of the run."""
    started = Chromium(tmp_path_factory.mktemp("chromium"))
    await started.start(faces=FOLDER)
    yield started
    await started.stop()


async def _told(registry: Any) -> None:
    await registry.designated(*PLACES)
    lead = {"cluster_number": "BJ-2024-0002", "ground": "17(2)", "limb": "violation"}
    evidence = {"facts": "属实", "evidence": [{"description": "处罚决定书"}]}
    case = await registry.done("/revocation-cases", lead | evidence, by="bureau")
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": []}
    decision |= {"effective_on": "2024-03-26"}
    await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)
    registry.move_to(date(2024, 4, 3))
    of = await registry.open_round()
    for place in LATER:
        await registry.propose(of, place)
    await registry.published(of)
    registry.move_to(date(2024, 4, 8))
