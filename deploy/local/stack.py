"""Puts the stack up, each part when what it leans on is ready, and takes it down again."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from common.provisioning import ServiceDatabase
from deploy.local import gateway, issuer, legal_clock
from deploy.local.databases import given_server, provide
from deploy.local.migrations import migrate
from deploy.local.nats import Broker, NatsServer, given_broker
from deploy.local.ports import free_port
from deploy.local.postgres import PostgresServer
from deploy.local.processes import Program, Stage, http_ready
from deploy.local.registry_secrets import registry_settings
from deploy.local.services import Instance, instances
from deploy.local.state import State
from deploy.local.supervisor import Supervisor
from deploy.local.wiring import Wiring, database_urls


@dataclass(slots=True)
class Stack:
    """One stack in one state directory."""

    state: State
    supervisor: Supervisor
    replicas: Mapping[str, int] = field(default_factory=dict)
    legal_start: datetime | None = None
    run: dict[str, Any] = field(default_factory=dict)

    async def up(self) -> None:
        """Start everything; `run.json` is there when this returns."""
        self._set_clock()
        issuer_port, port = free_port(), free_port()
        broker = asyncio.create_task(self._broker())
        signing = asyncio.create_task(self.supervisor.start(self._issuer(issuer_port)))
        async with _all_or_none(broker, signing):
            admin_url = await self._database_server()
            databases = await provide(admin_url)
            wiring = self._wiring(databases, await broker, issuer.address(issuer_port), port)
            await migrate(wiring)
            await signing
        processes = list(instances(self.replicas))
        await asyncio.gather(*(self.supervisor.start(p.program(wiring)) for p in processes))
        await self._gateway(port, processes)
        self._publish(wiring, admin_url, port, processes)

    async def down(self) -> None:
        """Stop everything, and with it what `run.json` promises."""
        self.state.run_file.unlink(missing_ok=True)
        self.run = {}
        await self.supervisor.stop()

    def _set_clock(self) -> None:
        try:
            legal_clock.begin(self.state.clock_file, at=self.legal_start)
        except legal_clock.Backwards:
            self.supervisor.report("the legal clock is past the given start and stays where it is")

    async def _database_server(self) -> str:
        if given := os.environ.get("DATABASE_URL"):
            return await given_server(given)
        server = PostgresServer(self.state.directory / "postgres", free_port())
        server.initialise()
        await self.supervisor.start(server.program())
        return server.admin_url()

    async def _broker(self) -> Broker:
        if given := os.environ.get("NATS_URL"):
            broker = given_broker(given)
        else:
            server = NatsServer(self.state.directory / "nats", free_port())
            await self.supervisor.start(server.program())
            broker = server.broker()
        await broker.provide()
        return broker

    def _issuer(self, port: int) -> Program:
        return Program(
            name="issuer",
            stage=Stage.ISSUER,
            command=[sys.executable, "-m", "deploy.local.issuer"],
            environment={
                "JIQUN_ENVIRONMENT": os.environ.get("JIQUN_ENVIRONMENT", "development"),
                "ISSUER_PORT": str(port),
                "ISSUER_KEY_FILE": str(self.state.key_file),
                "LEGAL_CLOCK_FILE": str(self.state.clock_file),
            },
            ready=http_ready(port, "/livez"),
        )

    def _wiring(
        self, databases: Mapping[str, ServiceDatabase], broker: Broker, issuer_url: str, port: int
    ) -> Wiring:
        urls = {service: database_urls(service, made) for service, made in databases.items()}
        own = registry_settings(self.state.directory, address=gateway.address(port))
        return Wiring(urls, broker, issuer_url, self.state.clock_file, self.state.objects, own)

    async def _gateway(self, port: int, processes: list[Instance]) -> None:
        apis = [one for one in processes if one.process == "api"]
        directory = self.state.directory / "gateway"
        await self.supervisor.start(gateway.program(directory, port=port, apis=apis))

    def _publish(
        self, wiring: Wiring, admin_url: str, port: int, processes: list[Instance]
    ) -> None:
        first = [one for one in processes if one.number == 1]
        described = wiring.described()
        described["postgres"] = {**wiring.databases, "admin": admin_url}
        key = issuer.signing_key(self.state.key_file)
        self.run = {
            "base_url": gateway.address(port),
            **described,
            "apis": {one.service: one.url for one in first if one.process == "api"},
            "workers": {one.service: one.url for one in first if one.process == "worker"},
            "processes": {one.name: one.url for one in processes},
            "tokens": issuer.tokens(key, issuer=wiring.issuer_url),
        }
        self.refresh()

    def refresh(self) -> None:
        """Write `run.json` anew with the process ids of now; nothing before all is ready."""
        if self.run:
            pids = {"supervisor": os.getpid(), **self.supervisor.pids()}
            self.state.publish({**self.run, "pids": pids})


class _all_or_none:  # noqa: N801 (reads as a statement)
    """Cancels the tasks started ahead when something else fails meanwhile."""

    def __init__(self, *tasks: asyncio.Task[Any]) -> None:
        self._tasks = tasks

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
