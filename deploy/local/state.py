"""The state directory of one stack, held by one supervisor at a time."""

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from deploy.local.binaries import Missing
from deploy.local.legal_clock import write_whole


@dataclass(frozen=True, slots=True)
class State:
    """Paths under the directory."""

    directory: Path

    @property
    def run_file(self) -> Path:
        """What a ready stack tells about itself."""
        return self.directory / "run.json"

    @property
    def logs(self) -> Path:
        """One file for each program."""
        return self.directory / "logs"

    @property
    def clock_file(self) -> Path:
        """The legal clock."""
        return self.directory / "legal_clock.json"

    @property
    def key_file(self) -> Path:
        """The token issuer's private key."""
        return self.directory / "issuer.key.json"

    @property
    def objects(self) -> Path:
        """The documents."""
        return self.directory / "objects"

    def hold(self) -> IO[bytes]:
        """Take the directory for this process's life; raises `Missing` when another has it."""
        self.objects.mkdir(parents=True, exist_ok=True)
        lock = (self.directory / "lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise Missing(f"Another stack runs in {self.directory}; stop it first.") from error
        self.run_file.unlink(missing_ok=True)
        return lock

    def publish(self, run: dict[str, Any]) -> None:
        """Write `run.json` whole; it holds passwords and tokens, so for its owner alone."""
        write_whole(self.run_file, json.dumps(run, indent=1, ensure_ascii=False), mode=0o600)
