"""The register: clusters with their periods and revocations; these are appended, never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Select,
    Table,
    Uuid,
    any_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from common import audit
from common.clock import legal_day
from common.database import Source, Transaction
from common.ids import as_id, new_id
from common.rows import add_row, one, save_version
from registry.domain.cluster import Cluster, Origin, Revocation, SetAside, Validity
from registry.domain.cluster_facts import FACTS, Cause, FactRow, facts_on
from registry.domain.cluster_renewal import RenewalStep
from registry.store import cluster_facts
from registry.store.register import PublicRegister
from registry.tables.clusters import (
    cluster_periods,
    cluster_renewals,
    cluster_revocations,
    clusters,
)
from registry.tables.set_asides import cluster_set_asides

_PERIODS: Final = TypeAdapter(tuple[Validity, ...])
_REVOCATIONS: Final = TypeAdapter(tuple[Revocation, ...])
_SET_ASIDES: Final = TypeAdapter(tuple[SetAside, ...])
_RENEWALS: Final = TypeAdapter(tuple[RenewalStep, ...])
_ENDLESS: Final[dict[Any, date]] = {"infinity": date.max, "-infinity": date.min}
# What anybody may read; the role `registry_public` has no right to any other column.
PUBLISHED: Final = (
    "id",
    "number",
    "version",
    "name",
    "district",
    "leading_industry",
    "institution_code",
    "institution_name",
    "plan_targets",
    "notice_number",
    "official_address",
    "territory",
    "published_on",
)


@cache  # to put it together takes longer than to read a cluster
def published() -> Select[Any]:
    """Clusters with their periods, revocations and renewals, a row each."""
    columns = [clusters.c[name] for name in PUBLISHED]
    return select(*columns, _periods(), _revocations(), _set_asides(), _renewals())


@cache
def listed() -> Select[Any]:
    """The same with what a list by name is sorted by."""
    return published().add_columns(clusters.c.pinyin_key)


@cache
def listed_by_id() -> Select[Any]:
    """Those of some ids: for `PublicLists`."""
    return listed().where(clusters.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))


@cache
def _published_by(column: str) -> Select[Any]:
    return published().where(clusters.c[column] == bindparam("ref"))


async def load(source: Source | PublicRegister, ref: str | UUID) -> Cluster:
    """The cluster with an id or number; raises `NotFound`."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    wanted = _published_by("id" if known else "number")
    return cluster_of(await one(source, wanted, ref=known or str(ref)))


async def add(tx: Transaction, new: Cluster, origin: Origin) -> None:
    """Write a designated cluster with its first facts and period, and its audit row."""
    columns = {name: getattr(new, name) for name in PUBLISHED}
    facts = {name: columns[name] for name in FACTS}
    columns |= cluster_facts.as_columns(facts) | {
        "application_id": origin.application_id,
        "proposal_id": origin.proposal_id,
        "notice_id": origin.notice_id,
        "recorded_at": origin.recorded_at,
    }
    await add_row(tx, clusters, columns)
    await cluster_facts.insert_row(tx, new.id, _first(new, facts, at=origin.recorded_at))
    for period in new.periods:
        await _add_period(tx, new.id, period)
    await audit.record(tx, "cluster", new.id, act="designate", detail={"number": new.number})


async def state(
    tx: Transaction, cluster: Cluster, changed: Mapping[str, Any], *, valid_from: date, cause: Cause
) -> Cluster:
    """Add facts that hold from a day on; returns the cluster as they leave it today.

    Raises `Stale` when another writer was first.
    """
    rows = await cluster_facts.rows_of(tx, cluster.id)
    new = FactRow(
        id=new_id(), valid_from=valid_from, recorded_at=tx.at, cause=cause, stated=dict(changed)
    )
    today = facts_on(legal_day(tx.at), [*rows, new], known_at=tx.at)
    assert today is not None
    facts = {name: getattr(today, name) for name in FACTS}
    now = replace(cluster, **facts, version=cluster.version + 1)
    columns = {"id": now.id, "version": now.version} | cluster_facts.as_columns(facts)
    await save_version(tx, clusters, columns)
    await cluster_facts.insert_row(tx, cluster.id, new)
    detail = {"facts": str(new.id), "cause": cause.kind, "reference": cause.reference}
    await audit.record(tx, "cluster", cluster.id, act="state_facts", detail=detail)
    return now


