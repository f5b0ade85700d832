"""`python -m <service> <process>`, the one way every service starts; `config` prints settings."""

import argparse
import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import structlog
import uvicorn
import uvloop
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy import MetaData

from common import migrations, verification
from common.actor import service_actor
from common.clock import LegalClock, legal_clock
from common.config import ServiceSettings, effective
from common.database import Database
from common.documents.store import DocumentStore, store_from
from common.errors import Unavailable
from common.http.app import build_app
from common.http.exposition import exposition
from common.http.limits import BodyLimit
from common.http.operating import operating_router, probes
from common.http.rates import Rate
from common.http.runtime import Runtime
from common.messaging.broker import Poke
from common.messaging.consumer import Handler
from common.messaging.guard import BrokerUnfit
from common.messaging.worker import Job, Worker
from common.observability import configure_logging, export_traces, flush_traces
from common.tokens import PublishedKeys, TokenVerifier

SHUTDOWN_S: Final = 20
UNFIT: Final = 78  # EX_CONFIG: starting again will not help before somebody mends it

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of a service, put together in its `main`."""

    name: str
    title: str
    settings: Callable[[], ServiceSettings]
    routers: Sequence[APIRouter]
    metadata: MetaData
    consumes: Sequence[str]
    handlers: Mapping[str, Handler]
    jobs: Sequence[Job]
    verify: verification.Check
    limits: tuple[BodyLimit, ...] = ()
    rates: tuple[Rate, ...] = ()
    # Paths whose answers without a token are kept for some seconds.
    public: re.Pattern[str] | None = None
    tend_documents: Callable[[DocumentStore], Job] | None = None
    # Jobs that hang on the service's own settings.
    jobs_by: Callable[[Any], Sequence[Job]] | None = None
    # What its API alone needs of the service's own settings, by name: `Runtime.parts`.
    parts: Callable[[Any], Mapping[str, Any]] | None = None


def application(service: Service, runtime: Runtime | None = None) -> FastAPI:
    """The service's application; without a runtime only its OpenAPI document can be asked for."""
    routers = [*service.routers, operating_router(service.name)]
    if runtime is not None:
        databases = [runtime.database, runtime.public_database]
        routers.append(probes(runtime.database))
        routers.append(exposition(service.name, [each for each in databases if each]))
    return build_app(
        title=service.title,
        routers=routers,
        runtime=runtime,
        limits=service.limits,
        public=service.public,
        rates=service.rates,
    )


def runtime_from(service: Service, settings: ServiceSettings) -> Runtime:
    """The parts of an API process as its settings name them."""
    name, public_url = settings.service, getattr(settings, "public_database_url", None)
    database = _database(settings, process="api")
    keys = PublishedKeys(settings.jwks_url)
    return Runtime(
        service=name,
        database=database,
        verifier=TokenVerifier(keys, settings.issuer, settings.audience, settings.environment),
        clock=_clock(settings),
        poke=Poke(settings),
        documents=store_from(settings),
        public_database=Database(public_url.get_secret_value(), name=f"{name}-public")
        if public_url
        else None,
        cors_origins=settings.cors_origins,
        public_cache_seconds=settings.public_cache_seconds,
        rate_limits=getattr(settings, "rate_limits", {}),
        parts=service.parts(settings) if service.parts else {},
    )


def run(service: Service, arguments: Sequence[str] | None = None) -> None:
    """Run one process of a service, as the command line says."""
    parser = argparse.ArgumentParser(prog=f"python -m {service.name}")
    choices = ["api", "worker", "migrate", "sweep", "verify", "config"]
    parser.add_argument("process", choices=choices)
    parser.add_argument("--check", action="store_true", help="migrate: compare, change nothing")
    chosen = parser.parse_args(arguments)
    settings = _settings(service)
    if chosen.process == "config":
        sys.stdout.writelines(f"{line}\n" for line in effective(settings))
        return
    configure_logging(service=service.name, process=chosen.process, level=settings.log_level)
    if settings.otlp_endpoint:
        export_traces(settings.otlp_endpoint, service=service.name, process=chosen.process)
    if chosen.process == "migrate":
        url = settings.database_url.get_secret_value()
        (migrations.check if chosen.check else migrations.migrate)(service.name, url)
        return
    process = {"api": _api, "worker": _worker, "sweep": _sweep, "verify": _verify}[chosen.process]
    try:
        # The loop that uvicorn itself would take; given a coroutine, asyncio takes its own.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            sys.exit(runner.run(process(service, settings)))
    except Unavailable:
        sys.exit(f"{service.name}: the database cannot be reached")


