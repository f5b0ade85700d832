"""What the registry's API alone is told: its public address, and keys made at the first start."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path

from deploy.local import legal_clock
from registry.extracts.keys import new_key
from registry.store.sealing import KEY_BYTES


def registry_settings(directory: Path, *, address: str) -> dict[str, str]:
    """The settings; the keys stay beside the stack's state, so that extracts outlive a restart."""
    return {
        "PUBLIC_ADDRESS": address,
        "EXTRACT_KEYS": _kept(directory / "extract.keys.json", lambda: {"keys": [new_key()]}),
        "SEALING_KEYS": json.loads(_kept(directory / "sealing.keys.json", _sealing_key)),
    }


def _sealing_key() -> str:
    return f"local:{secrets.token_urlsafe(KEY_BYTES)}"


def _kept(file: Path, made: Callable[[], object]) -> str:
    if not file.exists():
        legal_clock.write_whole(file, json.dumps(made()), mode=0o600)
    return file.read_text()
