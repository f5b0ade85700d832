"""How much a document may be, and what ends a look at one."""

import resource
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


class Unfit(Exception):
    """The document is not fit to be stored; the argument is one of `refusals.FINDINGS`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the process that looks, and of what it looks at."""

    memory_bytes: int = 768 * MIB
    cpu_s: int = 10
    pages: int = 2_000
    objects: int = 300_000
    parts: int = 2_000
    unpacked_bytes: int = 256 * MIB
    # A few bytes that unpack to many: beyond this much, by this factor, it is a bomb.
    part_bytes: int = 16 * MIB
    ratio: int = 200
    pixels: int = 200_000_000

    def hold(self) -> None:
        """Hold this process to its limits: no memory, time or files beyond them."""
        for what, most in (
            (resource.RLIMIT_AS, self.memory_bytes),
            (resource.RLIMIT_CPU, self.cpu_s),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(what, (most, most))

    def check_unpacked(self, size: int, *, packed: int) -> None:
        """Refuse what unpacks too far, in all or for its size."""
        if size > self.unpacked_bytes or (size > self.part_bytes and size > packed * self.ratio):
            raise Unfit("expands_too_far")
