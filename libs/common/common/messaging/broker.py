"""The connection to NATS, with the settings that keep it alive."""

import asyncio
from typing import Any

import nats
import structlog
from nats.aio.client import Client

from common.config import ServiceSettings

log = structlog.get_logger()


async def connect(settings: ServiceSettings, *, name: str) -> Client:
    """Connect as the service; the client reconnects for ever and reports what is refused."""
    return await nats.connect(
        settings.nats_url,
        user=settings.nats_user or None,
        password=settings.nats_password.get_secret_value() or None,
        name=name,
        inbox_prefix=f"_INBOX_{settings.service}".encode(),
        max_reconnect_attempts=-1,  # the default gives up for good after two minutes
        reconnect_time_wait=0.5,
        ping_interval=10,  # a half-open link is noticed in twenty seconds, not in four minutes
        max_outstanding_pings=1,
        connect_timeout=2,
        error_cb=_report,
    )


async def connect_when_possible(settings: ServiceSettings, *, name: str) -> Client:
    """Connect, trying again for as long as the broker is away."""
    while True:
        try:
            return await connect(settings, name=name)
        except (OSError, TimeoutError, nats.errors.Error) as error:
            log.warning("broker is away", error=type(error).__name__)
            await asyncio.sleep(1)


async def _report(error: Exception) -> None:
    log.warning("broker reported", error=str(error) or type(error).__name__)


class Poke:
    """Tells the service's relay over core NATS that something was announced; never waits."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._client: Client | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Connect in the background: an API is ready without NATS."""
        self._keep(self._connect())

    def __call__(self) -> None:
        """Send the poke; a relay that misses it looks once a second anyway."""
        if self._client is not None and self._client.is_connected:
            self._keep(self._client.publish(f"poke.{self._settings.service}", b""))

    async def stop(self) -> None:
        """Close the connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    async def _connect(self) -> None:
        name = f"{self._settings.service}-api"
        self._client = await connect_when_possible(self._settings, name=name)

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.info("poke not sent", error=type(task.exception()).__name__)
