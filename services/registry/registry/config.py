"""Settings of the registry service (environment, prefix `REGISTRY_`)."""

import sys
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, PositiveInt, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from common.outbound.settings import OutboundSettings
from registry.extracts.keys import Signing, keys_from
from registry.store import sealing
from registry.store.sealing import Sealer

RateClass = Literal["lookups", "validations", "downloads", "objections"]


class Settings(OutboundSettings):
    """Registry's settings; the API reads the public register through a role of its own."""

    service: ClassVar[str] = "registry"
    model_config = SettingsConfigDict(env_prefix="REGISTRY_", env_ignore_empty=True)

    public_database_url: SecretStr | None = Field(
        None, description="SQLAlchemy URL of the role that sees the public register alone"
    )
    rate_limits: dict[RateClass, PositiveInt] = Field(
        {"lookups": 3000, "validations": 300, "downloads": 30, "objections": 30},
        description="JSON: requests a minute that one client may make in one process, by class;"
        " a class left out is not limited, {} limits none",
    )
    public_address: str = Field(
        "",
        pattern=r"^(https?://[^/*\s]+)?$",
        description="where everybody reaches the gateway, as https://host: the issuer that extracts"
        " name, and where their QR code leads",
    )
    extract_keys: SecretStr = Field(
        SecretStr(""),
        description="JWK Set of Ed25519 keys that sign extracts: the first signs, the others stay"
        " published; without it no extract is given",
    )

    sealing_keys: SecretStr = Field(
        SecretStr(""),
        description="keys that seal who objects, `kid:base64url` of 32 bytes, comma-separated: the"
        " first seals, the others still open; needed by the API in production",
    )

    @field_validator("sealing_keys")
    @classmethod
    def _can_seal(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            sealing.keys_from(value.get_secret_value())
        return value

    @field_validator("extract_keys")
    @classmethod
    def _can_sign(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            keys_from(value.get_secret_value())
        return value

    def signing(self) -> Signing | None:
        """Who signs extracts; None when keys or the public address are not set."""
        given = self.extract_keys.get_secret_value()
        if not given or not self.public_address:
            return None
        return Signing(self.public_address, keys_from(given))

    def sealer(self) -> Sealer | None:
        """Who seals what tells who objected; in production an API refuses to start without."""
        given = self.sealing_keys.get_secret_value()
        if not given and self.environment == "production":
            sys.exit("setting REGISTRY_SEALING_KEYS: the API needs a key in production")
        return Sealer(sealing.keys_from(given)) if given else None

    def parts(self) -> Mapping[str, Any]:
        """What the API alone needs, by name: `Runtime.parts`."""
        return {"signing": self.signing(), "sealer": self.sealer()}
