"""Passwords: which are good enough, and Argon2id over them in a thread (IDN-06)."""

import asyncio
from functools import cache
from importlib import resources
from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from backend.accounts.errors import PasswordTooWeak

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
# Fewer different signs than this is a pattern, however long.
_MIN_DIFFERENT: Final = 4


def check(password: str, *, email: str) -> None:
    """What others would guess is refused, each with its reason. Raises `PasswordTooWeak`."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise PasswordTooWeak(reason="length")
    plain = password.casefold()
    if plain in _common():
        raise PasswordTooWeak(reason="common")
    if plain in {email.casefold(), email.casefold().partition("@")[0]}:
        raise PasswordTooWeak(reason="equals_email")
    if len(set(plain)) < _MIN_DIFFERENT:
        raise PasswordTooWeak(reason="pattern")


@cache
def _common() -> frozenset[str]:
    text = resources.files("backend.accounts").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line.casefold() for line in text.split())


class Hasher:
    """Argon2id; each call takes the same work, also for accounts that do not exist."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        argon2 = Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib)
        self._hash = PasswordHash((argon2,))
        # Made by nobody's password: the hash that is checked when there is no account.
        self._nobody = ""

    async def hash(self, password: str) -> str:
        return await asyncio.to_thread(self._hash.hash, password)

    async def verify(self, password: str, known: str | None) -> bool:
        """False for no account, after the same work."""
        return await asyncio.to_thread(self._verify, password, known)

    async def renewed(self, password: str, known: str) -> str | None:
        """A new hash when the old one was made with other parameters than today's."""
        if not self._hash.current_hasher.check_needs_rehash(known):
            return None
        return await self.hash(password)

    def _verify(self, password: str, known: str | None) -> bool:
        if not self._nobody:
            self._nobody = self._hash.hash("nobody")
        try:
            return self._hash.verify(password, known or self._nobody) and known is not None
        except UnknownHashError:
            return False
