"""The district verifies on site what was filed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from common.clock import legal_day
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.site_verification import photos_of, require_visit
from intake.store import documents
from intake.terms.reviewing import review_terms
from intake.usecases.acting import admitted, put_on_record


async def verify_site(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Record a visit by at least so many people, with photographs that stay (art. 9)."""
    case = await admitted(tx, ref, act="verify_site", if_match=if_match)
    given = content()
    terms = review_terms()
    require_visit(given, terms, today=legal_day(tx.at))
    photos = photos_of(given, await documents.of_application(tx, case.id), terms)
    verified = replace(case, version=case.version + 1, changed_at=tx.at)
    act = await put_on_record(
        tx,
        verified,
        act="verify_site",
        content={**given, "photo_hashes": [photo.sha256 for photo in photos]},
        event=None,
        story="application.site_verified",
        visited_on=given["visited_on"],
        people=len(given["verifiers"]),
    )
    await documents.freeze(tx, photos, submission=case.submissions)
    return verified, act
