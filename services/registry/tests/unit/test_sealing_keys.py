"""The keys that seal who objected: read strictly, needed in production, several at a time."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from common.ids import new_id
from deploy.local.registry_secrets import registry_settings
from registry.config import Settings
from registry.store.sealing import keys_from

ONE = "a:" + "A" * 43
DATABASE = "postgresql+asyncpg://x@y/z"


@pytest.mark.parametrize("text", ["", "a", f"{ONE},{ONE}", "a:AAAA", f"a b:{'A' * 43}"])
def test_a_key_of_another_form_or_twice_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"sealing keys|padding|base64|data"):
        keys_from(text)


def test_the_first_key_is_the_newest() -> None:
    assert list(keys_from(f"b:{'B' * 43}, {ONE}")) == ["b", "a"]


def test_an_api_in_production_refuses_to_start_without_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", DATABASE)
    with pytest.raises(SystemExit, match="REGISTRY_SEALING_KEYS"):
        Settings().parts()
    monkeypatch.setenv("REGISTRY_ENVIRONMENT", "development")
    assert Settings().parts()["sealer"] is None
    monkeypatch.setenv("REGISTRY_SEALING_KEYS", "a:short")
    with pytest.raises(ValidationError):
        Settings()


def test_the_local_stack_keeps_the_key_that_it_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", DATABASE)
    about, sealed = new_id(), ""
    for start in ("first", "second"):
        told = registry_settings(tmp_path, address="http://127.0.0.1:1")
        monkeypatch.setenv("REGISTRY_SEALING_KEYS", told["SEALING_KEYS"])
        sealer = Settings().sealer()
        assert sealer is not None
        sealed = sealed or sealer.seal(about, "content", "原文")
        assert sealer.opened(about, "content", sealed) == "原文", start
    assert (tmp_path / "sealing.keys.json").stat().st_mode & 0o077 == 0
