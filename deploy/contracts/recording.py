"""A pytest plugin that keeps one real exchange of every operation, for the OpenAPI documents.

`python -m pytest -p deploy.contracts.recording tests/e2e/test_demo.py services` writes into
`examples.json` what those tests send and are answered: all of it made up.
"""

import json
import re
from typing import Any, Final

import httpx
import pytest

from deploy.contracts.documents import whole_api
from deploy.contracts.openapi import EXAMPLES, METHODS

KEPT_HEADERS: Final = ("ETag", "Location", "Link")
LIST_ITEMS: Final = 2
TEXT_CHARACTERS: Final = 600
_PARAMETER: Final = re.compile(r"\{[^/{}]+\}")

Exchange = dict[str, Any]


class Recorder:
    """Listens to every client of the run."""

    def __init__(self) -> None:
        self.kept: dict[str, Exchange] = {}
        self._operations = [
            (method, re.compile(_PARAMETER.sub("[^/]+", path)), item[method]["operationId"])
            for path, item in whole_api()["paths"].items()
            for method in METHODS
            if method in item
        ]

    def note(self, answer: httpx.Response) -> None:
        """Keep the exchange if it is the first good one of its operation, or the first full one."""
        if not answer.is_success:
            return
        name = self._operation(answer.request)
        if name is None or not _is_json(answer.headers):
            return
        exchange = _exchange(answer)
        if name not in self.kept or (_is_empty(self.kept[name]) and not _is_empty(exchange)):
            self.kept[name] = exchange

    def names(self) -> set[str]:
        """The operations that there are."""
        return {str(name) for _, _, name in self._operations}

    def _operation(self, request: httpx.Request) -> str | None:
        for method, path, name in self._operations:
            if method == request.method.lower() and path.fullmatch(request.url.path):
                return str(name)
        return None


def _exchange(answer: httpx.Response) -> Exchange:
    exchange: Exchange = {
        "status": str(answer.status_code),
        "headers": [name for name in KEPT_HEADERS if name in answer.headers],
        "response": shortened(answer.json()),
    }
    if _is_json(answer.request.headers):
        exchange["request"] = shortened(json.loads(answer.request.content))
    return exchange


def _is_json(headers: httpx.Headers) -> bool:
    return str(headers.get("content-type", "")).startswith("application/json")


def _is_empty(exchange: Exchange) -> bool:
    return isinstance(exchange["response"], dict) and exchange["response"].get("items") == []


def shortened(value: Any) -> Any:
    """The same with at most two items in a list and no long text: an example shows the shape."""
    if isinstance(value, list):
        return [shortened(each) for each in value[:LIST_ITEMS]]
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    if isinstance(value, str) and len(value) > TEXT_CHARACTERS:
        return f"{value[:TEXT_CHARACTERS]}…"
    return value


_RECORDER: Final = pytest.StashKey[Recorder]()


def pytest_configure(config: pytest.Config) -> None:
    """Listen to what httpx sends."""
    recorder = config.stash[_RECORDER] = Recorder()
    send = httpx.AsyncClient.send

    async def send_and_note(
        client: httpx.AsyncClient, request: httpx.Request, **options: Any
    ) -> httpx.Response:
        answer = await send(client, request, **options)
        if not options.get("stream"):
            recorder.note(answer)
        return answer

    httpx.AsyncClient.send = send_and_note  # type: ignore[assignment]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write what was kept; an operation that nobody called keeps the exchange it had."""
    recorder = config.stash[_RECORDER]
    kept = {**json.loads(EXAMPLES.read_text()), **recorder.kept}
    there = {name: each for name, each in kept.items() if name in recorder.names()}
    EXAMPLES.write_text(json.dumps(there, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
