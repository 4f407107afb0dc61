"""Files are kept alike in a folder and in a bucket (dependencies: obstore)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from backend.core.settings import StorageSettings
from backend.providers import storage
from backend.providers.storage import FileMissing, ObjectStore

BUCKET = "opensells-files"


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    """An S3 twin on a port of its own, with one bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    requests.put(f"{endpoint}/{BUCKET}", timeout=10).raise_for_status()
    yield endpoint
    server.stop()


def bucket(endpoint: str, prefix: str = "uploads") -> StorageSettings:
    return StorageSettings().model_copy(
        update={
            "url": f"s3://{BUCKET}/{prefix}",
            "endpoint": endpoint,
            "region": "eu-west-1",
            "access_key_id": "test",
            "secret_access_key": SecretStr("test"),
        }
    )


def folder(path: Path) -> StorageSettings:
    return StorageSettings().model_copy(update={"url": f"file://{path}"})


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return storage.build(folder(tmp_path / "files"))
    return storage.build(bucket(request.getfixturevalue("s3_endpoint")))


async def test_what_is_put_is_got_until_it_is_deleted(store: ObjectStore) -> None:
    await store.put("tenant/uploads/one", b"\x00\xffbytes", content_type="image/png")
    assert await store.get("tenant/uploads/one") == b"\x00\xffbytes"
    await store.put("tenant/uploads/one", b"newer", content_type="image/png")
    assert await store.get("tenant/uploads/one") == b"newer"
    await store.delete("tenant/uploads/one")
    with pytest.raises(FileMissing):
        await store.get("tenant/uploads/one")


async def test_deleting_twice_is_harmless(store: ObjectStore) -> None:
    await store.delete("tenant/uploads/never")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../secret", "a/../../b", "a\x00b"])
async def test_a_key_cannot_leave_its_place(store: ObjectStore, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        await store.put(key, b"x", content_type="text/plain")


async def test_files_stand_in_the_folder_that_was_named(tmp_path: Path) -> None:
    await storage.build(folder(tmp_path / "new" / "files")).put("a/b", b"x", content_type="text/plain")
    assert (tmp_path / "new" / "files" / "a" / "b").read_bytes() == b"x"


async def test_a_store_that_does_not_answer_is_an_upstream_fault() -> None:
    silent = storage.build(bucket("http://127.0.0.1:9"))
    with pytest.raises(storage.StorageFailed):
        await silent.get("a")


@pytest.mark.parametrize("url", ["", "file://", "s3://", "https://example.com", "var/files"])
def test_an_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        storage.build(StorageSettings().model_copy(update={"url": url}))
