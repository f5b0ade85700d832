"""A scanner that does not say "clean" in so many words has not found a document clean.

The server here speaks clamd's INSTREAM as its manual has it; `make clamav` asks the real one.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.documents.clamav import PIECE_BYTES, Clamav, verdict_of
from common.documents.store import DocumentStore, in_folder
from common.documents.tending import look_again
from common.testing.clamd import HANGS, fake_clamd

SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


async def document(content: bytes = b"plan") -> AsyncIterator[bytes]:
    yield content


async def test_what_the_scanner_says_is_the_state() -> None:
    async with fake_clamd() as clamd:
        scanner = Clamav(clamd.address)
        assert await scanner.scan(document()) == "clean"
        assert await scanner.scan(document(b"a virus")) == "infected"
        assert await scanner.scan(document(bytes(2 * PIECE_BYTES) + b"virus")) == "infected"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"stream: OK",  # cut off before its end
        b"stream: OK, or so\0",
        b"OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
    ],
)
async def test_any_other_answer_is_no_scan(answer: bytes) -> None:
    async with fake_clamd(answer) as clamd:
        assert await Clamav(clamd.address).scan(document()) == "not_scanned"


async def test_a_scanner_that_is_away_or_hangs_has_not_scanned() -> None:
    async with fake_clamd(HANGS) as clamd:
        scanner = Clamav(clamd.address, within_s=0.2)
        assert await scanner.scan(document()) == "not_scanned"
    assert await scanner.scan(document()) == "not_scanned"  # its server has ended
    assert await Clamav("/no/such/socket").scan(document()) == "not_scanned"


def test_only_one_sentence_means_clean() -> None:
    assert verdict_of("stream: OK") == "clean"
    assert {verdict_of(said) for said in ("", "ok", "stream: ok", "OK", "x: OK")} == {"not_scanned"}


async def kept(store: DocumentStore, content: bytes) -> str:
    async with store.receive(document(content)) as received:
        await store.objects.keep(received)
        return received.sha256


async def test_a_look_adds_sm3_and_without_a_scanner_no_verdict(tmp_path: Path) -> None:
    store = in_folder(tmp_path)
    look = await look_again(store, await kept(store, b"abc"))
    assert (look.sm3, look.scan) == (SM3_OF_ABC, "not_scanned")  # GB/T 32905, example 1


async def test_an_infected_document_is_locked_away_also_when_it_comes_again(
    tmp_path: Path,
) -> None:
    async with fake_clamd() as clamd:
        store = in_folder(tmp_path, scanner=Clamav(clamd.address))
        name = await kept(store, b"a virus")
        for _ in range(2):
            assert (await look_again(store, name)).scan == "infected"
            with pytest.raises(FileNotFoundError):
                await store.objects.open(name)
            await kept(store, b"a virus")
