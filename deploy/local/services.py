"""The API and worker processes of the four services, as programs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deploy.local.databases import SERVICES
from deploy.local.ports import free_port
from deploy.local.processes import Program, Stage, http_ready
from deploy.local.wiring import Wiring, command

PROCESSES = ("api", "worker")


@dataclass(frozen=True, slots=True)
class Instance:
    """One process of a service with the port it answers on."""

    service: str
    process: str
    number: int
    port: int

    @property
    def name(self) -> str:
        """`intake-api`, and from the second on `intake-api-2`."""
        stem = f"{self.service}-{self.process}"
        return stem if self.number == 1 else f"{stem}-{self.number}"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def program(self, wiring: Wiring) -> Program:
        """How it is started."""
        return Program(
            name=self.name,
            stage=Stage.SERVICE,
            command=command(self.service, self.process),
            environment=wiring.environment(self.service, self.process, port=self.port),
            ready=http_ready(self.port, "/readyz"),
        )


def instances(replicas: Mapping[str, int]) -> Iterator[Instance]:
    """Every process of the stack; one API and one worker a service unless told otherwise."""
    for service in SERVICES:
        for process in PROCESSES:
            for number in range(1, replicas.get(service, 1) + 1):
                yield Instance(service, process, number, free_port())


def parsed_replicas(given: list[str]) -> dict[str, int]:
    """`["intake=2"]` as a mapping; raises ValueError for anything else."""
    chosen = {}
    for part in given:
        match = re.fullmatch(r"(\w+)=([1-9])", part)
        if match is None or match[1] not in SERVICES:
            raise ValueError(f"give <service>=<1…9>, as in intake=2, not {part}")
        chosen[match[1]] = int(match[2])
    return chosen
