"""The least that a FastAPI application can be: what its start and memory are measured against."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
