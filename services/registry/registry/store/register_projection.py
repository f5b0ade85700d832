"""What follows from a public change of a cluster: how it is found, and its line in the feed."""

from collections.abc import Iterator
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select, update

from common.database import Transaction
from common.ids import new_id
from common.rows import add_row
from registry.domain.cluster import Cluster
from registry.domain.pinyin_order import pinyin_key
from registry.domain.search import search_terms
from registry.store import clusters as store
from registry.tables.clusters import clusters
from registry.tables.register_changes import register_changes

ChangeKind = Literal[
    "designated",
    "renewed",
    "changed",
    "corrected",
    "revoked",
    "reinstated",
    "renewal_filed",
    "renewal_ended",
]
_CLUSTER: Final = TypeAdapter(Cluster)
_NOT_TOLD: Final = {"id", "version", "renewals"}


async def project(tx: Transaction, cluster_id: UUID, kind: ChangeKind) -> None:
    """Bring search and feed up to date, in the transaction that changed the cluster.

    To be called once for each public change, after it was written. The change gets its number
    from the commit (migration 0005), so nobody waits here for another writer.
    """
    now = await store.load(tx, cluster_id)
    own = update(clusters).where(clusters.c.id == now.id)
    await tx.connection.execute(own.values(**finding_aids(now)))
    change = {
        "id": new_id(),
        "kind": kind,
        "cluster_id": now.id,
        "recorded_at": tx.at,
        "facts": public_facts(now),
    }
    await add_row(tx, register_changes, change)


async def missing_of_projection(tx: Transaction, cluster_id: UUID) -> Iterator[str]:
    """What search and feed would say otherwise than the register: a change nobody projected."""
    now = await store.load(tx, cluster_id)
    table = register_changes.c
    columns = select(clusters.c.search_terms, clusters.c.pinyin_key)
    [found] = await tx.rows(columns.where(clusters.c.id == cluster_id))
    newest = select(table.facts).where(table.cluster_id == cluster_id)
    told = await tx.rows(newest.order_by(table.number.desc()).limit(1))
    return _differences(now, dict(found._mapping), told[0].facts if told else None)


def _differences(now: Cluster, found: dict[str, Any], told: Any) -> Iterator[str]:
    if finding_aids(now) != found:
        yield "it is not found by its names"
    if public_facts(now) != told:
        yield "the feed of changes says something else of it"


def finding_aids(cluster: Cluster) -> dict[str, Any]:
    """The columns by which a cluster is found and sorted; `verify` makes them again."""
    texts = (cluster.name, cluster.number, cluster.institution_name, cluster.institution_code)
    return {"search_terms": search_terms(*texts), "pinyin_key": pinyin_key(cluster.name)}


def public_facts(cluster: Cluster) -> dict[str, Any]:
    """What the register says of a cluster, as JSON; no standing, which belongs to a day."""
    told: dict[str, Any] = _CLUSTER.dump_python(cluster, mode="json", exclude=_NOT_TOLD)
    institution = {name: told.pop(f"institution_{name}") for name in ("code", "name")}
    return told | {"institution": institution}
