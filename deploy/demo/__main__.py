"""`python -m deploy.demo`: a fresh stack, nine applications, the proof that all adds up."""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import Any, Final

from common.client import http_client
from deploy.demo.stack import fresh_stack
from deploy.demo.story import tell
from deploy.demo.world import StoryBroken, World
from deploy.local.binaries import ROOT, Missing
from deploy.local.verify import verify
from deploy.local.wiring import read

INTERRUPTED: Final = 130  # as a shell says of a program that Ctrl-C ended


def main(arguments: list[str] | None = None) -> int:
    """Run the demonstration; anything that does not go as told is a failure."""
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description=__doc__)
    parser.add_argument("--state", type=Path, default=ROOT / ".local" / "demo")
    state = parser.parse_args(arguments).state.resolve()
    print("启动本地环境（集群名称取自公开名单；数据和办理结果均为演示用合成内容）……", flush=True)
    began = time.monotonic()
    try:
        with fresh_stack(state) as run:
            seconds = time.monotonic() - began
            print(f"就绪：{run['base_url']}（{seconds:.1f} 秒）", flush=True)
            return asyncio.run(_demonstrate(run, state))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (StoryBroken, Missing) as error:
        print(error, file=sys.stderr)
        return 1


async def _demonstrate(run: dict[str, Any], state: Path) -> int:
    async with http_client() as client:
        await tell(world_of(run, client))
    return await _verified(state)


def world_of(run: dict[str, Any], client: Any) -> World:
    """The world of a stack as `run.json` describes it."""
    return World(
        base_url=run["base_url"],
        issuer_url=run["issuer_url"],
        tokens=run["tokens"],
        client=client,
        tell=lambda line: print(line, flush=True),
    )


async def _verified(state: Path) -> int:
    verdict = await verify(read(state / "run.json"))
    for fault in verdict.faults:
        print(fault, file=sys.stderr)
    events = sum(line["line"] == "sent" for line in verdict.lines)
    outcome = f"有 {len(verdict.faults)} 处不符" if verdict.faults else "全部相符"
    print(f"\n核验：四个服务共 {events} 个事件，{outcome}。")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
