"""What others may rely on is compared with the last release: nothing they use may go.

A schema is read as an answer (a field that was there stays, of its type, as sure as before) or as
a request (what was accepted is accepted still). Events are answers: their readers rely on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Schema = dict[str, Any]
Direction = Literal["answer", "request"]
METHODS = ("get", "put", "post", "delete", "patch")
# What narrows a request when its number falls, or rises.
UPPER = ("maxLength", "maxItems", "maximum", "exclusiveMaximum")
LOWER = ("minLength", "minItems", "minimum", "exclusiveMinimum")


@dataclass(frozen=True, slots=True)
class Side:
    """One schema with the document that its references point into."""

    document: Schema
    schema: Schema

    def at(self, schema: Any) -> "Side":
        """Another schema of the same document, its references followed."""
        while isinstance(schema, dict) and "$ref" in schema:
            found: Any = self.document
            for word in schema["$ref"].removeprefix("#/").split("/"):
                found = found[word]
            schema = found
        return Side(self.document, schema if isinstance(schema, dict) else {})


def schema_breaks(
    old: Side, new: Side, *, place: str, direction: Direction, seen: frozenset[int] = frozenset()
) -> Iterator[str]:
    """Every way in which the new schema takes away what the old one promised."""
    old, new = old.at(old.schema), new.at(new.schema)
    if id(old.schema) in seen:  # a schema within itself
        return
    seen |= {id(old.schema)}
    yield from _type_breaks(old, new, place=place, direction=direction, seen=seen)
    yield from _field_breaks(old, new, place=place, direction=direction, seen=seen)
    if direction == "request":
        yield from _bound_breaks(old.schema, new.schema, place=place)
    if "items" in old.schema and "items" in new.schema:
        below = (old.at(old.schema["items"]), new.at(new.schema["items"]))
        yield from schema_breaks(*below, place=f"{place}[]", direction=direction, seen=seen)


def _type_breaks(
    old: Side, new: Side, *, place: str, direction: Direction, seen: frozenset[int]
) -> Iterator[str]:
    olds, news = _kinds(old), _kinds(new)
    given, taken = (news, olds) if direction == "answer" else (olds, news)
    if taken and not given.keys() <= taken.keys():
        strange = sorted(given.keys() - taken.keys())
        yield f"{place}: type changed ({', '.join(strange)})"
    for kind in olds.keys() & news.keys():
        if olds[kind].schema is not old.schema:
            yield from schema_breaks(
                olds[kind], news[kind], place=place, direction=direction, seen=seen
            )
    was, choices = _choices(old.schema), _choices(new.schema)
    if direction == "request" and choices is not None:
        if was is None:
            yield f"{place}: only some values are accepted now"
        elif not set(was) <= set(choices):
            yield f"{place}: a choice was removed"


def _choices(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _kinds(side: Side) -> dict[str, Side]:
    """The types a value may have; a choice of schemas is a choice of their types."""
    parts = side.schema.get("anyOf") or side.schema.get("oneOf")
    if parts:
        return {kind: each for part in parts for kind, each in _kinds(side.at(part)).items()}
    schema = side.schema
    kind = schema.get("type") or ("object" if "properties" in schema else None)
    if kind is None:
        return {}
    fine = f"{kind} {schema['format']}" if "format" in schema else str(kind)
    return {fine: side}


def _field_breaks(
    old: Side, new: Side, *, place: str, direction: Direction, seen: frozenset[int]
) -> Iterator[str]:
    olds, news = old.schema.get("properties", {}), new.schema.get("properties", {})
    required = (set(old.schema.get("required", ())), set(new.schema.get("required", ())))
    for name, schema in olds.items():
        if name not in news:
            yield f"{place}.{name}: removed"
            continue
        if direction == "answer" and name in required[0] - required[1]:
            yield f"{place}.{name}: may be missing now"
        below = (old.at(schema), new.at(news[name]))
        yield from schema_breaks(*below, place=f"{place}.{name}", direction=direction, seen=seen)
    if direction == "request":
        for name in sorted(required[1] - required[0]):
            yield f"{place}.{name}: newly required"


def _bound_breaks(old: Schema, new: Schema, *, place: str) -> Iterator[str]:
    for word in UPPER:
        if word in new and new[word] < old.get(word, float("inf")):
            yield f"{place}: {word} is smaller"
    for word in LOWER:
        if word in new and new[word] > old.get(word, float("-inf")):
            yield f"{place}: {word} is larger"
