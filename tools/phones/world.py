"""Everything that the phones hold: accounts, people, what was said between them, files, and a clock for windows."""

import asyncio
import base64
import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tools.phones.cast import Account, Json, Person, accounts, people

DAY: Final = 86_400.0
HUMAN_AGENT_DAYS: Final = 7
# Brazil, Mexico and Argentina: the same phone with and without its extra digit.
_VARIANTS: Final = (("55", 4, "9"), ("52", 2, "1"), ("54", 2, "9"))


@dataclass(slots=True)
class Choice:
    """A button or a line of a list; `url` is a link instead of an answer."""

    id: str
    label: str
    note: str = ""
    url: str = ""


@dataclass(slots=True)
class Said:
    """One message as the phone shows it; `status` goes from sent to delivered to read, or to failed."""

    id: str
    mine: bool
    kind: str
    at: float
    text: str = ""
    choices: list[Choice] = field(default_factory=list)
    # The word on the button that opens a list.
    opens: str = ""
    file: str = ""
    status: str = "sent"
    cause: str = ""
    opaque: str = ""
    tag: str = ""
    category: str = ""
    # Said while the person's day of free answers ran.
    answers: bool = False
    reply_to: str = ""
    reaction: str = ""
    gone: bool = False
    edited: bool = False
    # The call as it came, for tests.
    body: Json = field(default_factory=dict)


@dataclass(slots=True)
class File:
    id: str
    content_type: str
    content: bytes
    name: str = ""


@dataclass(slots=True)
class Thread:
    """What one person and one account said to each other."""

    account: Account
    person: Person
    said: list[Said] = field(default_factory=list)
    heard_at: float | None = None
    blocked: bool = False
    typing: bool = False


@dataclass(slots=True)
class World:
    """`ahead` moves the clock by which windows close, and nothing else: events carry the true time."""

    accounts: dict[str, Account] = field(default_factory=lambda: {each.id: each for each in accounts()})
    people: dict[str, Person] = field(default_factory=lambda: {each.key: each for each in people()})
    threads: dict[tuple[str, str], Thread] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    ahead: float = 0.0
    revision: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _known: dict[str, Person] = field(default_factory=dict)
    _index: dict[tuple[str, str], Person] = field(default_factory=dict)
    # Telegram counts the messages of a bot over all its chats. From the clock on: a phone that starts anew never
    # repeats a number that was seen before.
    counters: dict[str, Iterator[int]] = field(default_factory=dict)
    acts: Iterator[int] = field(default_factory=lambda: itertools.count(int(time.time())))

    def thread(self, account: Account, person: Person) -> Thread:
        return self.threads.setdefault((account.id, person.key), Thread(account, person))

    def newcomer(self, name: str, language: str = "es", phone: str | None = None) -> Person:
        number = len(self.people) + 1
        made = Person(f"p{number}", number, name, language, phone, f"user{number}")
        self.people[made.key] = made
        return made

    def by_token(self, token: str) -> Account | None:
        return next((each for each in self.accounts.values() if each.token == token), None)

    def find_person(self, kind: str, identifier: str) -> Person | None:
        """By an index that is made anew when somebody came."""
        if len(self._known) != len(self.people):
            self._known = dict(self.people)
            self._index = {
                (kind, _plain(each) if kind == "whatsapp" else each): person
                for person in self.people.values()
                for kind in ("whatsapp", "instagram", "messenger", "telegram")
                for each in person.ids(kind)
            }
        return self._index.get((kind, _plain(identifier) if kind == "whatsapp" else identifier))

    def new_id(self, account: Account) -> str:
        if account.kind == "telegram":
            return str(next(self.counters.setdefault(account.id, itertools.count(int(time.time())))))
        prefix = {"whatsapp": "wamid.", "instagram": "aWdf", "messenger": "m_"}[account.kind]
        return prefix + base64.urlsafe_b64encode(secrets.token_bytes(30)).decode()

    def keep(self, content: bytes, content_type: str, name: str = "") -> File:
        file = File(str(secrets.randbelow(10**15) + 10**15), content_type, content, name)
        self.files[file.id] = file
        return file

    def window_ends(self, thread: Thread, days: float = 1) -> float | None:
        """By the true clock; None where the person never wrote."""
        return None if thread.heard_at is None else thread.heard_at + days * DAY - self.ahead

    def window_open(self, thread: Thread, days: float = 1) -> bool:
        ends = self.window_ends(thread, days)
        return ends is not None and time.time() < ends

    def change(self) -> None:
        """Whoever watches looks again."""
        self.revision += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed_since(self, revision: int, seconds: float) -> bool:
        """Whether something new happened, as soon as it does."""
        if self.revision > revision:
            return True
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True


def _plain(identifier: str) -> str:
    """A phone without its variants, so that either form rings (F2)."""
    digits = identifier.lstrip("+")
    for country, place, extra in _VARIANTS:
        if len(digits) == 13 and digits.startswith(country) and digits[place] == extra:
            return digits[:place] + digits[place + 1 :]
    return digits
