"""Settings of the registry service (environment, prefix `REGISTRY_`)."""

from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from common.config import ServiceSettings


class Settings(ServiceSettings):
    """Registry's settings; the API reads the public register through a role of its own."""

    service: ClassVar[str] = "registry"
    model_config = SettingsConfigDict(env_prefix="REGISTRY_", env_ignore_empty=True)

    public_database_url: SecretStr | None = Field(
        None, description="SQLAlchemy URL of the role that sees the public register alone"
    )
