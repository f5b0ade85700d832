"""Settings are told without their secrets, and need no database to be told."""

import pytest
from toy.notes import TOY, ToySettings

from common.config import variables
from common.process import run

SECRETS = {
    "TOY_DATABASE_URL": "postgresql+asyncpg://toy_api:pa/ss@word@db.test/toy?password=pa/ss@word",
    "TOY_NATS_URL": "nats://token-of-the-toy@nats.test:4222",
    "TOY_NATS_PASSWORD": "pa/ss@word",
}


@pytest.fixture
def environment(monkeypatch):
    """The toy's settings as an environment without a reachable database."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_config_prints_what_is_in_force_without_a_secret(environment, capsys):
    environment.setenv("TOY_PORT", "8123")
    run(TOY, ["config"])
    told = capsys.readouterr().out
    assert "TOY_PORT=8123\n" in told
    assert "TOY_DATABASE_URL=postgresql+asyncpg://toy_api:***@db.test/toy?***\n" in told
    assert "TOY_NATS_URL=nats://***@nats.test:4222\n" in told
    assert "TOY_NATS_PASSWORD=***\n" in told
    assert "LOG_LEVEL=INFO\n" in told
    assert not any(secret in told for secret in ("pa/ss", "word@", "token-of"))


def test_what_is_missing_is_named_and_what_was_given_is_not(environment, capsys):
    environment.delenv("TOY_DATABASE_URL")
    environment.setenv("TOY_PORT", "word")
    with pytest.raises(SystemExit) as ended:
        run(TOY, ["config"])
    assert ended.value.code == 78
    told = capsys.readouterr()
    assert told.err.splitlines()[0] == "setting database_url: Field required"
    assert "setting port: " in told.err
    assert "word" not in told.out + told.err


def test_every_setting_says_what_it_means():
    assert [each.name for each in variables(ToySettings) if not each.meaning] == []
