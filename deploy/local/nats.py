"""The broker: the NATS server with the committed configuration, or one that is given."""

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deploy.local.binaries import script
from deploy.local.databases import SERVICES
from deploy.local.processes import ANSWER_WITHIN_S, Program, Stage
from deploy.nats.provision import DEPLOY, provision
from deploy.nats.topology import SERVER_CONF

USERS: Final = (DEPLOY, *SERVICES)


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is and who may connect."""

    url: str
    users: Mapping[str, Mapping[str, str]]

    async def provide(self) -> None:
        """Make streams and consumers as the deploy user; idempotent."""
        deploy = self.users[DEPLOY]
        await provision(self.url, user=deploy["user"] or None, password=deploy["password"] or None)


@dataclass(frozen=True, slots=True)
class NatsServer:
    """A server of our own, known by a name that nobody else has."""

    directory: Path
    port: int
    name: str = field(default_factory=lambda: f"jiqun-{secrets.token_hex(8)}")
    passwords: Mapping[str, str] = field(
        # Letters first: the server reads the variable as a value of its configuration.
        default_factory=lambda: {user: f"p{secrets.token_hex(24)}" for user in USERS}
    )

    def broker(self) -> Broker:
        """Its address and users."""
        users = {user: {"user": user, "password": self.passwords[user]} for user in USERS}
        return Broker(f"nats://127.0.0.1:{self.port}", users)

    def program(self) -> Program:
        """The server as a program."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        options = {
            "--config": str(SERVER_CONF),
            "--addr": "127.0.0.1",
            "--port": str(self.port),
            "--name": self.name,
            "--store_dir": str(self.directory),
        }
        return Program(
            name="nats",
            stage=Stage.BROKER,
            command=[script("nats-server"), *(p for pair in options.items() for p in pair)],
            environment={_variable(user): password for user, password in self.passwords.items()},
            ready=self._ready,
        )

    async def _ready(self, _pid: int) -> bool:
        return (await _server_info(self.port)).get("server_name") == self.name


def given_broker(url: str) -> Broker:
    """A broker that stands already; passwords as for our own, else whatever the URL holds."""
    users = {}
    for user in USERS:
        password = os.environ.get(_variable(user), "")
        users[user] = {"user": user if password else "", "password": password}
    return Broker(url, users)


def _variable(user: str) -> str:
    return f"NATS_PASSWORD_{user.upper()}"


async def _server_info(port: int) -> dict[str, Any]:
    # The first thing a NATS server sends to anybody is who it is.
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            line = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return {}
    info: dict[str, Any] = json.loads(line.removeprefix(b"INFO ") or b"{}")
    return info
