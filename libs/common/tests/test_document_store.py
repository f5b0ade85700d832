"""Documents: stored under their hash and never overwritten; what breaks off leaves nothing."""

import asyncio
import fcntl
import hashlib
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from common.documents.folder import FolderObjects
from common.documents.quarantine import PIECE_BYTES, YOUNG_S, Quarantine
from common.documents.store import DocumentStore, in_folder

LONG_AGO = time.time() - 10 * YOUNG_S
CONTENTS = st.sampled_from([b"", b"a", b"plan", bytes(range(256)) * 40])


class ClientGone(RuntimeError):
    pass


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def pieces(*content: bytes, then: Exception | None = None) -> AsyncIterator[bytes]:
    for each in content:
        yield each
    if then is not None:
        raise then


async def keep(store: DocumentStore, content: bytes) -> str:
    async with store.receive(pieces(content)) as received:
        await store.objects.keep(received)
        return received.sha256


async def read(store: DocumentStore, name: str) -> bytes:
    return b"".join([piece async for piece in await store.objects.open(name)])


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def waiting(store: DocumentStore) -> list[Path]:
    return list(store.quarantine.folder.glob("*"))


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.sampled_from([0, 1, 7, 65_536, PIECE_BYTES - 1, PIECE_BYTES + 1]), max_size=5)
)
def test_however_a_body_is_cut_its_hash_and_size_are_those_of_the_whole(sizes: list[int]) -> None:
    chunks = [os.urandom(size) for size in sizes]

    async def told(folder: Path) -> None:
        store = in_folder(folder)
        async with store.receive(pieces(*chunks)) as received:
            assert received.sha256 == sha256(b"".join(chunks))
            assert received.size_bytes == sum(sizes)
            assert received.file.read_bytes() == b"".join(chunks)
        assert waiting(store) == []

    with TemporaryDirectory() as folder:
        asyncio.run(told(Path(folder)))


async def test_a_document_lies_under_its_hash_and_two_of_one_hash_are_one(tmp_path: Path) -> None:
    store = in_folder(tmp_path)
    name = await keep(store, b"evidence")
    place = tmp_path / name[:2] / name
    first = place.stat().st_ino
    assert place.read_bytes() == b"evidence"
    assert await keep(store, b"evidence") == name
    assert place.stat().st_ino == first
    # The stored one stays as it is, whatever a later upload of that hash would bring.
    place.write_bytes(b"EVIDENCE")
    await keep(store, b"evidence")
    assert place.read_bytes() == b"EVIDENCE"


async def test_twenty_uploads_of_one_document_at_once_make_one(tmp_path: Path) -> None:
    store = in_folder(tmp_path)
    names = await asyncio.gather(*(keep(store, b"the same") for _ in range(20)))
    assert set(names) == {sha256(b"the same")}
    assert [file.name for file in files(tmp_path)] == [names[0]]


@pytest.mark.parametrize("size", [10, 3 * PIECE_BYTES])
async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path, size: int) -> None:
    store = in_folder(tmp_path)
    with pytest.raises(ClientGone):
        async with store.receive(pieces(bytes(size), then=ClientGone())):
            pytest.fail("nothing was received")
    assert files(tmp_path) == []


async def test_a_cancelled_upload_leaves_nothing(tmp_path: Path) -> None:
    store = in_folder(tmp_path)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(PIECE_BYTES)

    async def upload() -> None:
        async with store.receive(endless()):
            pytest.fail("it never ends")

    uploading = asyncio.create_task(upload())
    while not waiting(store):
        await asyncio.sleep(0.01)
    uploading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await uploading
    assert waiting(store) == []


_DYING = """
import asyncio, sys
from pathlib import Path
from common.documents.store import in_folder

async def endless():
    yield bytes(2_000_000)
    print("writing", flush=True)
    await asyncio.sleep(60)

async def upload():
    async with in_folder(Path(sys.argv[1])).receive(endless()):
        pass

asyncio.run(upload())
"""


async def test_what_a_killed_process_left_is_swept_and_a_living_upload_is_not(
    tmp_path: Path,
) -> None:
    store = in_folder(tmp_path)
    dying = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _DYING, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert dying.stdout is not None
    await dying.stdout.readline()
    (left,) = waiting(store)
    os.utime(left, (LONG_AGO, LONG_AGO))
    assert store.quarantine.sweep() == 0  # its upload goes on
    dying.kill()
    await dying.wait()
    async with store.receive(pieces(b"living")) as received:
        os.utime(received.file, (LONG_AGO, LONG_AGO))
        assert store.quarantine.sweep() == 1
        assert waiting(store) == [received.file]
    assert not left.exists()


def test_a_file_just_made_is_not_swept_before_its_maker_has_locked_it(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.write_bytes(b"")
    assert Quarantine(tmp_path).sweep() == 0
    with fresh.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        os.utime(fresh, (LONG_AGO, LONG_AGO))
        assert Quarantine(tmp_path).sweep() == 0
    assert Quarantine(tmp_path).sweep() == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "a" * 63 + "/", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(AssertionError):
        FolderObjects(tmp_path).path_of(name)


class Documents(RuleBasedStateMachine):
    """Uploads, readers, a scanner's finding and a sweep in any order, against a plain mapping."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.home = TemporaryDirectory()
        self.store = in_folder(Path(self.home.name))
        self.kept: dict[str, bytes] = {}
        self.locked: set[str] = set()

    def run(self, work: Any) -> Any:
        return self.loop.run(work)

    @rule(content=CONTENTS)
    def keep_one(self, content: bytes) -> None:
        name = self.run(keep(self.store, content))
        self.kept[name] = content

    @rule(content=CONTENTS)
    def break_one_off(self, content: bytes) -> None:
        async def upload() -> None:
            async with self.store.receive(pieces(content, then=ClientGone())):
                pass

        with pytest.raises(ClientGone):
            self.run(upload())

    @rule(content=CONTENTS)
    def refuse_one(self, content: bytes) -> None:
        async def upload() -> None:
            async with self.store.receive(pieces(content)):
                raise ClientGone

        with pytest.raises(ClientGone):
            self.run(upload())

    @rule(content=CONTENTS)
    def lock_one_away(self, content: bytes) -> None:
        name = sha256(content)
        self.run(self.store.objects.lock_away(name))
        if self.kept.pop(name, None) is not None:
            self.locked.add(name)

    @rule()
    def sweep(self) -> None:
        assert self.store.quarantine.sweep() == 0

    @invariant()
    def what_is_kept_is_read_and_nothing_else_is(self) -> None:
        for content in (b"", b"a", b"plan", bytes(range(256)) * 40):
            name = sha256(content)
            if name in self.kept:
                assert self.run(read(self.store, name)) == content
            else:
                with pytest.raises(FileNotFoundError):
                    self.run(read(self.store, name))
            assert self.run(self.store.objects.is_locked_away(name)) == (name in self.locked)
        assert waiting(self.store) == []

    def teardown(self) -> None:
        self.loop.close()
        self.home.cleanup()


Documents.TestCase.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
TestDocuments = Documents.TestCase
