"""Settings of the intake service (environment, prefix `INTAKE_`)."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from common.outbound.settings import OutboundSettings


class Settings(OutboundSettings):
    """Intake's settings; it writes to the object store, so `objects_dir` is needed."""

    service: ClassVar[str] = "intake"
    model_config = SettingsConfigDict(env_prefix="INTAKE_", env_ignore_empty=True)
