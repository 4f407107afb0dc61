"""Keeps the webhooks that the phones send, instead of a server that would handle them."""

import json
from dataclasses import dataclass, field
from typing import Any

from tools.phones.postman import Letter
from tools.phones.server import Phones


@dataclass(slots=True)
class Letters:
    """`answers` are the statuses to come; after them everything is 200."""

    twin: Phones
    taken: list[Letter] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, twin: Phones) -> "Letters":
        found = cls(twin)
        twin.postman.transport = found.take
        twin.call_back("http://test")
        return found

    async def take(self, url: str, headers: dict[str, str], body: bytes) -> int:
        self.taken.append(Letter(url, headers, body))
        return self.answers.pop(0) if self.answers else 200

    async def bodies(self) -> list[Any]:  # Any: JSON of the platforms
        """All of them, once every one was answered."""
        await self.twin.postman.settled()
        return [json.loads(each.body) for each in self.taken]
