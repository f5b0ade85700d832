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
