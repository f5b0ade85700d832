"""Which revocation ended a designation, of those that count on a day."""

from datetime import date

from registry.domain.cluster import Cluster, Revocation


def ending_revocation(cluster: Cluster, day: date) -> Revocation | None:
    """The first revocation that is in effect on a day and not set aside by then (READING 14)."""
    aside = {each.case_id for each in cluster.set_asides if each.effective_on <= day}
    ended = [r for r in cluster.revocations if r.effective_on <= day and r.case_id not in aside]
    return min(ended, key=lambda each: each.effective_on, default=None)
