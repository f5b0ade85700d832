"""What signed extracts need of the register: a cluster with its place, and who is revoked."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from common.rows import one
from registry.domain.cluster import Cluster
from registry.store import clusters as store
from registry.store.register import PublicRegister, standing_is
from registry.tables.clusters import clusters


async def placed(source: PublicRegister, ref: str | UUID) -> tuple[Cluster, int]:
    """A cluster by id or number with its place in the status list; raises `NotFound`."""
    cluster = await store.load(source, ref)
    place = select(clusters.c.status_index).where(clusters.c.id == cluster.id)
    return cluster, (await one(source, place)).status_index


async def revoked_places(source: PublicRegister, day: date) -> tuple[Collection[int], int]:
    """The places that are revoked on a day, and how many places there are."""
    count = func.coalesce(func.max(clusters.c.status_index) + 1, 0)
    [known] = await source.rows(select(count.label("places")))
    revoked = select(clusters.c.status_index).where(standing_is("revoked", day))
    return [row.status_index for row in await source.rows(revoked)], known.places
