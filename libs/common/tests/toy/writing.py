"""What the tests of the toy share: one way to write a note."""

from sqlalchemy import func, select

from common.testing.plugin import RunningService, RunService
from toy.notes import TOY

HAIDIAN = {"district": "110108", "words": "行业应用软件"}


async def toy(run_service: RunService) -> RunningService:
    return await run_service(TOY)


async def count(running: RunningService, table) -> int:
    async with running.worker.connection() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def write(running: RunningService, key="k1", person="district", body=HAIDIAN, **headers):
    headers = running.as_(person) | {"Idempotency-Key": key} | headers
    return await running.client.post("/v1/notes", json=body, headers=headers)
