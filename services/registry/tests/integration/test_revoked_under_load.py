"""A cluster whose revocation was answered is shown valid to nobody, however many are reading.

No broker and no monitoring stand beside this service: what it says of a cluster is its own.
"""

import asyncio
import random
from datetime import date
from itertools import count
from typing import Any

CLUSTERS, READERS = 12, 30
PLACE = ("110108", "北京市海淀区第{n}产业集群", "91110000101623741K")
ON = "2024-03-26"


async def served(registry: Any, number: str) -> str:
    """The path of a case against a cluster that has been served."""
    lead: dict[str, Any] = {
        "cluster_number": number,
        "ground": "17(2)",
        "limb": "violation",
        "facts": "属实",
    }
    lead |= {"evidence": [{"description": "处罚决定书"}]}
    case = await registry.done("/revocation-cases", lead, by="bureau")
    path = f"/revocation-cases/{case['id']}"
    await registry.done(f"{path}/opening", {"reason": "属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    return str(path)


async def standing_of(registry: Any, number: str, channel: int) -> str:
    """What one of four channels says of a cluster now."""
    client = registry.running.client
    if channel == 0:
        return str((await registry.get(f"/clusters/{number}")).json()["standing"])
    if channel == 1:
        told = await client.post("/v1/validations", json={"numbers": [number]})
        return str(told.json()["items"][0]["standing"])
    if channel == 2:
        valid = (await registry.get(f"/clusters?q={number}&standing=valid")).json()["items"]
        return "valid" if valid else "revoked"
    rows = (await client.get("/v1/register.json")).json()["items"]
    return str({row["number"]: row["standing"] for row in rows}[number])


async def test_readers_never_see_valid_what_was_answered_as_revoked(registry: Any) -> None:
    places = [(PLACE[0], PLACE[1].format(n=n), PLACE[2]) for n in range(CLUSTERS)]
    numbers = await registry.designated(*places)
    registry.move_to(date(2024, 3, 11))
    paths = {number: await served(registry, number) for number in numbers}
    registry.move_to(date.fromisoformat(ON))
    answered: set[str] = set()
    seen: list[tuple[bool, str]] = []

    async def read() -> None:
        dice = random.Random(next(_SEEDS))
        while len(answered) < CLUSTERS:
            number = dice.choice(numbers)
            revoked = number in answered  # before the question leaves
            seen.append(
                (revoked, await standing_of(registry, number, dice.choice((0, 0, 1, 2, 3))))
            )

    readers = [asyncio.create_task(read()) for _ in range(READERS)]
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": [], "effective_on": ON}
    for number, path in paths.items():
        await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)
        answered.add(number)
    await asyncio.gather(*readers)
    assert {standing for revoked, standing in seen if revoked} == {"revoked"}
    assert {standing for revoked, standing in seen if not revoked} >= {"valid"}
    assert len(seen) > CLUSTERS * 5


_SEEDS = count(1)
