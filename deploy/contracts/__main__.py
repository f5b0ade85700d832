"""`python -m deploy.contracts` writes the contracts; `--check` fails when a committed one differs.

They are the OpenAPI documents, the AsyncAPI document and the JSON Schemas of events.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from deploy.contracts.documents import contracts

ROOT: Final = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Write the contracts, or compare them with what is committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    stale = []
    for path, text in contracts():
        target = ROOT / path
        if target.exists() and target.read_text() == text:
            continue
        stale.append(path)
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    for path in stale:
        sys.stdout.write(f"{'differs' if check else 'written'}: {path}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
