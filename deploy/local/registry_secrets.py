"""What the registry's API alone is told: its public address, and keys made at the first start."""

import json
from pathlib import Path

from deploy.local import legal_clock
from registry.extracts.keys import new_key


def registry_settings(directory: Path, *, address: str) -> dict[str, str]:
    """The settings; the keys stay beside the stack's state, so that extracts outlive a restart."""
    return {
        "PUBLIC_ADDRESS": address,
        "EXTRACT_KEYS": _kept(directory / "extract.keys.json"),
    }


def _kept(file: Path) -> str:
    if not file.exists():
        legal_clock.write_whole(file, json.dumps({"keys": [new_key()]}), mode=0o600)
    return file.read_text()
