"""What becomes due by itself: a question, then an ordinary use case for each answer."""

from functools import partial

from common.clock import LegalClock
from common.database import Database
from common.messaging.worker import in_transaction
from evaluation.store import standards, terms
from evaluation.usecases.publish_first import publish_first


async def publish_first_standards(database: Database, clock: LegalClock) -> None:
    """Publish what `terms/publications.toml` names and nobody has published yet (art. 19)."""
    published = await standards.with_acts(database)
    for first in terms.first_publications():
        if first.standard_id not in published:
            await in_transaction(database, clock, "evaluation", partial(publish_first, first=first))
