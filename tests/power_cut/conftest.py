"""Every power cut needs a disk of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.power_cut.disk import Disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A mounted disk, unmounted at the end."""
    made = Disk(tmp_path)
    made.make()
    yield made
    made.unmount()
