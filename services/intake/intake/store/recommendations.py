"""The order of recommendations: one at a time in a round and district."""

from sqlalchemy.dialects.postgresql import insert

from common.database import Transaction
from intake.domain.application import Application
from intake.tables.applications import recommendation_series


async def take_turn(tx: Transaction, case: Application) -> int:
    """Wait for other recommendations of the same round and district; the number of this one.

    The row stays locked until the transaction ends, so quota and rank are judged one by one.
    """
    first = insert(recommendation_series).values(
        round_id=case.round_id, district=case.district, made=1
    )
    counted = first.on_conflict_do_update(
        index_elements=["round_id", "district"], set_={"made": recommendation_series.c.made + 1}
    ).returning(recommendation_series.c.made)
    return int((await tx.connection.execute(counted)).scalar_one())
