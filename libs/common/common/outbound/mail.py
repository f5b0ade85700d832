"""Messages by mail: plain text over SMTP, with a Message-ID that stays the same."""

import asyncio
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Literal

from common.outbound.message import Letter, NotSent

TIMEOUT_S: Final = 15.0
# One plain address: no list, no name, nothing that could end a header.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_PERMANENT: Final = 500
Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Sends letters through one mail server."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""

    async def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server; an address it never takes is final."""
        if letter.address is None or not is_address(letter.address):
            raise NotSent("mail: no usable address of the recipient", final=True)
        written = self.written(letter, to=letter.address)
        await asyncio.to_thread(self._hand_over, written)

    def written(self, letter: Letter, *, to: str) -> EmailMessage:
        """The mail of a letter; sent again it is the same mail, by its Message-ID."""
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = to
        mail["Subject"] = letter.title
        mail["Date"] = letter.message.made_at
        mail["Message-ID"] = f"<{letter.message.id}@{self.sender.rpartition('@')[2]}>"
        mail["Content-Language"] = letter.message.language
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        mail.set_content(letter.text)
        return mail

    def _hand_over(self, written: EmailMessage) -> None:
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(written)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            never = all(code >= _PERMANENT for code in codes)
            raise NotSent(f"mail: recipient refused ({codes[0]})", final=never) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"mail: answered {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"mail: {type(error).__name__}") from error

    def _connected(self) -> smtplib.SMTP:
        verified = ssl.create_default_context()
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=verified)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        if self.security == "starttls":
            server.starttls(context=verified)
        return server


def is_address(text: str) -> bool:
    """Whether a text is one mail address and nothing besides."""
    return _ADDRESS.fullmatch(text) is not None
