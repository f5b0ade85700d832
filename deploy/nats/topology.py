"""The declared streams and consumers (`streams.toml`) as the client library's configurations."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)

HERE: Final = Path(__file__).parent
SERVER_CONF: Final = HERE / "server.conf"
_DECLARED: Final[dict[str, Any]] = tomllib.loads((HERE / "streams.toml").read_text())


def streams(*, replicas: int) -> Iterator[StreamConfig]:
    """Every stream; `replicas` is 1 on one server and 3 in a cluster."""
    common = _DECLARED["stream"]
    for name, own in _DECLARED["streams"].items():
        yield StreamConfig(
            name=name,
            subjects=own["subjects"],
            storage=StorageType(common["storage"]),
            retention=RetentionPolicy(common["retention"]),
            discard=DiscardPolicy(common["discard"]),
            duplicate_window=common["duplicate_window_s"],
            deny_delete=common["deny_delete"],
            deny_purge=common["deny_purge"],
            num_replicas=replicas,
        )


def consumers() -> Iterator[tuple[str, ConsumerConfig]]:
    """Every durable consumer with the stream it reads; it is named by the service it belongs to."""
    common = _DECLARED["consumer"]
    for stream, own in _DECLARED["streams"].items():
        for service in own["consumers"]:
            yield (
                stream,
                ConsumerConfig(
                    durable_name=service,
                    ack_policy=AckPolicy(common["ack_policy"]),
                    deliver_policy=DeliverPolicy(common["deliver_policy"]),
                    ack_wait=common["ack_wait_s"],
                    max_deliver=common["max_deliver"],
                    max_ack_pending=common["max_ack_pending"],
                ),
            )
