"""A visitor with the widget's patience: each message goes out under one key until it is answered."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from httpx2 import AsyncClient, ReadTimeout, Response, Timeout, TransportError

from tests.support.builders import Business

AGAIN_AFTER: Final = 0.25
# What the widget's api.js takes for passing; the answer to everything else is final.
PASSING: Final = frozenset({408, 429})


# Any: bodies and answers are JSON.
@dataclass(slots=True)
class PatientVisitor:
    """`answered` is what the visitor has seen: the words of each message with the answer it got.

    One message in four is sent from a tunnel: the line drops before the answer comes, and the message is
    sent again. `cuts` counts those, `blows` what the server's side failed.
    """

    client: AsyncClient
    business: Business
    answered: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    cuts: int = 0
    blows: int = 0
    session_id: str = ""

    async def walk(self, words: Sequence[str], seen: Callable[[int], Awaitable[None]]) -> None:
        """Say everything, one after the other; `seen` is told how many answers there are."""
        begun = await self._until_answered("POST", "start", json={"language": "es"})
        self.session_id = begun["session_id"]
        for each in words:
            body = {"session_id": self.session_id, "text": each}
            answer = await self._until_answered("POST", "send", tunnel=secrets.randbelow(4) == 0, json=body)
            self.answered.append((each, answer))
            await seen(len(self.answered))

    async def transcript(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._until_answered("GET", self.session_id))["messages"]
        return found

    async def _until_answered(self, method: str, place: str, *, tunnel: bool = False, **what: Any) -> dict[str, Any]:
        headers = {**self.business.widget_headers, "Idempotency-Key": secrets.token_hex(12)}
        while True:
            # It goes out whole, and whoever is in the tunnel hears nothing of what comes back, or too little: two in
            # three not even the quickest answer.
            patience = Timeout(30, read=max(0, secrets.randbelow(90) - 60) / 1000 if tunnel else 30)
            try:
                answer = await self.client.request(
                    method, f"/v1/chat/{place}", headers=headers, timeout=patience, **what
                )
            except TransportError as error:
                self.cuts += isinstance(error, ReadTimeout)
                self.blows += not isinstance(error, ReadTimeout)
            else:
                if answer.status_code == 200:
                    found: dict[str, Any] = answer.json()
                    return found
                self._expect_passing(answer)
            tunnel = False
            await asyncio.sleep(AGAIN_AFTER * (0.5 + secrets.randbelow(100) / 100))

    def _expect_passing(self, answer: Response) -> None:
        self.blows += answer.status_code >= 500
        busy = answer.status_code == 409 and answer.json()["error"]["code"] == "conversation_busy"
        assert busy or answer.status_code >= 500 or answer.status_code in PASSING, answer.text
