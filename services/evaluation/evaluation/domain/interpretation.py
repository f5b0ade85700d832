"""Acts on a standard's words: an interpretation (art. 18), an order to follow a revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from common.errors import FieldError, Text
from evaluation.domain.refusals import WordNotInStandard
from programme.standards.standard import Standard

_NOT_THERE: Final = Text(
    "标准条文和用语中没有此词。", "Neither the clauses nor the words of the standard hold it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What the bureau says a word means, with the document that says so."""

    word: str
    text: str
    document: str
    dated: date

    def as_content(self) -> Mapping[str, str]:
        """The interpretation as its act keeps it."""
        return {
            "word": self.word,
            "text": self.text,
            "document": self.document,
            "dated": self.dated.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckOrder:
    """That undecided cases of a round follow a revision: the document, its day and the reason."""

    round_id: UUID
    document: str
    dated: date
    reason: str

    def as_content(self) -> Mapping[str, str]:
        """The order as its act keeps it."""
        return {
            "round_id": str(self.round_id),
            "document": self.document,
            "dated": self.dated.isoformat(),
            "reason": self.reason,
        }


def require_word(standard: Standard, word: str) -> None:
    """Refuse to interpret a word that the standard does not use."""
    quotes = (criterion.quote for criterion in standard.criteria)
    if word not in standard.words and not any(word in quote for quote in quotes):
        raise WordNotInStandard(errors=[FieldError("/word", "not_in_standard", _NOT_THERE)])
