"""What the register says to other systems: the same fields in downloads and in the feed."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from common.contracts.case import Institution, PlanTarget
from common.http.field_types import Day
from common.http.validation import StrictModel
from registry.domain.cluster import Revocation, SetAside, Standing, Validity
from registry.store.register_projection import ChangeKind

MAX_NUMBERS = 500
MAX_CHANGES = 1000


class PublicFacts(StrictModel):
    """What the register says of a cluster; the standing hangs on the day, and is asked for."""

    number: str
    name: str
    district: str
    leading_industry: str
    territory: str | None
    institution: Institution
    periods: tuple[Validity, ...]
    revocations: tuple[Revocation, ...]
    set_asides: tuple[SetAside, ...]
    plan_targets: tuple[PlanTarget, ...]
    notice_number: str
    official_address: str
    published_on: date


class ClusterInFile(PublicFacts):
    """A cluster in the file of all, with its standing on the day of the file."""

    standing: Standing


class WholeRegister(StrictModel):
    """The file of all: of which day, the last change in it, and how many there are.

    `items_sha256` is over the lines of the items, each with a line feed and without the comma.
    """

    as_of: date
    change: int
    items: list[ClusterInFile]
    count: int
    items_sha256: str


class ChangesAsked(StrictModel):
    """After which number; 0 is before the first change."""

    after: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_CHANGES)] = 200


class Change(StrictModel):
    """One change, and what the register said of the cluster from then on."""

    number: int
    kind: ChangeKind
    recorded_at: datetime
    facts: PublicFacts


class Changes(StrictModel):
    """Changes in their order; `next` goes into the next request's `after`."""

    items: list[Change]
    next: int
    more: bool


class ValidationsAsked(StrictModel):
    """Numbers of clusters, and the legal day for which their standing is asked: today, if none."""

    numbers: Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=MAX_NUMBERS)]
    as_of: Day | None = None
