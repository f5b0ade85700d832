"""An upload of 100 MB with all that belongs to it, as a ratio to `cat file | openssl dgst -sha256`.

`python -m tests.bench.upload`; the document is a PDF of ten pictures, different in every round, so
that each is hashed, put on the disk, looked into and stored. Nothing is kept from round to round.
"""

import asyncio
import hashlib
import json
import os
import statistics
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from common.client import http_client
from common.testing.documents import pdf_of
from deploy.demo import filing
from deploy.demo.__main__ import world_of
from tests.bench.place import Place, standing

SIZE_BYTES: Final = 100_000_000
PICTURES: Final = 10
ROUNDS: Final = 7
SENT_BYTES: Final = 262_144
ANNOUNCED: Final = {
    "kind": "plan",
    "criterion_ids": ["9.6"],
    "name": "规划.pdf",
    "media_type": "application/pdf",
}
PERSON: Final = "institution"
MUST: Final = 0.35
GROWTH_MUST_KB: Final = 4096


def document() -> bytes:
    """A PDF of about 100 MB that nobody has seen before."""
    content = SIZE_BYTES // PICTURES - 300
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 5000 /Height 7000 /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
    )
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            *(picture % (content, os.urandom(content)) for _ in range(PICTURES)),
        ]
    )


def floor_s(file: Path) -> float:
    """How long `cat file | openssl dgst -sha256` takes."""
    began = time.perf_counter()
    subprocess.run(
        f"cat '{file}' | openssl dgst -sha256", shell=True, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def upload_s(place: Place, path: str, file: Path) -> float:
    """How long an upload takes, from the connection to the last byte of the answer."""
    address = urlsplit(place.url("intake", path))
    assert address.hostname
    connection = HTTPConnection(address.hostname, address.port, blocksize=SENT_BYTES)
    headers = {
        "Authorization": place.bearer(PERSON),
        "If-Match": '"v1"',
        "Content-Length": str(file.stat().st_size),
    }
    with file.open("rb") as opened:
        began = time.perf_counter()
        connection.request("PUT", address.path, body=opened, headers=headers)
        answer = connection.getresponse()
        shown = json.loads(answer.read())
        took = time.perf_counter() - began
    connection.close()
    assert answer.status == 200, shown
    with file.open("rb") as opened:
        assert shown["sha256"] == hashlib.file_digest(opened, "sha256").hexdigest()
    return took


def resident_kb(pid: int, *, peak: bool = False) -> int:
    """The resident memory of a process, now or at its highest since `clear_peak`."""
    name = "VmHWM:" if peak else "VmRSS:"
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def clear_peak(pid: int) -> None:
    """Let the highest resident memory be counted from now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def measured(place: Place) -> dict[str, Any]:
    """The medians of alternating rounds: seconds of floor and upload, their ratio, memory."""
    pid, file = place.pid("intake-api"), place.folder / "document.pdf"
    rounds, growths = [], []
    for number, path in enumerate(asyncio.run(announced(place))):
        file.write_bytes(document())
        os.sync()  # the disk is not busy with what came before
        floor = floor_s(file)
        before = resident_kb(pid)
        clear_peak(pid)
        upload = upload_s(place, path, file)
        if number:  # the first warms up
            rounds.append((floor, upload, floor / upload))
            growths.append(resident_kb(pid, peak=True) - before)
    floors, uploads, ratios = (statistics.median(column) for column in zip(*rounds, strict=True))
    return {
        "floor_s": floors,
        "upload_s": uploads,
        "ratio": ratios,
        "growth_kb": statistics.median(growths),
        "worst_growth_kb": max(growths),
    }


async def announced(place: Place) -> list[str]:
    """The paths of new documents, one for each round, whose content is awaited."""
    async with http_client() as client:
        world = world_of(place.run, client)
        world.tell = lambda _line: None
        in_round = await filing.open_round(world)
        await world.move_to("2024-03-04T09:00")
        begun = {
            "round_id": in_round["id"],
            "kind": "designation",
            "cluster_name": "合成集群",
            "district_code": "110108",
        }
        drafted = await world.create(PERSON, "/applications", begun)
        path = f"/applications/{drafted['id']}/documents"
        made = [await world.create(PERSON, path, ANNOUNCED) for _ in range(ROUNDS + 1)]
        return [f"{path}/{one['id']}/content" for one in made]


def main() -> list[str]:
    """Measure on a stack of its own and print; returns what is not reached."""
    with standing() as place:
        told = measured(place)
    print(
        f"upload of 100 MB: {told['upload_s'] * 1000:.0f} ms, openssl {told['floor_s'] * 1000:.0f}"
        f" ms, ratio {told['ratio']:.2f} (must {MUST}), memory +{told['growth_kb']} kB,"
        f" at most +{told['worst_growth_kb']} kB (must {GROWTH_MUST_KB})"
    )
    short = []
    if told["ratio"] < MUST:
        short.append(f"upload at {told['ratio']:.2f} of openssl")
    if told["growth_kb"] > GROWTH_MUST_KB:
        short.append(f"an upload takes {told['growth_kb']} kB of memory")
    return short


if __name__ == "__main__":
    main()
