"""What `make run` says when the stack is ready."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from common.clock import SHANGHAI, LegalClock


def welcome(run: Mapping[str, Any], *, run_file: Path, seconds: float) -> Iterator[str]:
    """The lines: addresses, tokens, three requests to try."""
    base, issuer = run["base_url"], run["issuer_url"]
    read = f"python3 -c \"import json; print(json.load(open('{run_file}'))['tokens']"
    yield f"ready after {seconds:.1f} s (Ctrl-C stops everything)"
    yield ""
    yield "Development tokens, good for twelve hours (others: POST person or claims to /tokens):"
    for name, token in run["tokens"].items():
        yield f"  {name:<14} {token}"
    yield ""
    yield f"  API            {base}/v1      documentation {base}/docs"
    yield f"  legal clock    {issuer}/clock      tokens {issuer}/tokens"
    yield f"  the same for programs, with database addresses and process ids: {run_file}"
    yield f"  logs           {run_file.parent / 'logs'}"
    yield ""
    yield f"  curl {base}/v1/standards"
    yield f'  curl -H "Authorization: Bearer $({read}[\'bureau\'])")" {base}/v1/rounds'
    yield (
        f"  curl -X POST {issuer}/clock -H 'Content-Type: application/json'"
        f' -d \'{{"to": "{_tomorrow(Path(run["legal_clock_file"]))}"}}\''
    )
    yield "The last one moves the legal clock to tomorrow morning. It only ever moves forward;"
    yield "`make clean` removes the stack's state, and the next start begins afresh."


def _tomorrow(clock_file: Path) -> str:
    day = LegalClock(clock_file).today() + timedelta(days=1)
    return datetime.combine(day, time(9), SHANGHAI).isoformat()
