"""The two channels: a signed POST, and a mail that stays the same mail."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from common.ids import new_id
from common.outbound.mail import Mail, is_address
from common.outbound.message import Letter, Message, NotSent, Recipient
from common.outbound.settings import OutboundSettings, channel_from
from common.outbound.webhook import Webhook, key_of, signature
from common.testing.hook import SECRET, Hook
from common.testing.mailbox import mailbox

# The example of the Standard Webhooks specification's libraries.
EXAMPLE = (
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    b'{"test": 2432232314}',
    1614265330,
    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
)


class Settings(OutboundSettings):
    service = "toy"
    model_config = SettingsConfigDict(env_prefix="TOY_", env_ignore_empty=True)
    database_url: SecretStr = SecretStr("")


def a_letter(address="office@hd.test", **changes):
    message = Message(
        id=new_id(),
        rule="accepted",
        subject="application/1",
        step="",
        recipient=Recipient(role="operating_institution", institution="91110000101623741K"),
        language="zh-CN",
        about={},
        due_on=None,
        made_at=datetime(2024, 3, 1, tzinfo=UTC),
    )
    given = {"title": "受理通知", "text": "您的申报已受理。", "address": address} | changes
    return Letter(message=message, **given)


def a_mail(box):
    return Mail(host="127.0.0.1", port=box.port, security="none", sender="jiqun@bj.test")


def test_a_signature_is_that_of_standard_webhooks():
    secret, message_id, body, at, expected = EXAMPLE
    assert signature(key_of(secret), message_id, body, at=at) == expected


async def test_a_hook_is_signed_and_only_its_2xx_is_an_arrival():
    hook, letter = Hook(), a_letter()
    await hook.channel().send(letter)
    ((message_id, body),) = hook.came
    assert (message_id, body["data"]["text"]) == (str(letter.message.id), letter.text)
    assert hook.forged == 0
    for status in (302, 410, 500):
        hook.answers = status
        with pytest.raises(NotSent, match=f"answered {status}"):
            await hook.channel().send(letter)


async def test_a_hook_that_is_not_there_is_not_sent_and_its_address_is_not_told():
    with pytest.raises(NotSent) as failed:
        await Webhook("http://127.0.0.1:9/secret-path", SECRET).send(a_letter())
    assert failed.value.reason == "webhook: ConnectError"


async def test_mail_arrives_in_chinese_and_is_the_same_mail_each_time():
    letter = a_letter()
    async with mailbox() as box:
        await a_mail(box).send(letter)
        await a_mail(box).send(letter)
    first, second = box.mails
    assert first["Subject"] == letter.title
    assert first.get_content().strip() == letter.text
    assert first["Message-ID"] == second["Message-ID"] == f"<{letter.message.id}@bj.test>"
    assert first["Date"] == second["Date"]
    assert box.recipients == ["office@hd.test"] * 2


@pytest.mark.parametrize(("refusal", "final"), [("550 unknown", True), ("450 busy", False)])
async def test_a_refused_recipient_is_given_up_only_if_for_good(refusal, final):
    async with mailbox() as box:
        box.refusal = refusal
        with pytest.raises(NotSent) as failed:
            await a_mail(box).send(a_letter())
    assert failed.value.final is final
    assert "hd.test" not in failed.value.reason


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "a@b",
        "a@b.test, c@d.test",
        "a@b.test\r\nBcc: c@d.test",
        "张<a@b.test>",
        "a b@c.test",
    ],
)
async def test_what_is_no_single_address_gets_no_mail(address):
    async with mailbox() as box:
        with pytest.raises(NotSent) as failed:
            await a_mail(box).send(a_letter(address=address))
    assert failed.value.final
    assert box.mails == []


async def test_a_title_cannot_add_a_header():
    async with mailbox() as box:
        with pytest.raises(ValueError, match="linefeed"):
            await a_mail(box).send(a_letter(title="x\r\nBcc: c@d.test"))


def test_settings_choose_the_channel_and_none_is_the_default(monkeypatch):
    assert channel_from(Settings()) is None
    monkeypatch.setenv("TOY_OUTBOUND_CHANNEL", "webhook")
    with pytest.raises(ValueError, match="needs"):
        Settings()
    monkeypatch.setenv("TOY_WEBHOOK_URL", "https://hook.test/")
    monkeypatch.setenv("TOY_WEBHOOK_SECRET", "whsec_c2hvcnQ=")
    with pytest.raises(ValueError, match="24 bytes"):
        Settings()
    monkeypatch.setenv("TOY_WEBHOOK_SECRET", SECRET)
    assert isinstance(channel_from(Settings()), Webhook)
    monkeypatch.setenv("TOY_OUTBOUND_CHANNEL", "mail")
    monkeypatch.setenv("TOY_SMTP_HOST", "mail.test")
    monkeypatch.setenv("TOY_MAIL_FROM", "jiqun@bj.test")
    monkeypatch.setenv("TOY_MAIL_TO", '{"municipal_bureau": "a@b.test"}')
    assert isinstance(channel_from(Settings()), Mail)
    monkeypatch.setenv("TOY_MAIL_TO", '{"municipal_bureau": "a@b.test, c@d.test"}')
    with pytest.raises(ValueError, match="plain addresses"):
        Settings()


def test_an_address_is_one_address():
    assert is_address("li.ming+jq@hd.gov.cn")
