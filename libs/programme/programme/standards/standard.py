"""A criteria standard as frozen types: what the kernel reads and nothing else.

They are the same only if they are the same object, so that the kernel can remember what follows
from one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from programme.standards.measures import Measure

Force = Literal["computed", "soft", "indicated", "judged"]
InputKind = Literal["decimal", "count", "flag", "choice", "text"]
Over = Literal["once", "year", "conduct"]
FindingKind = Literal["judgment", "rubric", "checklist", "declaration"]
Combine = Literal["all", "any"]
Comparator = Literal["gt", "ge", "lt", "le", "eq"]
FORCES: tuple[str, ...] = ("computed", "soft", "indicated", "judged")
FINDINGS: tuple[str, ...] = ("judgment", "rubric", "checklist", "declaration")
COMPARATORS: tuple[str, ...] = ("gt", "ge", "lt", "le", "eq")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the two languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures and how many base units it is."""

    name: str
    dimension: str
    factor: Fraction


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Input:
    """One fact a standard asks for; `low` and `high` are in the unit of filing.

    `unit_from` names the fact that says in which unit a figure is filed, where that is open.
    """

    name: str
    label: Words
    kind: InputKind
    over: Over
    scale: int = 0
    unit: Unit
    unit_from: str | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    accepts_zero: bool = False
    choices: tuple[str, ...] = ()
    max_length: int = 0
    evidence: tuple[str, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether it is a number."""
        return self.kind in {"decimal", "count"}

    @property
    def step(self) -> Fraction:
        """The smallest difference that can be filed, in the unit of filing."""
        return Fraction(1, 10**self.scale)


@dataclass(frozen=True, slots=True)
class PartOfWhole:
    """Two figures of which the first cannot exceed the second."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Directed:
    """A comparator for each stated direction of a figure."""

    lower_is_better: Comparator
    higher_is_better: Comparator


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """Another reading of the same words, evaluated to inform and never to decide."""

    name: str
    title: Words
    measure: Measure


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Test:
    """A measure held against a line; `threshold` is the printed number in `unit`."""

    measure: Measure
    comparator: Comparator | Directed
    word: str
    threshold: Fraction
    unit: Unit
    force: Force
    alternatives: tuple[Alternative, ...] = ()

    @property
    def limit(self) -> Fraction:
        """The threshold in base units."""
        return self.threshold * self.unit.factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a person finds: by judgment, on the rubric, along a checklist or by declaration."""

    kind: FindingKind
    by: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    open_list: bool = False
    need: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How open words are read here, what else they could mean, and who has yet to confirm."""

    chosen: str
    alternatives: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Criterion:
    """One clause of the standard with its force, its tests or its finding."""

    id: str
    clause: str
    title: Words
    quote: str
    force: Force
    combine: Combine
    tests: tuple[Test, ...] = ()
    applies_when: str | None = None
    finding: Finding | None = None
    reading: Reading | None = None
    note: str = ""
    # Its words are not held here, so that nothing can be said of it.
    unheld: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PointsTable:
    """A measure whose value earns points by bands. Points only rank: no outcome hangs on them.

    `edges` rise, in the printed unit; `points` has one more, for the band below the first edge
    and for that above each. A value exactly on an edge is in the band on the side `edge` names.
    """

    id: str
    title: Words
    measure: Measure
    unit: Unit
    edges: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    edge: Literal["upper", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """The experts' scale: a project default, not an official table."""

    anchors: tuple[str, ...]
    reviewers_min: int
    combine: str
    note: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standard:
    """A criteria standard; `sha256` is that of the canonical JSON of its file.

    An `example` shows the format and is law nowhere.
    """

    id: str
    version: str
    revision: int
    sha256: str
    sealed: bool
    title: str
    issuer: str
    basis: str
    notice: Words
    effective_note: str
    sections: Mapping[str, str]
    words: Mapping[str, Comparator]
    inputs: Mapping[str, Input]
    wholes: tuple[PartOfWhole, ...]
    rubric: Rubric
    criteria: tuple[Criterion, ...]
    points: tuple[PointsTable, ...] = ()
    example: bool = False

    def criterion(self, criterion_id: str) -> Criterion:
        """One criterion by its id; raises `KeyError`."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
