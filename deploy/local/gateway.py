"""The gateway's process: Caddy with a configuration made for this stack."""

import json
from collections.abc import Iterable
from pathlib import Path

from deploy.gateway import caddy, routes
from deploy.local.binaries import script
from deploy.local.databases import SERVICES
from deploy.local.legal_clock import write_whole
from deploy.local.processes import Program, Stage, http_ready
from deploy.local.services import Instance

HOSTS = ("127.0.0.1", "localhost")


def address(port: int) -> str:
    """Where it answers."""
    return f"http://127.0.0.1:{port}"


def program(directory: Path, *, port: int, apis: Iterable[Instance]) -> Program:
    """The gateway before these APIs; raises `NoContract` and `Ambiguous`."""
    directory.mkdir(parents=True, exist_ok=True)
    upstreams: dict[str, list[str]] = {service: [] for service in SERVICES}
    for api in apis:
        upstreams[api.service].append(f"127.0.0.1:{api.port}")
    configuration = caddy.configuration(
        listen=f"127.0.0.1:{port}",
        hosts=HOSTS,
        paths={service: routes.paths_of(service) for service in SERVICES},
        upstreams=upstreams,
    )
    file = directory / "caddy.json"
    write_whole(file, json.dumps(configuration, indent=1, ensure_ascii=False))
    return Program(
        name="gateway",
        stage=Stage.GATEWAY,
        command=[script("caddy"), "run", "--config", str(file)],
        # Caddy keeps files of its own; they belong to the stack, not into somebody's home.
        environment={"XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)},
        ready=http_ready(port, "/livez"),
    )
