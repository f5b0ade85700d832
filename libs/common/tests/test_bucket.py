"""Documents in an S3 bucket, as moto plays it: what holds in a folder holds there."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import boto3
import obstore
import pytest
from moto.server import ThreadedMotoServer

from common.config import ServiceSettings
from common.documents.bucket import BucketObjects
from common.documents.store import DocumentStore, store_from

BUCKET = "documents"


class Settings(ServiceSettings):
    service = "toy"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 service with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
async def store(s3: str, tmp_path: Path) -> DocumentStore:
    """A store in a bucket."""
    boto3.client(
        "s3",
        endpoint_url=s3,
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="key",
    ).create_bucket(Bucket=BUCKET)
    made = store_from(
        Settings(
            database_url="unused",
            objects_dir=tmp_path,
            objects_bucket=BUCKET,
            objects_endpoint=s3,
            objects_key_id="id",
            objects_key="key",
        )
    )
    assert made is not None
    return made


async def keep(store: DocumentStore, content: bytes) -> str:
    async def pieces() -> AsyncIterator[bytes]:
        yield content

    async with store.receive(pieces()) as received:
        await store.objects.keep(received)
        return received.sha256


async def read(store: DocumentStore, name: str) -> bytes:
    return b"".join([piece async for piece in await store.objects.open(name)])


async def test_a_document_comes_back_and_quarantine_is_empty(
    store: DocumentStore, tmp_path: Path
) -> None:
    content = bytes(range(256)) * 40_000  # larger than one part of a multipart upload
    assert await read(store, await keep(store, content)) == content
    assert not any(os.scandir(tmp_path / "quarantine"))


async def test_a_stored_document_is_not_overwritten(store: DocumentStore) -> None:
    name = await keep(store, b"evidence")
    assert isinstance(store.objects, BucketObjects)
    await obstore.put_async(store.objects.store, name, b"EVIDENCE")
    await keep(store, b"evidence")
    assert await read(store, name) == b"EVIDENCE"


async def test_what_is_locked_away_is_not_handed_out(store: DocumentStore) -> None:
    name = await keep(store, b"a virus")
    assert not await store.objects.is_locked_away(name)
    for _ in range(2):
        await store.objects.lock_away(name)
        assert await store.objects.is_locked_away(name)
        with pytest.raises(FileNotFoundError):
            await store.objects.open(name)
    with pytest.raises(FileNotFoundError):
        await store.objects.open("0" * 64)
