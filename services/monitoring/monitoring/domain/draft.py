"""What an institution is writing, and the page that it sealed; nobody else reads it yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.canonical import sha256_hex
from monitoring.domain.frozen import Filed, Frozen
from monitoring.domain.report_refusals import (
    CorrectionChangesNothing,
    ReportNotSealed,
    SignedContentDiffers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The sections as they were written last, the sealed page and the roster that go with them."""

    sections: Mapping[str, Any]
    seal: Mapping[str, Any] | None = None
    roster: Mapping[str, Any] | None = None

    @property
    def content_sha256(self) -> str:
        """The hash on every page of the print, which is sealed before it is filed."""
        return content_hash(self.sections, self.roster)


def as_filed(version: Frozen) -> Draft:
    """What a version holds, as a draft that was filed."""
    content = version.content
    return Draft(
        sections=content["sections"],
        seal=content["signature"]["seal"],
        roster=content.get("roster"),
    )


def content_hash(sections: Mapping[str, Any], roster: Mapping[str, Any] | None) -> str:
    """One hash of what was typed and of the roster that goes with it."""
    return sha256_hex([dict(sections), None if roster is None else roster["sha256"]])


def signed(draft: Draft, signature: Mapping[str, Any]) -> Filed:
    """The draft as it is filed: sealed, and signed for the very content that is filed (art. 9)."""
    if draft.seal is None:
        raise ReportNotSealed()
    if signature["content_sha256"] != draft.content_sha256:
        raise SignedContentDiffers()
    seal = {name: draft.seal[name] for name in ("sha256", "media_type", "size_bytes")}
    return Filed(
        sections=draft.sections, signature={**signature, "seal": seal}, roster=draft.roster
    )


def require_change(draft: Draft, last: Mapping[str, Any]) -> None:
    """Refuse a correction that says what the last version says."""
    before = content_hash(last["sections"], last.get("roster"))
    if draft.content_sha256 == before:
        raise CorrectionChangesNothing()
