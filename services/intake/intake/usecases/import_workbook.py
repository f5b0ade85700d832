"""An institution replaces the sections that a workbook states."""

from collections.abc import Mapping
from typing import Any

from common.database import Source, Transaction
from common.errors import Forbidden
from intake.domain import access
from intake.domain.application import Application, Sections
from intake.domain.application_lifecycle import APPLICATION
from intake.store import case_files
from intake.store.case_files import CaseFile
from intake.usecases.change_application import change_application


async def importable_case(source: Source, ref: str, *, if_match: str | None) -> CaseFile:
    """The case, if the actor may change its sections now; before the workbook is even read."""
    file = await case_files.load(source, ref)
    if not access.acts_on(source.actor, file.case):
        raise Forbidden()
    APPLICATION.admit(
        "change",
        status=file.case.place,
        version=file.case.version,
        actor=source.actor,
        if_match=if_match,
    )
    return file


async def import_workbook(
    tx: Transaction,
    ref: str,
    *,
    if_match: str | None,
    sections: Sections,
    origin: Mapping[str, Any],
) -> Application:
    """Replace the sections as by hand, all of them or none; the record says where they are from."""
    return await change_application(
        tx, ref, if_match=if_match, content=lambda: sections, origin=origin
    )
