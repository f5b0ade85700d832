"""What recording and correcting an entry share: which cluster it is of, what it refers to."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from common.database import Transaction
from common.errors import FieldError, NotFound
from monitoring.domain.cluster import MonitoredCluster
from monitoring.domain.entry import OF_A_CLUSTER, Kind
from monitoring.domain.support_refusals import (
    ClusterNotMonitored,
    NotYetHappened,
    UnknownPolicyDocument,
)
from monitoring.store import clusters, entries

_DAYS: Final = ("noted_on", "given_on", "delivered_on", "issued_on")


async def place_of(
    tx: Transaction, kind: Kind, content: Mapping[str, Any], *, today: date
) -> MonitoredCluster | None:
    """The cluster that an entry names, or None; raises a refusal for what it gets wrong."""
    for name in _DAYS:
        if name in content and content[name] > today:
            raise _at(NotYetHappened, name)
    if (policy := content.get("policy_document_id")) is not None:
        await _require_policy(tx, policy)
    if kind not in OF_A_CLUSTER:
        return None
    return await require_cluster(tx, content["cluster_number"])


async def require_cluster(tx: Transaction, number: str) -> MonitoredCluster:
    """The cluster with a number that the actor sees; refused at its place in the body."""
    cluster = await clusters.find_by_number(tx, number)
    if cluster is None:
        raise _at(ClusterNotMonitored, "cluster_number")
    return cluster


def as_plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as plain JSON, as the audit trail keeps it."""
    return {name: _plain(value) for name, value in content.items() if value is not None}


async def _require_policy(tx: Transaction, policy: UUID) -> None:
    try:
        found = await entries.load(tx, "policy_document", policy)
    except NotFound as error:
        raise _at(UnknownPolicyDocument, "policy_document_id") from error
    if found.status != "recorded":
        raise _at(UnknownPolicyDocument, "policy_document_id")


def _at(
    refusal: type[ClusterNotMonitored | NotYetHappened | UnknownPolicyDocument], name: str
) -> ClusterNotMonitored | NotYetHappened | UnknownPolicyDocument:
    return refusal(errors=[FieldError(f"/{name}", refusal.code, refusal.detail)])


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
