"""A document of an application: its place in the case, and its content once received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from common.actor import Actor
from common.documents.kinds import ScanState
from common.documents.refusals import DocumentInfected
from common.errors import FieldError, Forbidden, InvalidContent, Text
from intake.domain import access
from intake.domain.application import Application
from intake.domain.application_refusals import DocumentFrozen, NoContentYet, NotScannedYet
from programme.standards.standard import Standard

# The kind that the district adds, and nobody else: photographs of its site verification.
SITE_PHOTO: Final = "site_photo"
NOT_YOURS: Final = Text(
    "现场核查照片由区级上传，其余材料由申报主体上传。",
    "The district adds photographs of its site verification, the institution all else.",
)
UNKNOWN_CRITERION: Final = Text("认定标准中没有此条。", "The standard has no such criterion.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document; `frozen_in` is the first version that holds it.

    `sm3` and `scan` are added afterwards, to every document with these bytes: no new version.
    """

    id: UUID
    application_id: UUID
    version: int
    kind: str
    criterion_ids: tuple[str, ...]
    name: str
    media_type: str
    sha256: str | None = None
    size_bytes: int | None = None
    received_at: datetime | None = None
    frozen_in: int | None = None
    sm3: str | None = None
    scan: ScanState = "not_scanned"
    looked_at: datetime | None = None

    def described(self) -> Mapping[str, Any]:
        """What a frozen version says of it."""
        return {
            "id": str(self.id),
            "kind": self.kind,
            "criterion_ids": list(self.criterion_ids),
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "size_bytes": self.size_bytes,
        }


def with_content(of: Document, *, sha256: str, size_bytes: int, at: datetime) -> Document:
    """The document with its content; refused once a version holds it."""
    require_loose(of)
    return replace(
        of,
        version=of.version + 1,
        sha256=sha256,
        size_bytes=size_bytes,
        received_at=at,
        sm3=None,
        scan="not_scanned",
        looked_at=None,
    )


def require_fit_to_hand_out(of: Document, *, scanning: bool) -> tuple[str, int]:
    """Hash and size of a document's content, unless it could harm whoever opens it.

    Where a scanner is asked, it is waited for; a filing does not wait, its receipt counts.
    """
    if of.sha256 is None or of.size_bytes is None:
        raise NoContentYet()
    if of.scan == "infected":
        raise DocumentInfected()
    if scanning and of.scan != "clean":
        raise NotScannedYet(retry_after_s=60)
    return of.sha256, of.size_bytes


def require_loose(of: Document) -> None:
    """Refuse to change what a submitted version holds."""
    if of.frozen_in is not None:
        raise DocumentFrozen()


def act_of_adding(actor: Actor, case: Application) -> str:
    """The act under which an actor adds documents: to its application, or to its review of it."""
    if access.owns(actor, case):
        return "change"
    if access.acts_on(actor, case):
        return "verify_site"
    raise Forbidden()


def require_own_kind(kind: str, act: str) -> None:
    """Refuse a document of the other side's kind."""
    if (kind == SITE_PHOTO) != (act == "verify_site"):
        raise InvalidContent(errors=[FieldError("/kind", "not_yours", NOT_YOURS)])


def require_known_criteria(criterion_ids: Sequence[str], standard: Standard) -> None:
    """Refuse a document that proves something which is no criterion of the round's standard."""
    known = {criterion.id for criterion in standard.criteria}
    strange = [
        FieldError(f"/criterion_ids/{index}", "unknown_criterion", UNKNOWN_CRITERION)
        for index, criterion_id in enumerate(criterion_ids)
        if criterion_id not in known
    ]
    if strange:
        raise InvalidContent(errors=strange)