async def extend(tx: Transaction, cluster: Cluster, period: Validity) -> Cluster:
    """Append a validity period, in the transaction that states the facts of its renewal."""
    await _add_period(tx, cluster.id, period)
    return replace(cluster, periods=(*cluster.periods, period))


async def revoke(tx: Transaction, cluster: Cluster, revocation: Revocation) -> None:
    """Append a revocation; raises `Stale` when another writer was first."""
    await save_version(tx, clusters, {"id": cluster.id, "version": cluster.version + 1})
    await add_row(
        tx,
        cluster_revocations,
        {
            "id": new_id(),
            "cluster_id": cluster.id,
            "case_id": revocation.case_id,
            "case_number": revocation.case_number,
            "ground": revocation.ground,
            "clause": revocation.clause,
            "effective_on": revocation.effective_on,
            "published_on": revocation.published_on,
            "recorded_at": tx.at,
        },
    )
    detail = {"case": revocation.case_number, "effective_on": revocation.effective_on.isoformat()}
    await audit.record(tx, "cluster", cluster.id, act="revoke", detail=detail)


def _first(new: Cluster, facts: Mapping[str, Any], *, at: datetime) -> FactRow:
    cause = Cause(kind="designation", reference=new.notice_number)
    return FactRow(
        id=new_id(), valid_from=new.published_on, recorded_at=at, cause=cause, stated=facts
    )


async def _add_period(tx: Transaction, cluster_id: UUID, period: Validity) -> None:
    columns = {
        "id": new_id(),
        "cluster_id": cluster_id,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "style": period.style,
        "published_on": period.published_on,
        "recorded_at": tx.at,
    }
    await add_row(tx, cluster_periods, columns)


def cluster_of(row: Row[Any]) -> Cluster:
    """The cluster in a row."""
    columns = dict(row._mapping)
    columns.pop("pinyin_key", None)  # what a list is sorted by
    columns["plan_targets"] = cluster_facts.TARGETS.validate_python(columns["plan_targets"])
    columns["periods"] = _PERIODS.validate_python(_days_known(columns["periods"]))
    columns["revocations"] = _REVOCATIONS.validate_python(_days_known(columns["revocations"]))
    set_aside = _days_known(columns["set_asides"])
    columns["set_asides"] = _SET_ASIDES.validate_python(set_aside)
    columns["renewals"] = _RENEWALS.validate_python(columns["renewals"])
    return Cluster(**columns)


def _days_known(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # In JSON such a day is a word; in a column the driver reads it as the last day there is. One
    # bad row must never take the public register down for everybody.
    return [{name: _ENDLESS.get(value, value) for name, value in each.items()} for each in listed]


def _periods() -> Label[Any]:
    names = ("first_day", "last_day", "style", "published_on", "recorded_at")
    return _listed("periods", cluster_periods, names, by=("first_day",))


def _revocations() -> Label[Any]:
    ended = ("case_id", "case_number", "ground", "clause")
    names = (*ended, "effective_on", "published_on", "recorded_at")
    return _listed("revocations", cluster_revocations, names, by=("effective_on",))


def _set_asides() -> Label[Any]:
    names = ("case_id", "effective_on", "recorded_at")
    return _listed("set_asides", cluster_set_asides, names, by=("effective_on",))


def _renewals() -> Label[Any]:
    names = ("application_id", "state", "at", "recorded_at")
    return _listed("renewals", cluster_renewals, names, by=("at", "id"))


def _listed(name: str, table: Table, names: Sequence[str], *, by: Sequence[str]) -> Label[Any]:
    """The rows of a table that belong to a cluster, as JSON in an order."""
    # The names are written into the statement: as arguments, two dozen would go with each look-up.
    pairs: list[ColumnElement[Any]] = []
    for each in names:
        pairs += literal_column(f"'{each}'"), table.c[each]
    one = func.jsonb_build_object(*pairs)
    listed = func.jsonb_agg(aggregate_order_by(one, *(table.c[each] for each in by)))
    found = select(func.coalesce(listed, func.jsonb_build_array()))
    return found.where(table.c.cluster_id == clusters.c.id).scalar_subquery().label(name)
