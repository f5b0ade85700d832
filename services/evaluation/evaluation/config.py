"""Settings of the evaluation service (environment, prefix `EVALUATION_`)."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from common.config import ServiceSettings


class Settings(ServiceSettings):
    """Evaluation's settings; it has none of its own yet."""

    service: ClassVar[str] = "evaluation"
    model_config = SettingsConfigDict(env_prefix="EVALUATION_", env_ignore_empty=True)
