"""What becomes due by itself: a question, then an ordinary use case for each answer."""

from functools import partial

from common.clock import LegalClock
from common.database import Database
from common.messaging.worker import in_transaction
from evaluation.store import packaged, standards, terms
from evaluation.usecases.publish_first import publish_first
from evaluation.usecases.seed_standard import seed_standard


async def publish_first_standards(database: Database, clock: LegalClock) -> None:
    """Keep what the programme came with; publish what the terms name and nobody has (art. 19)."""
    kept = await standards.kept(database)
    for standard_id in packaged.ids():
        if (standard_id, packaged.revision(standard_id).number) not in kept:
            keep = partial(seed_standard, standard_id=standard_id)
            await in_transaction(database, clock, "evaluation", keep)
    published = await standards.with_acts(database)
    for first in terms.first_publications():
        if first.standard_id not in published:
            await in_transaction(database, clock, "evaluation", partial(publish_first, first=first))
