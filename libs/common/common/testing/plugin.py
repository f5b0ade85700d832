"""Fixtures of integration tests; the root conftest gives `postgres_server`, an admin URL."""

import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import pytest
import pytest_asyncio

from common.client import Client, application_client
from common.clock import SHANGHAI, LegalClock
from common.contracts.catalogue import PUBLISHER_OF, stream_of
from common.database import Database
from common.documents.clamav import Clamav
from common.documents.store import DocumentStore, in_folder
from common.http.runtime import Runtime
from common.ids import new_id
from common.messaging.consumer import Consumer
from common.messaging.envelope import Envelope, data_of, dataschema_of
from common.observability import configure_logging
from common.process import Service, application
from common.provisioning import ServiceDatabase
from common.testing import bites
from common.testing.clocks import StillClock
from common.testing.databases import TestDatabases
from common.testing.tokens import bearer, verifier

GIVEN_SERVER: Final = "JIQUN_TEST_POSTGRES_URL"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--bite NAME`: break one rule on purpose (see `common.testing.bites`)."""
    parser.addoption("--bite", default=None, choices=sorted(bites.BITES))


def pytest_configure(config: pytest.Config) -> None:
    """Log as the processes do, where pytest shows it only for a test that fails."""
    configure_logging(service="test", process="test", captured=True)
    bite = config.getoption("--bite")
    if bite:
        bites.apply(bite)


@dataclass(slots=True)
class RunningService:
    """A service in this process: its API, its roles' pools, its clock."""

    service: Service
    urls: ServiceDatabase
    api: Database
    worker: Database
    clock: StillClock
    client: Client
    runtime: Runtime
    heard: Counter[tuple[str, UUID]] = field(default_factory=Counter)

    def as_(self, name: str) -> dict[str, str]:
        """The Authorization header of a person of `testing.tokens.PEOPLE`."""
        return bearer(name)

    async def hear(self, event: Any, *, about: UUID) -> str:
        """Take in the next event about an aggregate as the worker does; returns its state."""
        publisher = PUBLISHER_OF[event.TYPE]
        envelope = Envelope(
            id=new_id(),
            source=f"/{publisher}",
            type=event.TYPE,
            subject=about,
            time=datetime.now(UTC),
            dataschema=dataschema_of(event.TYPE),
            sequence=str(self._next(event.TYPE.split(".")[0], about)),
            actor="test",
            traceparent="",
            data=data_of(event),
        )
        consumer = Consumer(
            service=self.service.name,
            stream=stream_of(publisher),
            handlers=self.service.handlers,
            database=self.worker,
            clock=cast(LegalClock, self.clock),
        )
        return await consumer.receive(envelope)

    def _next(self, kind: str, about: UUID) -> int:
        self.heard[kind, about] += 1
        return self.heard[kind, about]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def databases(postgres_server: str) -> AsyncIterator[TestDatabases]:
    """The run's databases."""
    made = TestDatabases(postgres_server)
    yield made
    if os.environ.get(GIVEN_SERVER):  # a server of the run's own goes as a whole
        await made.drop()


@pytest.fixture
def clock() -> StillClock:
    """A legal clock at 2024-03-01 09:00 in Shanghai, where the demo begins."""
    return StillClock(datetime(2024, 3, 1, 9, tzinfo=SHANGHAI))


RunService = Callable[..., Awaitable[RunningService]]


@pytest_asyncio.fixture(loop_scope="session")
async def run_service(
    databases: TestDatabases, clock: StillClock, tmp_path: Path
) -> AsyncIterator[RunService]:
    """Start services on fresh databases: `running = await run_service(SERVICE)`.

    With `clamav_address` the service asks a virus scanner; `parts` are its `Runtime.parts`.
    """
    async with AsyncExitStack() as stack:

        async def start(
            service: Service, *, clamav_address: str = "", parts: Mapping[str, Any] | None = None
        ) -> RunningService:
            scanner = Clamav(clamav_address) if clamav_address else None
            documents = in_folder(tmp_path / "objects", scanner=scanner)
            running = _running(service, databases, clock, documents, parts or {})
            return await stack.enter_async_context(running)

        yield start


@asynccontextmanager
async def _running(
    service: Service,
    databases: TestDatabases,
    clock: Any,
    documents: DocumentStore,
    parts: Mapping[str, Any],
) -> AsyncIterator[RunningService]:
    urls = await databases.fresh(service.name)
    api, worker, public = (
        Database(urls.url(kind), name=f"test-{kind}", pool_size=5)
        for kind in ("api", "worker", "public")
    )
    runtime = Runtime(
        service=service.name,
        database=api,
        verifier=verifier(),
        clock=clock,
        documents=documents,
        public_database=public,
        parts=parts,
    )
    app = application(service, runtime)
    async with app.router.lifespan_context(app), application_client(app) as client:
        yield RunningService(service, urls, api, worker, clock, client, runtime)
    await worker.close()
