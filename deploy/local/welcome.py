"""What `make run` says when the stack is ready."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

SHOWN: Final = 24


def welcome(run: Mapping[str, Any], *, run_file: Path, seconds: float) -> Iterator[str]:
    """The lines: addresses, tokens, three requests to try."""
    base = run["base_url"]
    read = f"python3 -c \"import json; print(json.load(open('{run_file}'))['tokens']"
    yield f"ready after {seconds:.1f} s (Ctrl-C stops everything)"
    yield ""
    yield f"  API            {base}/v1      documentation {base}/docs"
    yield f"  legal clock    {run['issuer_url']}/clock      tokens {run['issuer_url']}/tokens"
    yield f"  all addresses, passwords and whole tokens: {run_file}"
    yield ""
    for name, token in run["tokens"].items():
        yield f"  {name:<14} {token[:SHOWN]}…"
    yield ""
    yield f"  curl {base}/v1/standards"
    yield f'  curl -H "Authorization: Bearer $({read}[\'bureau\'])")" {base}/v1/rounds'
    yield (
        f"  curl -X POST {run['issuer_url']}/clock -H 'Content-Type: application/json'"
        ' -d \'{"to": "2030-01-01T00:00:00+08:00"}\''
    )
