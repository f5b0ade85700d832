"""Which event of another service leads to which use case."""

from collections.abc import Mapping
from typing import Final

from common.messaging.consumer import Handler

HANDLERS: Final[Mapping[str, Handler]] = {}
