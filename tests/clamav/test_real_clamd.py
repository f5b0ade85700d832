"""A real clamd with a signature written here: found also inside, and never "clean" by accident."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.documents.clamav import Clamav
from common.documents.store import in_folder
from common.documents.tending import look_again
from common.testing.documents import archive, pdf, workbook
from deploy.local.binaries import ROOT

# The anti-malware test file of EICAR, in two halves so that no scanner takes this one for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
UNPACKED = ROOT / ".local" / "clamd"
MIB = 1024 * 1024
SMALL = {"StreamMaxLength": "4M", "MaxFileSize": "3M", "MaxScanSize": "3M"}


async def document(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


def configuration(folder: Path) -> str:
    """The committed one with its places in a folder, and small limits."""
    here = {"LocalSocket": f"{folder}/socket", "DatabaseDirectory": f"{folder}/signatures"}
    here |= {"TemporaryDirectory": str(folder), **SMALL}
    lines = []
    for line in (ROOT / "deploy" / "clamav" / "clamd.conf").read_text().splitlines():
        name = line.partition(" ")[0]
        if name not in ("User", "TCPSocket"):
            lines.append(f"{name} {here.pop(name)}" if name in here else line)
    assert not here
    return "\n".join([*lines, ""])


@contextlib.asynccontextmanager
async def clamd(folder: Path) -> AsyncIterator[tuple[Clamav, asyncio.subprocess.Process]]:
    """A running clamd that knows one signature."""
    (folder / "signatures").mkdir()
    # The line of a hash database: MD5, size, name.
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (folder / "signatures" / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Own.Eicar\n")
    (folder / "clamd.conf").write_text(configuration(folder))
    program = shutil.which("clamd") or str(UNPACKED / "usr" / "sbin" / "clamd")
    libraries = ":".join(map(str, (UNPACKED / "usr" / "lib").glob("*-linux-gnu")))
    process = await asyncio.create_subprocess_exec(
        program,
        f"--config-file={folder / 'clamd.conf'}",
        env=os.environ | {"LD_LIBRARY_PATH": libraries},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        while not (folder / "socket").exists():
            assert process.returncode is None, "clamd has ended"
            await asyncio.sleep(0.05)
        yield Clamav(str(folder / "socket"), within_s=10), process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_what_carries_the_signature_is_found_and_nothing_else(tmp_path: Path) -> None:
    async with clamd(tmp_path) as (scanner, _):
        for harmless in (b"", b"plan", pdf("三年发展规划"), workbook()):
            assert await scanner.scan(document(harmless)) == "clean"
        packed = archive({"a.com": EICAR})
        for carrying in (
            EICAR,
            packed,
            archive({"a.zip": packed}),
            workbook({"xl/a.bin": EICAR}),
        ):
            assert await scanner.scan(document(carrying)) == "infected"


@pytest.mark.parametrize("size", [3 * MIB + 1, 5 * MIB])
async def test_what_is_over_its_limits_is_not_scanned(tmp_path: Path, size: int) -> None:
    async with clamd(tmp_path) as (scanner, _):
        assert await scanner.scan(document(bytes(size))) == "not_scanned"


async def test_a_scanner_that_hangs_or_dies_has_not_scanned(tmp_path: Path) -> None:
    async with clamd(tmp_path) as (scanner, process):
        assert await scanner.scan(document(b"plan")) == "clean"
        process.send_signal(signal.SIGSTOP)
        assert await Clamav(scanner.address, within_s=0.5).scan(document(b"plan")) == "not_scanned"
        waiting = asyncio.create_task(scanner.scan(document(b"plan")))
        await asyncio.sleep(0.2)
        process.kill()
        assert await waiting == "not_scanned"
        assert await scanner.scan(document(b"plan")) == "not_scanned"


async def test_a_stored_document_with_the_signature_is_locked_away(tmp_path: Path) -> None:
    async with clamd(tmp_path) as (scanner, _):
        store = in_folder(tmp_path / "objects", scanner=scanner)
        looks = {}
        for content in (EICAR, b"plan"):
            async with store.receive(document(content)) as received:
                await store.objects.keep(received)
            looks[content] = await look_again(store, received.sha256)
        assert [look.scan for look in looks.values()] == ["infected", "clean"]
        with pytest.raises(FileNotFoundError):
            await store.objects.open(looks[EICAR].sha256)
