"""The demonstration's story on a whole stack, told once for all tests here."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from common.client import http_client
from deploy.demo.story import Told, tell
from deploy.demo.world import World


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def story(full_stack: Any) -> AsyncIterator[Told]:
    """The story, told once; the lines go nowhere."""
    async with http_client() as client:
        addresses = {name: full_stack[name] for name in ("base_url", "issuer_url", "tokens")}
        world = World(**addresses, client=client, tell=lambda line: None)
        yield await tell(world)


@pytest_asyncio.fixture(loop_scope="session")
async def world(full_stack: Any, story: Told) -> AsyncIterator[World]:
    """The stack after the story: its rounds are closed by now."""
    async with http_client() as client:
        addresses = {name: full_stack[name] for name in ("base_url", "issuer_url", "tokens")}
        yield World(**addresses, client=client, tell=lambda line: None)
