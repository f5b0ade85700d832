"""A gap: something an application still lacks, or a doubt about what it says."""

from dataclasses import dataclass

from common.errors import FieldError, Text

MEASURE = "管理办法"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap; `blocks` tells whether a submission is refused for it.

    `related` are the JSON pointers of other places it is about, such as rows of the roster.
    """

    pointer: str
    code: str
    words: Text
    clause: str
    blocks: bool
    related: tuple[str, ...] = ()

    def as_error(self) -> FieldError:
        """The gap as a refusal names it, with its clause."""
        words = Text(f"{self.words.zh}（{self.clause}）", f"{self.words.en} ({self.clause})")
        return FieldError(self.pointer, self.code, words)


def gap(
    pointer: str,
    code: str,
    words: Text,
    *,
    clause: str,
    blocks: bool = True,
    related: tuple[str, ...] = (),
) -> Gap:
    """A gap under a clause of the measure."""
    full = f"{MEASURE} {clause}"
    return Gap(pointer=pointer, code=code, words=words, clause=full, blocks=blocks, related=related)
