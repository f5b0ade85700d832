"""Settings of a service that tells people something, and the channel that they choose."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, SecretStr, model_validator

from common.config import ServiceSettings
from common.outbound.delivery import Channel
from common.outbound.mail import Mail, Security, is_address
from common.outbound.webhook import Webhook, key_of

_NEEDED: Final = {
    "none": (),
    "webhook": ("webhook_url", "webhook_secret"),
    "mail": ("smtp_host", "mail_from"),
}


class OutboundSettings(ServiceSettings):
    """One channel for all messages; without one they are listed and sent to nobody."""

    outbound_channel: Literal["none", "webhook", "mail"] = Field(
        "none", description="how messages to people go out; none: they are only listed"
    )
    outbound_attempts: int = Field(
        16, ge=1, le=100, description="attempts before a message is dead and an operator is needed"
    )
    webhook_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = Field(
        "", description="where messages are posted"
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="`whsec_` and base64 of 24 bytes or more, to sign them with"
    )
    smtp_host: str = Field("", description="mail server that takes the messages")
    smtp_port: int = Field(465, description="its port")
    smtp_security: Security = Field("tls", description="tls, starttls, or none in a closed network")
    smtp_user: str = Field("", description="user at the mail server; none: it asks for none")
    smtp_password: SecretStr = Field(SecretStr(""), description="that user's password")
    mail_from: str = Field("", description="address that mail comes from")
    mail_to: dict[str, str] = Field(
        {},
        description="JSON of addresses of offices: `municipal_bureau`, or `district_authority/` and"
        " the district's code; institutions give theirs in the application, for monitoring they"
        " stand here under `operating_institution/` and the credit code",
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in _NEEDED[self.outbound_channel] if not str(getattr(self, name))]
        if missing:
            raise ValueError(f"outbound_channel {self.outbound_channel} needs {missing}")
        if self.outbound_channel == "webhook":
            key_of(self.webhook_secret.get_secret_value())
        if not all(map(is_address, [*self.mail_to.values(), *filter(None, [self.mail_from])])):
            raise ValueError("mail_from and mail_to hold plain addresses")
        return self


def channel_from(settings: OutboundSettings) -> Channel | None:
    """The channel that the settings choose, or None."""
    if settings.outbound_channel == "webhook":
        return Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value())
    if settings.outbound_channel == "mail":
        return Mail(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            sender=settings.mail_from,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
        )
    return None
