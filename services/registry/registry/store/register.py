"""Looking things up in the register: filters, and standing as a condition of SQL.

The conditions say what `domain.cluster.standing_on` says; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    case,
    exists,
    func,
    tuple_,
)

from common.database import Database
from common.snapshot import snapshot
from programme.periods import end_of_day
from registry.domain.cluster import Standing
from registry.domain.search import terms_apart, wanted_number, wanted_terms
from registry.tables.clusters import (
    cluster_periods,
    cluster_renewals,
    cluster_revocations,
    clusters,
)
from registry.tables.set_asides import cluster_set_asides


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """Reads what anybody may see, through the role that can see nothing else, in AUTOCOMMIT."""

    database: Database

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement over the published columns."""
        return await self.database.plain_rows(statement, **values)


@dataclass(frozen=True, slots=True)
class PublicLists:
    """Reads lists with filters: which clusters, planned for the values asked with; then their rows.

    One plan for all values cannot know a word that every name has from one that none has. To plan
    takes longer the more a statement tells of each row, so it asks for nothing but their ids.
    """

    database: Database
    told: Select[Any]  # the rows of `ids`, made once

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement over `clusters`, in its order."""
        asked = statement.with_only_columns(clusters.c.id, maintain_column_froms=True)
        async with snapshot(self.database) as connection:
            ids = [row.id for row in (await connection.execute(asked, values)).rows]
        place = {each: number for number, each in enumerate(ids)}
        rows = await self.database.plain_rows(self.told, ids=ids)
        return sorted(rows, key=lambda row: place[row.id])


def standing_is(standing: Standing, day: date) -> ColumnElement[bool]:
    """The condition that a cluster has a standing on a day."""
    revoked, running, ended = _revoked(day), _running(day), _ended(day)
    conditions: dict[Standing, ColumnElement[bool]] = {
        "revoked": revoked,
        "valid": ~revoked & running,
        "expired": ~revoked & ~running & ended & ~_renewal_pending(day),
        "expired_renewal_pending": ~revoked & ~running & ended & _renewal_pending(day),
        "not_yet_valid": ~revoked & ~running & ~ended,
    }
    return conditions[standing]


def standing_of(day: date) -> ColumnElement[str]:
    """The standing of a cluster on a day."""
    return case(
        (_revoked(day), "revoked"),
        (_running(day), "valid"),
        (_ended(day) & _renewal_pending(day), "expired_renewal_pending"),
        (_ended(day), "expired"),
        else_="not_yet_valid",
    )


# Columns are named in each EXISTS, because the public role may not read all of them.
def _revoked(day: date) -> ColumnElement[bool]:
    end, aside = cluster_revocations.c, cluster_set_asides.c
    set_aside = exists(aside.case_id).where(aside.case_id == end.case_id, aside.effective_on <= day)
    ended_by = (end.cluster_id == clusters.c.id) & (end.effective_on <= day)
    return exists(end.case_id).where(ended_by, ~set_aside)


def _running(day: date) -> ColumnElement[bool]:
    period = cluster_periods.c
    return exists(period.cluster_id).where(
        _own(day), period.first_day <= day, period.last_day >= day
    )


def _ended(day: date) -> ColumnElement[bool]:
    return exists(cluster_periods.c.cluster_id).where(_own(day), cluster_periods.c.last_day < day)


def _own(day: date) -> ColumnElement[bool]:
    period = cluster_periods.c
    return (period.cluster_id == clusters.c.id) & (period.published_on <= day)


def _renewal_pending(day: date) -> ColumnElement[bool]:
    # The last step of an application by the day counts (`domain.cluster_renewal.pending_on`).
    step, later, end = cluster_renewals.c, cluster_renewals.alias("later").c, end_of_day(day)
    overtaken = exists(later.id).where(
        later.application_id == step.application_id,
        later.at < end,
        tuple_(later.at, later.id) > tuple_(step.at, step.id),
    )
    own = (step.cluster_id == clusters.c.id) & (step.state == "pending") & (step.at < end)
    return exists(step.id).where(own, ~overtaken)


def mentions(words: str) -> ColumnElement[bool]:
    """The condition that name, institution or number has all of some words.

    Raises `SearchTooShort`. What begins like a number is looked up as the beginning of one.
    """
    number = wanted_number(words)
    if number is not None:  # `~` comes after every digit, and after the hyphen
        return (clusters.c.number >= number) & (clusters.c.number < f"{number}~")
    wanted, apart, found = wanted_terms(words), terms_apart(words), clusters.c.search_terms
    # A pair hardly ever comes without those that overlap it, but the planner takes each for another
    # chance, and a word that one name in twenty has for one of a few hundred rows. So it is told of
    # pairs that do not overlap; what it cannot look into, it does not reckon with.
    overlapping = [term for term in wanted if term not in apart]
    met = found.contains(apart)
    return met & func.coalesce(found.contains(overlapping), False) if overlapping else met
