"""A question about a figure of a report: both values, where each stands, and why it is asked."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from common.canonical import sha256_hex
from common.errors import Text

Kind = Literal["unit_jump", "change", "part_above_whole", "roster_sum", "contradiction"]
ID_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A value as it was written, and where: a pointer into this report, or another filing."""

    value: str
    year: int | None
    pointer: str | None
    source: str | None
    version: int | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; it blocks nothing, and its id changes with either value."""

    kind: Kind
    pointer: str
    label: Text
    unit: str
    here: Side
    there: Side
    words: Text
    clause: str

    @property
    def id(self) -> str:
        """The same for the same two values in the same places, in whatever version."""
        there = [self.there.source or self.there.pointer, self.there.year, self.there.value]
        return sha256_hex([self.kind, self.pointer, self.here.value, there])[:ID_CHARACTERS]

    def as_json(self) -> dict[str, Any]:
        """The question as it is kept with a version and shown."""
        return {
            "id": self.id,
            "kind": self.kind,
            "pointer": self.pointer,
            "label": asdict(self.label),
            "unit": self.unit,
            "here": asdict(self.here),
            "there": asdict(self.there),
            "words": asdict(self.words),
            "clause": self.clause,
        }
