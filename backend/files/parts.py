"""Big files in the store: written and read in sealed parts, so that none of them is ever whole in memory (SEC-03).

Each part says its place and whether it is the last, inside the seal: a store that swaps, drops or repeats parts
is found out.
"""

import struct
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from typing import Final

from backend.core import crypto
from backend.core.crypto import Tampered
from backend.files.service import SEALED_TYPE
from backend.providers.storage import FileMissing, ObjectStore

PART_BYTES: Final = 1024 * 1024
_HEAD: Final = struct.Struct(">I?")


@dataclass(frozen=True, slots=True)
class Stored:
    """How much was written."""

    parts: int
    size: int


async def write(store: ObjectStore, key: str, content: AsyncIterable[bytes]) -> Stored:
    """Replaces what an earlier try left. Raises `StorageFailed`."""
    waiting, parts, size = bytearray(), 0, 0
    async for piece in content:
        waiting += piece
        size += len(piece)
        while len(waiting) > PART_BYTES:
            await _put(store, key, parts, bytes(waiting[:PART_BYTES]), last=False)
            del waiting[:PART_BYTES]
            parts += 1
    await _put(store, key, parts, bytes(waiting), last=True)
    return Stored(parts + 1, size)


async def read(store: ObjectStore, key: str) -> AsyncIterator[bytes]:
    """From the first part to the last. Raises `FileMissing`, `StorageFailed` and `Tampered`."""
    number, last = 0, False
    while not last:
        content = crypto.cipher().unseal(await store.get(_name(key, number)))
        place, last = _HEAD.unpack_from(content)
        if place != number:
            raise Tampered
        yield content[_HEAD.size :]
        number += 1


async def delete(store: ObjectStore, key: str) -> None:
    """All of it; what is gone already does not matter. Raises `StorageFailed`."""
    number = 0
    while True:
        name = _name(key, number)
        try:
            await store.get(name)
        except FileMissing:
            return
        await store.delete(name)
        number += 1


async def reseal(store: ObjectStore, key: str) -> int:
    """Seal every part anew with the first key; how many changed. May be stopped and started again."""
    cipher, changed, number = crypto.cipher(), 0, 0
    while True:
        name = _name(key, number)
        try:
            sealed = await store.get(name)
        except FileMissing:
            return changed
        if not cipher.is_current(sealed):
            await store.put(name, cipher.seal(cipher.unseal(sealed)), content_type=SEALED_TYPE)
            changed += 1
        number += 1


async def _put(store: ObjectStore, key: str, number: int, content: bytes, *, last: bool) -> None:
    sealed = crypto.cipher().seal(_HEAD.pack(number, last) + content)
    await store.put(_name(key, number), sealed, content_type=SEALED_TYPE)


def _name(key: str, number: int) -> str:
    return f"{key}/{number}"
