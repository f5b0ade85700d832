"""Looking things up in the register: filters, and standing as a condition of SQL.

The conditions say what `domain.cluster.standing_on` says; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, false, or_

from common.database import Database
from registry.domain.cluster import Standing
from registry.tables.clusters import cluster_periods, cluster_revocations, clusters


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """Reads what anybody may see, through the role that can see nothing else, in AUTOCOMMIT."""

    database: Database

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement over the published columns."""
        return await self.database.plain_rows(statement, **values)


def standing_is(standing: Standing, day: date) -> ColumnElement[bool]:
    """The condition that a cluster has a standing on a day."""
    # Columns are named in EXISTS, because the public role may not read all of them.
    period, end = cluster_periods.c, cluster_revocations.c
    own = (period.cluster_id == clusters.c.id) & (period.published_on <= day)
    revoked = exists(end.case_id).where(end.cluster_id == clusters.c.id, end.effective_on <= day)
    running = exists(period.cluster_id).where(own, period.first_day <= day, period.last_day >= day)
    ended = exists(period.cluster_id).where(own, period.last_day < day)
    conditions: dict[Standing, ColumnElement[bool]] = {
        "revoked": revoked,
        "valid": ~revoked & running,
        "expired": ~revoked & ~running & ended,
        "not_yet_valid": ~revoked & ~running & ~ended,
    }
    # Renewals are not filed yet, so none is pending.
    return conditions.get(standing, false())


def mentions(words: str) -> ColumnElement[bool]:
    """The condition that name, number or institution contain some words."""
    places = (clusters.c.name, clusters.c.number, clusters.c.institution_name)
    return or_(*(place.icontains(words, autoescape=True) for place in places))
