"""An institution submits: a version is frozen."""

from common.contracts.application import ApplicationSubmitted
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.completeness import require_complete
from intake.domain.drafting import name_of
from intake.domain.submission import Filing, freeze, require_in_time
from intake.domain.version import Version
from intake.store import case_files, documents, standards, versions
from intake.usecases.acting import admitted, put_on_record


async def submit_application(
    tx: Transaction, ref: str, *, if_match: str | None
) -> tuple[Application, Act]:
    """Freeze version n of a complete application received in time (art. 9)."""
    case = await admitted(tx, ref, act="submit", if_match=if_match)
    filing = await _filing(tx, case)
    require_in_time(case, filing.in_round, received_at=tx.at)
    require_complete(
        filing.sections, filing.documents, case, filing.in_round, standard=filing.standard
    )
    version = freeze(filing)
    submitted = case.after(
        "submit",
        at=tx.at,
        submissions=version.number,
        cluster_name=name_of(case, filing.sections),
        correction_due_on=None,
    )
    # The application is saved first: of two submissions at once, the second is stale.
    act = await put_on_record(
        tx,
        submitted,
        act="submit",
        content={"version": version.number, "sha256": version.sha256},
        event=_event(submitted, version),
        story="application.submitted",
        version=version.number,
    )
    await versions.add(tx, version)
    await documents.freeze(tx, filing.documents, submission=version.number)
    return submitted, act


async def _filing(tx: Transaction, case: Application) -> Filing:
    file = await case_files.load(tx, case.id)
    return Filing(
        case=case,
        in_round=file.in_round,
        standard=await standards.pinned(tx, file.in_round.standard),
        sections=file.draft or {},
        documents=file.filed_documents,
        received_at=tx.at,
        received_from=tx.actor.subject,
    )


def _event(case: Application, version: Version) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        application_id=case.id,
        application_number=case.number,
        kind=case.kind,
        round_id=case.round_id,
        cluster_name=case.cluster_name,
        district=case.district,
        institution_code=case.institution_code,
        version=version.number,
        sha256=version.sha256,
        received_at=version.received_at,
        cluster_number=case.cluster_number,
    )
