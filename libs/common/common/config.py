"""Settings that every service has; a service adds its own and sets the prefix."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

HIDDEN: Final = "***"
# Scheme, host and port, as a browser sends it; no pattern and no `*`: each is named.
Origin = Annotated[str, Field(pattern=r"^https?://[^/*\s]+$")]


class ServiceSettings(BaseSettings):
    """Read from the environment in `main` only, and handed on as arguments."""

    service: ClassVar[str]

    environment: Literal["production", "development"] = Field(
        "production",
        description="development admits tokens that live 12 h and a shifted legal clock",
    )
    database_url: SecretStr = Field(
        description="SQLAlchemy URL (postgresql+asyncpg://…) of this process's own role"
    )
    database_pool_size: int = Field(10, description="connections this process may hold")
    nats_url: str = Field("nats://127.0.0.1:4222", description="address of the broker")
    nats_user: str = Field("", description="the service's user at the broker")
    nats_password: SecretStr = Field(SecretStr(""), description="that user's password")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, description="port to listen on (API, and the worker's probes)")
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="addresses or networks, by commas, whose X-Forwarded-For names the client",
    )
    issuer: str = Field("", description="issuer (`iss`) that access tokens must name")
    jwks_url: str = Field("", description="where the issuer publishes its public keys")
    audience: str = Field("jiqun", description="audience (`aud`) that access tokens must name")
    legal_clock_file: Path | None = Field(
        None, description="file with the shift of the legal clock; refused in production"
    )
    objects_dir: Path | None = Field(
        None,
        description="folder of the documents and of those on their way in, the same for every "
        "process; intake and monitoring need it, evaluation hands out from it",
    )
    objects_bucket: str = Field(
        "", description="S3 bucket that holds the documents instead; uploads still pass the folder"
    )
    objects_endpoint: str = Field("", description="address of the S3 service, if not AWS")
    objects_region: str = Field("us-east-1", description="region of the bucket")
    objects_key_id: str = Field("", description="id of the access key to the bucket")
    objects_key: SecretStr = Field(SecretStr(""), description="that access key")
    clamav_address: str = Field(
        "", description="clamd as host:port or path of its socket; none: nothing is scanned"
    )
    cors_origins: tuple[Origin, ...] = Field(
        (), description="JSON list of web origins whose pages may call the API; none by default"
    )
    public_cache_seconds: float = Field(
        60.0, description="how long a public answer is kept in the process; 0: not at all"
    )
    sweep_seconds: float = Field(60.0, description="pause between looks at what becomes due")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="LOG_LEVEL", description="least severe level that is logged"
    )
    otlp_endpoint: str = Field(
        "",
        validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="OTLP/HTTP collector of traces; none: traces are not exported",
    )


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting as people know it: its environment variable, and what it is."""

    field: str
    name: str
    type: Any
    default: str
    meaning: str


def variables(settings: type[ServiceSettings]) -> Iterator[Variable]:
    """The settings of a service, in the order in which they are declared."""
    prefix = settings.model_config.get("env_prefix", "")
    for name, field in settings.model_fields.items():
        default = "required" if field.is_required() else _plain(field.default)
        yield Variable(
            field=name,
            name=str(field.validation_alias or f"{prefix}{name}".upper()),
            type=field.annotation,
            default=default,
            meaning=field.description or "",
        )


def effective(settings: ServiceSettings) -> Iterator[str]:
    """The settings in force as `NAME=value`, without a secret."""
    for variable in variables(type(settings)):
        yield f"{variable.name}={_plain(getattr(settings, variable.field))}"


def _plain(value: Any) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return _masked(secret) if "://" in secret else HIDDEN if secret else ""
    return "" if value is None else _masked(str(value))


def _masked(text: str) -> str:
    # What a query may carry; a password in an address; a user without one, at NATS, is a token.
    text = re.sub(r"\?.*", f"?{HIDDEN}", text)
    text = re.sub(r"(://[^:/@\s]*:)[^\s]*@", rf"\1{HIDDEN}@", text)
    return re.sub(r"((?:nats|tls|wss?)://)[^:/@\s]+@", rf"\1{HIDDEN}@", text)
