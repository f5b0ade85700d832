"""Free ports, and who really listens on one."""

import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# Below the range of which systems lend ports to outgoing connections: such a connection must not
# take a port while the process that owns it is started again.
LOWEST: Final = 20_000
HIGHEST: Final = 32_000
LISTENING: Final = "0A"
# A port may be named long before its process listens on it: none is given twice.
_GIVEN: Final[set[int]] = set()
TCP_TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    while True:
        port = random.randint(LOWEST, HIGHEST)  # noqa: S311 (nothing secret)
        if port in _GIVEN:
            continue
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            _GIVEN.add(port)
            return port


def listens(pid: int, port: int) -> bool:
    """Whether this very process listens on the port; True where the system does not tell."""
    if not TCP_TABLES[0].exists():
        return True
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    return bool(wanted) and not wanted.isdisjoint(_open_files(pid))


def _listening_inodes(port: int) -> Iterator[str]:
    for table in TCP_TABLES:
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for columns in map(str.split, lines):
            if columns[1].endswith(f":{port:04X}") and columns[3] == LISTENING:
                yield columns[9]


def _open_files(pid: int) -> set[str]:
    try:
        return {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:  # it ended, or closed one of them meanwhile: the next look tells
        return set()
