"""Settings that every service has; a service adds its own and sets the prefix."""

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class ServiceSettings(BaseSettings):
    """Read from the environment in `main` only, and handed on as arguments."""

    service: ClassVar[str]

    environment: Literal["production", "development"] = "production"
    database_url: SecretStr
    database_pool_size: int = 10
    nats_url: str = "nats://127.0.0.1:4222"
    nats_user: str = ""
    nats_password: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = 8000
    issuer: str = ""
    jwks_url: str = ""
    audience: str = "jiqun"
    legal_clock_file: Path | None = None
    objects_dir: Path | None = None
    sweep_seconds: float = 60.0
