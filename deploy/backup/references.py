"""That every document which a row names is there."""

from pathlib import Path
from typing import Final

import asyncpg

from common.documents.folder import FolderObjects
from deploy.local.binaries import Missing

KEEPER: Final = "intake"
# What is infected lies apart, and nobody is handed it.
_NAMED: Final = """
    SELECT DISTINCT sha256 FROM application_documents
    WHERE sha256 IS NOT NULL AND scan <> 'infected'
"""


async def require_documents(admin_url: str, objects: Path) -> None:
    """Raise `Missing` when a document that intake's rows name is not in the folder."""
    connection = await asyncpg.connect(admin_url, database=KEEPER)
    try:
        named = [row["sha256"] for row in await connection.fetch(_NAMED)]
    finally:
        await connection.close()
    store = FolderObjects(objects)
    if lost := [sha256 for sha256 in named if not store.path_of(sha256).exists()]:
        raise Missing(f"Documents that rows name are not there: {', '.join(sorted(lost))}.")
