"""Early warnings in the database: raised with a confirmation, cleared by the next one."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update

from common.database import Transaction
from common.ids import new_id
from common.rows import add_row
from monitoring.domain.cluster import MonitoredCluster
from monitoring.domain.drift_told import told
from monitoring.domain.early_warning import Drift
from monitoring.domain.indicators import Series
from monitoring.tables.early_warnings import early_warnings


async def clear(tx: Transaction, cluster_id: UUID) -> None:
    """Note that the standing warnings of a cluster have fallen; they stay on record."""
    standing = early_warnings.c.cleared_at.is_(None)
    own = (early_warnings.c.cluster_id == cluster_id) & standing
    await tx.connection.execute(update(early_warnings).where(own).values(cleared_at=tx.at))


async def raise_one(
    tx: Transaction, cluster: MonitoredCluster, series: Series, drift: Drift, *, period: str
) -> None:
    """Write a warning with the figures it rests on."""
    facts = cluster.facts
    values = {
        "id": new_id(),
        "cluster_id": facts.cluster_id,
        "cluster_number": facts.number,
        "cluster_name": facts.name,
        "district": facts.district,
        "period": period,
        "criterion_id": series.criterion_id,
        "test": series.test,
        "sign": drift.sign,
        "figures": told(series, drift),
        "raised_at": tx.at,
    }
    await add_row(tx, early_warnings, values)


def standing() -> Select[Any]:
    """The warnings that stand."""
    return select(early_warnings).where(early_warnings.c.cleared_at.is_(None))
