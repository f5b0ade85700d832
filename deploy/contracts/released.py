"""The last release's contracts, and what today's would break of them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from common.contracts.catalogue import BY_TYPE
from deploy.contracts.compatibility import METHODS, Schema, Side, schema_breaks
from deploy.contracts.event_schemas import event_schema

RELEASES: Final = Path(__file__).resolve().parents[2] / "docs" / "api" / "released"


def last_release() -> Path:
    """The folder of the latest release."""
    return max(RELEASES.iterdir(), key=lambda each: [int(n) for n in each.name.split(".")])


def write_release(version: str, *, api: Schema) -> None:
    """Keep today's contracts as a release, without what binds nobody: words and examples."""
    folder = RELEASES / version
    folder.mkdir(parents=True)
    events = {kind: event_schema(kind) for kind in BY_TYPE}
    for name, document in (("openapi", api), ("events", events)):
        text = json.dumps(bare(document), ensure_ascii=False, sort_keys=True, indent=1)
        (folder / f"{name}.json").write_text(text + "\n")


def breaks(api: Schema) -> Iterator[str]:
    """What today's contracts break of the last release."""
    folder = last_release()
    yield from api_breaks(json.loads((folder / "openapi.json").read_text()), api)
    today = {kind: event_schema(kind) for kind in BY_TYPE}
    yield from event_breaks(json.loads((folder / "events.json").read_text()), today)


def event_breaks(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> Iterator[str]:
    """Events that are gone, and what a reader would miss in those that are there."""
    for kind, schema in old.items():
        if kind not in new:
            yield f"{kind}: removed"
            continue
        sides = (Side(schema, schema), Side(new[kind], new[kind]))
        yield from schema_breaks(*sides, place=kind, direction="answer")


def api_breaks(old: Schema, new: Schema) -> Iterator[str]:
    """Paths and operations that are gone, and what changed in those that are there."""
    for path, item in old["paths"].items():
        for method in METHODS:
            if method in item:
                place = f"{method.upper()} {path}"
                today = new["paths"].get(path, {}).get(method)
                if today is None:
                    yield f"{place}: removed"
                else:
                    sides = (Side(old, item[method]), Side(new, today))
                    yield from _operation_breaks(*sides, place=place)


def _operation_breaks(old: Side, new: Side, *, place: str) -> Iterator[str]:
    yield from _parameter_breaks(old, new, place=place)
    bodies = (_body(old, old.schema.get("requestBody")), _body(new, new.schema.get("requestBody")))
    if all(bodies):
        yield from schema_breaks(*bodies, place=f"{place} body", direction="request")
    elif bodies[1] is not None and new.schema["requestBody"].get("required"):
        yield f"{place} body: newly required"
    for status, response in old.schema["responses"].items():
        today = new.schema["responses"].get(status)
        if today is None:
            yield f"{place} {status}: removed"
            continue
        was, now = _body(old, response), _body(new, today)
        if was is not None and now is not None:
            yield from schema_breaks(was, now, place=f"{place} {status}", direction="answer")
        elif was is not None:
            yield f"{place} {status}: no longer has a body"


def _body(side: Side, holder: Any) -> Any:
    content = (holder or {}).get("content", {})
    # A release's keys are sorted, today's are not: where there is JSON, it is what is compared.
    media = content.get("application/json") or next(iter(content.values()), None)
    return None if media is None else side.at(media.get("schema", {}))


def _parameter_breaks(old: Side, new: Side, *, place: str) -> Iterator[str]:
    olds, news = _parameters(old), _parameters(new)
    for name, schema in olds.items():
        if name not in news:
            yield f"{place}?{name}: removed"
        else:
            sides = (old.at(schema["schema"]), new.at(news[name]["schema"]))
            yield from schema_breaks(*sides, place=f"{place}?{name}", direction="request")
    for name, parameter in news.items():
        if parameter.get("required") and not olds.get(name, {}).get("required"):
            yield f"{place}?{name}: newly required"


def _parameters(side: Side) -> dict[str, Any]:
    return {each["name"]: each for each in side.schema.get("parameters", ())}


def bare(node: Any) -> Any:
    """A document without descriptions, titles of fields and examples."""
    if isinstance(node, list):
        return [bare(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: bare(value) for key, value in node.items() if not _only_words(key, value)}


def _only_words(key: str, value: Any) -> bool:
    # A field may be called `description` too; then it holds a schema, not a text.
    if key in {"description", "summary", "title"}:
        return isinstance(value, str)
    return key == "example" or (key == "examples" and isinstance(value, list))
