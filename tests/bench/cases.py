"""Applications to measure with: one is filed over HTTP, the others are copied from it in SQL."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg

from common.client import http_client
from deploy.demo import filing
from deploy.demo.__main__ import world_of
from deploy.demo.cast import Case, part
from tests.bench.place import Place

# Some enterprises are enough: the frozen version then has the size of an ordinary form.
ENTERPRISES: Final = 8

_COPY: Final = """
WITH model AS (SELECT * FROM applications WHERE id = $1),
new AS (
  SELECT uuidv7() AS id, 'BJ-2024-A-B' || lpad((($3)::int + n)::text, 7, '0') AS number
  FROM generate_series(1, $2) n),
a AS (
  INSERT INTO applications
  SELECT (jsonb_populate_record(NULL::applications,
    to_jsonb(model) || jsonb_build_object('id', new.id, 'number', new.number, 'version', 1))).*
  FROM model, new),
d AS (
  INSERT INTO application_drafts SELECT new.id, sections
  FROM new, application_drafts WHERE application_id = $1),
f AS (
  INSERT INTO application_documents
  SELECT (jsonb_populate_record(NULL::application_documents,
    to_jsonb(old) || jsonb_build_object('id', uuidv7(), 'application_id', new.id))).*
  FROM new, application_documents old WHERE old.application_id = $1)
SELECT id FROM new
"""


async def filed(place: Place) -> dict[str, Any]:
    """Open the round and draft a complete application; returns it as its institution sees it."""
    async with http_client() as client:
        world = world_of(place.run, client)
        world.tell = lambda _line: None
        in_round = await filing.open_round(world)
        await world.move_to("2024-03-04T09:00")
        of = part("software")
        begun = {
            "round_id": in_round["id"],
            "kind": "designation",
            "cluster_name": of.name,
            "district_code": of.district_code,
        }
        drafted = await world.create(of.institution, "/applications", begun)
        path = f"/applications/{drafted['id']}"
        await world.put(of.institution, path, _small(of.sections))
        await filing.attach_plan(world, Case(part=of, id=drafted["id"], number=""))
        return await world.get(path, of.institution)


def _small(sections: dict[str, Any]) -> dict[str, Any]:
    return sections | {name: sections[name][:ENTERPRISES] for name in ("roster", "titles")}


async def copied(place: Place, model: str, count: int) -> Sequence[str]:
    """The ids of new drafts like the one with id `model`."""
    connection = await asyncpg.connect(place.database("intake"))
    had = await connection.fetchval("SELECT count(*) FROM applications")
    rows = await connection.fetch(_COPY, model, count, had)
    await connection.execute("ANALYZE applications")
    await connection.close()
    return [str(row["id"]) for row in rows]


def paths_file(place: Place, name: str, paths: Sequence[str]) -> Path:
    """A file of paths, a line each."""
    file = place.folder / name
    file.write_text("".join(f"{path}\n" for path in paths))
    return file


def run(coroutine: Any) -> Any:
    """The result of a coroutine."""
    return asyncio.run(coroutine)
