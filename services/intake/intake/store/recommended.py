"""What a district recommends in a round, in its rank, each as it was filed."""

from collections.abc import Sequence

from common.database import Source
from intake.domain.application import Application
from intake.domain.recommended import Recommended
from intake.domain.round import Round
from intake.store import acts, applications, versions
from intake.tables.applications import applications as table


async def in_rank(source: Source, in_round: Round, district: str) -> Sequence[Recommended]:
    """The recommended applications of a round and district that the actor may see, by rank."""
    own = (table.c.round_id == in_round.id) & (table.c.district == district)
    found = applications.listed(source.actor).where(own, table.c.status == "recommended")
    rows = await source.rows(found.order_by(table.c.rank))
    return [await _as_filed(source, applications.application_of(row)) for row in rows]


async def _as_filed(source: Source, case: Application) -> Recommended:
    version = await versions.load(source, case.id, case.recommended_version or case.submissions)
    recommending = [
        act for act in await acts.of_application(source, case.id) if act.act == "recommend"
    ]
    reason = recommending[-1].content.get("quota_reason") if recommending else None
    return Recommended(case=case, version=version, quota_reason=reason)
