"""Many clusters of the register at once, by number."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Text, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

from common.rows import Rows
from registry.domain.cluster import Cluster
from registry.store import clusters as store
from registry.tables.clusters import clusters


async def by_numbers(source: Rows, numbers: Iterable[str]) -> Mapping[str, Cluster]:
    """The clusters with any of these numbers, by number, in one statement."""
    asked = bindparam("numbers", type_=ARRAY(Text))
    found = store.published().where(clusters.c.number == any_(asked))
    rows = await source.rows(found, numbers=sorted(set(numbers)))
    return {row.number: store.cluster_of(row) for row in rows}
