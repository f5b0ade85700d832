"""A signed extract, taken along and checked with the network off, by the public command."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from deploy.demo.world import World

COMMAND: Final = Path(sys.executable).with_name("jiqun")


async def verify_offline(world: World, cluster: str) -> tuple[int, str]:
    """What `jiqun verify-extract` proves of a cluster from three files, and its exit code."""
    with TemporaryDirectory() as directory:
        extract, keys, listed = (Path(directory) / name for name in ("extract", "keys", "list"))
        extract.write_bytes(await world.file(f"/clusters/{cluster}/certificate"))
        keys.write_bytes(await world.file("/.well-known/jwks.json", of=""))
        listed.write_bytes(await world.file("/status-list"))
        files = (str(extract), "--jwks", str(keys), "--status-list", str(listed))
        day = world.now.date().isoformat()
        process = await asyncio.create_subprocess_exec(
            COMMAND, "verify-extract", *files, "--on", day, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def show_extract(world: World, cluster: str) -> int:
    """Take an extract, check it without the network, and say what it proves."""
    code, said = await verify_offline(world, cluster)
    world.tell(f"\n名录证明（jiqun verify-extract，断网核验 {cluster}）")
    for line in said.splitlines():
        world.tell(f"  {line}")
    return code
