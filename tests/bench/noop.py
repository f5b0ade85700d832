"""The floor of every HTTP figure: FastAPI with one route that answers and does nothing."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def nothing() -> dict[str, str]:
    """An answer."""
    return {"status": "nothing"}
