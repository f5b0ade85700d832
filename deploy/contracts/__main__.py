"""`python -m deploy.contracts` writes the contracts; `--check` fails when a committed one differs.

They are the OpenAPI documents, the AsyncAPI document and the JSON Schemas of events. The check
also refuses what takes from others what the last release promised; `--release 0.2.0` keeps today's
contracts as the next one.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from deploy.contracts.documents import contracts, whole_api
from deploy.contracts.released import breaks, write_release

ROOT: Final = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Write the contracts, or compare them with what is committed."""
    parser = argparse.ArgumentParser(prog="python -m deploy.contracts", description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--release", metavar="VERSION")
    chosen = parser.parse_args(arguments)
    if chosen.release:
        write_release(chosen.release, api=whole_api())
        return 0
    stale = list(_written(check=chosen.check))
    for path in stale:
        sys.stdout.write(f"{'differs' if chosen.check else 'written'}: {path}\n")
    broken = list(breaks(whole_api())) if chosen.check else []
    for each in broken:
        sys.stdout.write(f"breaks the last release: {each}\n")
    return 1 if chosen.check and (stale or broken) else 0


def _written(*, check: bool) -> list[Path]:
    stale = []
    for path, text in contracts():
        target = ROOT / path
        if target.exists() and target.read_text() == text:
            continue
        stale.append(path)
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    return stale


if __name__ == "__main__":
    sys.exit(main())
