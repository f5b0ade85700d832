"""An institution replaces sections of its application."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from common import audit
from common.database import Transaction
from intake.domain.application import Application, Sections
from intake.domain.drafting import merged, name_of
from intake.store import applications
from intake.usecases.acting import admitted


async def change_application(
    tx: Transaction,
    ref: str,
    *,
    if_match: str | None,
    content: Callable[[], Sections],
    origin: Mapping[str, Any] | None = None,
) -> Application:
    """Replace the sections that are sent; what was filed before stays as it was.

    `origin` goes on record beside the names of the sections: where they came from.
    """
    case = await admitted(tx, ref, act="change", if_match=if_match)
    sent = content()
    sections = merged(await applications.draft_sections(tx, case.id) or {}, sent)
    changed = replace(case, version=case.version + 1, changed_at=tx.at)
    if not case.filed_before:  # the header is the institution's own until something is filed
        changed = replace(changed, cluster_name=name_of(case, sections))
    await applications.save(tx, changed)
    await applications.save_sections(tx, case.id, sections)
    detail = {"sections": sorted(sent), **(origin or {})}
    await audit.record(tx, "application", case.id, act="change", detail=detail)
    return changed
