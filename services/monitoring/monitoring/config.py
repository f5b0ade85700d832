"""Settings of the monitoring service (environment, prefix `MONITORING_`)."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from common.outbound.settings import OutboundSettings


class Settings(OutboundSettings):
    """Monitoring's settings: how its messages to people go out."""

    service: ClassVar[str] = "monitoring"
    model_config = SettingsConfigDict(env_prefix="MONITORING_", env_ignore_empty=True)
