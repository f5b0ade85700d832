"""Settings of the monitoring service (environment, prefix `MONITORING_`)."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from common.config import ServiceSettings


class Settings(ServiceSettings):
    """Monitoring's settings: none beyond those of every service."""

    service: ClassVar[str] = "monitoring"
    model_config = SettingsConfigDict(env_prefix="MONITORING_", env_ignore_empty=True)
