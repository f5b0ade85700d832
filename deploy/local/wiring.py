"""What every process of a service is told, and the file that tells it to people: `run.json`."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from common.provisioning import ServiceDatabase
from deploy.local.nats import Broker

# `migrate` owns the tables. `verify` reads every row, and the walls let only the worker do that.
ROLE_OF: Final = {"api": "api", "worker": "worker", "migrate": "owner", "verify": "worker"}
PUBLIC_READER: Final = "registry"
SWEEP_EVERY_S: Final = 1


@dataclass(frozen=True, slots=True)
class Wiring:
    """Where everything is that a service talks to."""

    databases: Mapping[str, Mapping[str, str]]
    broker: Broker
    issuer_url: str
    clock_file: Path
    objects: Path
    # Settings of the registry's API that no other process needs.
    registry: Mapping[str, str] = field(default_factory=dict)

    def environment(self, service: str, process: str, *, port: int = 0) -> dict[str, str]:
        """The settings of one process of a service, as its environment."""
        user = self.broker.users[service]
        settings = {
            "ENVIRONMENT": "development",
            "DATABASE_URL": self.databases[service][ROLE_OF[process]],
            "NATS_URL": self.broker.url,
            "NATS_USER": user["user"],
            "NATS_PASSWORD": user["password"],
            "HOST": "127.0.0.1",
            "PORT": str(port),
            # A second is enough to be quick, and nobody who tries things out waits for longer.
            "PUBLIC_CACHE_SECONDS": "1",
            "ISSUER": self.issuer_url,
            "JWKS_URL": f"{self.issuer_url}/jwks.json",
            "AUDIENCE": "jiqun",
            "LEGAL_CLOCK_FILE": str(self.clock_file),
            "OBJECTS_DIR": str(self.objects),
            "SWEEP_SECONDS": str(SWEEP_EVERY_S),
        }
        if service == PUBLIC_READER and process == "api":
            settings["PUBLIC_DATABASE_URL"] = self.databases[service]["public"]
            settings |= self.registry
            # Tests and benchmarks ask as often as they can, all from one address.
            settings["RATE_LIMITS"] = "{}"
        return {f"{service.upper()}_{name}": value for name, value in settings.items()}

    def described(self) -> dict[str, Any]:
        """The part of `run.json` that `read` makes a wiring of again."""
        return {
            "postgres": self.databases,
            "nats": {"url": self.broker.url, "users": self.broker.users},
            "issuer_url": self.issuer_url,
            "legal_clock_file": str(self.clock_file),
            "objects_dir": str(self.objects),
            "registry_settings": dict(self.registry),
        }


def database_urls(service: str, database: ServiceDatabase) -> dict[str, str]:
    """The URLs of a service's roles; only the registry has a public reader."""
    kinds = ["owner", "api", "worker"] + (["public"] if service == PUBLIC_READER else [])
    return {kind: database.url(kind) for kind in kinds}


def read(run_file: Path) -> Wiring:
    """The wiring of a running stack; raises FileNotFoundError when none runs there."""
    run = json.loads(run_file.read_text())
    return Wiring(
        databases=run["postgres"],
        broker=Broker(**run["nats"]),
        issuer_url=run["issuer_url"],
        clock_file=Path(run["legal_clock_file"]),
        objects=Path(run["objects_dir"]),
        registry=run.get("registry_settings", {}),
    )


def command(service: str, process: str, *arguments: str) -> list[str]:
    """How a process of a service is started."""
    return [sys.executable, "-m", service, process, *arguments]
