"""What `terms/` settles: first publications and the grounds of a decision."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

GroundId = Literal["criterion_not_met", "article_5", "quota", "targets_missed"]
GROUND_IDS: tuple[str, ...] = ("criterion_not_met", "article_5", "quota", "targets_missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPublication:
    """A standard that a fresh stack publishes by itself, marked "to be confirmed" (art. 19)."""

    standard_id: str
    effective_from: date
    clause: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why a case is not proposed or not passed, and which of the two it can carry.

    `needs_criterion` asks for a criterion not met, `needs_target` for a target that was missed.
    """

    id: str
    clause: str
    zh: str
    en: str
    needs_criterion: bool
    needs_target: bool
    outcomes: tuple[str, ...]
