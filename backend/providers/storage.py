"""Files kept under a key: in a folder of this machine, or in an S3 bucket; both speak the same words."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as _Missing
from obstore.store import LocalStore, S3Store

from backend.core.errors import NotFound, UpstreamFailed
from backend.core.settings import StorageSettings

TIMEOUT: Final = "10s"
_RETRIES: Final = 2


class FileMissing(NotFound):
    """This file is no longer kept."""


class StorageFailed(UpstreamFailed):
    """The file store did not answer as expected."""


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Whole files by key; a key reads `tenant/kind/id` and never comes from a visitor's words."""

    store: LocalStore | S3Store

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Write or replace. Raises `StorageFailed`."""
        # A folder has nowhere to keep the type; the row that names the key has it anyway.
        attributes = {"Content-Type": content_type} if isinstance(self.store, S3Store) else None
        try:
            await obstore.put_async(self.store, _checked(key), data, attributes=attributes)
        except (BaseError, OSError) as error:
            raise StorageFailed from error

    async def get(self, key: str) -> bytes:
        """Raises `FileMissing` or `StorageFailed`."""
        try:
            found = await obstore.get_async(self.store, _checked(key))
            return bytes(await found.bytes_async())
        except (_Missing, FileNotFoundError) as error:
            raise FileMissing from error
        except (BaseError, OSError) as error:
            raise StorageFailed from error

    async def delete(self, key: str) -> None:
        """Take it away; one that is not there is gone already. Raises `StorageFailed`."""
        try:
            await obstore.delete_async(self.store, _checked(key))
        except (_Missing, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise StorageFailed from error


def build(settings: StorageSettings) -> ObjectStore:
    """Raises ValueError when STORAGE_URL is neither a folder nor a bucket."""
    scheme, _, rest = settings.url.partition("://")
    if scheme == "file" and rest:
        return ObjectStore(LocalStore(Path(rest).absolute(), mkdir=True))
    if scheme == "s3" and urlsplit(settings.url).netloc:
        return ObjectStore(_bucket(settings))
    raise ValueError("STORAGE_URL must read file:///a/folder or s3://bucket/prefix")


def _bucket(settings: StorageSettings) -> S3Store:
    address = urlsplit(settings.url)
    keys = (settings.access_key_id, settings.secret_access_key.get_secret_value())
    return S3Store(
        address.netloc,
        prefix=address.path.strip("/") or None,
        region=settings.region,
        endpoint=settings.endpoint or None,
        access_key_id=keys[0] or None,
        secret_access_key=keys[1] or None,
        client_options={"timeout": TIMEOUT, "allow_http": settings.endpoint.startswith("http://")},
        retry_config={"max_retries": _RETRIES},
    )


def _checked(key: str) -> str:
    parts = PurePosixPath(key).parts
    if not parts or key.startswith("/") or ".." in parts or "\x00" in key:
        raise ValueError(f"not a storage key: {key!r}")
    return key