def _settings(service: Service) -> ServiceSettings:
    try:
        return service.settings()
    except ValidationError as error:  # its own text would quote passwords
        for each in error.errors():
            sys.stderr.write(f"setting {'.'.join(map(str, each['loc']))}: {each['msg']}\n")
        sys.exit(UNFIT)


async def _api(service: Service, settings: ServiceSettings) -> int:
    app = application(service, runtime_from(service, settings))
    await uvicorn.Server(_server_config(app, settings)).serve()
    return 0


class _Probe(uvicorn.Server):
    """The probes beside a worker; the signals are the worker's, or it would die in mid-work."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: uvicorn would raise them again before the worker has ended."""
        yield


async def _worker(service: Service, settings: ServiceSettings) -> int:
    database = _database(settings, process="worker")
    jobs = _jobs(service, settings)
    worker = Worker(settings, database, _clock(settings), service.consumes, service.handlers, jobs)
    probe = _Probe(_server_config(_probe(worker), settings))
    running = asyncio.create_task(worker.run())
    serving = asyncio.create_task(probe.serve())
    stopping = asyncio.create_task(worker.stopping.wait())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, worker.stopping.set)
    try:
        await asyncio.wait({running, serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        worker.stopping.set()
        await running
    except BrokerUnfit as unfit:
        log.error("refuses to start", reason=str(unfit))
        return UNFIT
    finally:
        probe.should_exit = True
        stopping.cancel()
        await asyncio.gather(serving, stopping, return_exceptions=True)
        await database.close()
    return 0


async def _sweep(service: Service, settings: ServiceSettings) -> int:
    database = _database(settings, process="sweep")
    for job in _jobs(service, settings):
        await job(database, _clock(settings))
    await database.close()
    return 0


async def _verify(service: Service, settings: ServiceSettings) -> int:
    database, clock = _database(settings, process="verify"), _clock(settings)
    sound = True
    async with database.transaction(service_actor(service.name), at=clock.now()) as tx:
        async for line in verification.lines(tx, service.name, service.verify):
            sound = sound and '"ok": false' not in line
            sys.stdout.write(line + "\n")
    await database.close()
    return 0 if sound else 1


def _jobs(service: Service, settings: ServiceSettings) -> Sequence[Job]:
    documents, jobs = store_from(settings), list(service.jobs)
    if service.tend_documents is not None and documents is not None:
        jobs.append(service.tend_documents(documents))
    if service.jobs_by is not None:
        jobs.extend(service.jobs_by(settings))
    return jobs


@asynccontextmanager
async def _flushing(_app: FastAPI) -> AsyncIterator[None]:
    yield
    await asyncio.to_thread(flush_traces)


def _probe(worker: Worker) -> FastAPI:
    # No address is given for documents, nor are probes traced.
    app = FastAPI(openapi_url=None, telemetry={"tracing": False}, lifespan=_flushing)
    app.include_router(exposition(worker.settings.service, [worker.database]))

    @app.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        status = 200 if worker.ready else 503
        return JSONResponse({"ready": worker.ready, "leading": worker.leading}, status)

    return app


def _server_config(app: Any, settings: ServiceSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        forwarded_allow_ips=settings.trusted_proxies,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )


def _database(settings: ServiceSettings, *, process: str) -> Database:
    return Database(
        settings.database_url.get_secret_value(),
        name=f"{settings.service}-{process}",
        pool_size=settings.database_pool_size,
    )


def _clock(settings: ServiceSettings) -> LegalClock:
    return legal_clock(offset_file=settings.legal_clock_file, environment=settings.environment)
