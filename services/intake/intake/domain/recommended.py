"""A recommended application as a district's list has it."""

from dataclasses import dataclass

from intake.domain.application import Application
from intake.domain.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """One recommended application: as filed, and what the district said to go over its quota."""

    case: Application
    version: Version
    quota_reason: str | None
