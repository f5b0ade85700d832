"""The toy service is importable here, and here alone; its brokers are bare ones."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from toy.nats_server import nats_server as bare_server


@pytest.fixture(scope="session")
def nats_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A broker that syncs before it acknowledges."""
    with bare_server(tmp_path_factory.mktemp("nats"), sync_always=True) as url:
        yield url


@pytest.fixture(scope="session")
def lax_nats_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A broker as shipped, which syncs every two minutes."""
    with bare_server(tmp_path_factory.mktemp("lax-nats"), sync_always=False) as url:
        yield url
