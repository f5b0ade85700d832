"""What a bite is: a deliberate mistake, and the test that must notice it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bite:
    """A deliberate mistake, and the test that must notice it."""

    rule: str
    test: str
    apply: Callable[[], None]
    in_the_stack: bool = False

    @property
    def under_fault(self) -> bool:
        """Whether its test is one of `make fault`."""
        return self.test.startswith("tests/fault/")


def put(where: object, name: str, wrong: object) -> None:
    """Put the mistake in the place of what is right."""
    setattr(where, name, wrong)
