"""A claim, and the page of text from which finders take them one kind after another. Pure."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from backend.assistant.claims.enums import ClaimKind

Value = Hashable
# What stands where a claim was taken away: no letter, no digit and no space, so that nothing joins over it.
TAKEN = "¤"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with all that it may mean ("at 5" is 5:00 or 17:00); one of them known is enough.

    `text` is as it was read: lower case, without accents, spelled numbers as figures. Of a number
    `bare` says that nothing follows, `noun` what it counts, `own` that the text itself lists that, `limit` that it
    is the most or the least or that so many there are; `at` is where it stood, which puts a day beside its hour.
    """

    kind: ClaimKind
    text: str
    values: frozenset[Value]
    bare: bool = False
    noun: str = ""
    own: bool = False
    limit: bool = False
    at: int = field(default=0, compare=False)


@dataclass(slots=True)
class Page:
    """Text from which claims are taken: what one finder has read, the next does not see."""

    text: str
    claims: list[Claim] = field(default_factory=list)

    def take(
        self, kind: ClaimKind, pattern: re.Pattern[str], read: Callable[[re.Match[str]], set[Value] | None]
    ) -> None:
        """`read` gives all that a match may mean; nothing leaves it on the page."""

        def replaced(match: re.Match[str]) -> str:
            values = read(match)
            if not values:
                return match[0]
            self.claims.append(Claim(kind, match[0].strip(), frozenset(values), at=match.start()))
            return TAKEN * len(match[0])

        self.text = pattern.sub(replaced, self.text)

    def take_each(
        self, kind: ClaimKind, pattern: re.Pattern[str], read: Callable[[re.Match[str]], list[set[Value]] | None]
    ) -> None:
        """The same for a match that holds several claims: both ends of a span."""

        def replaced(match: re.Match[str]) -> str:
            found = read(match)
            if not found:
                return match[0]
            self.claims += [Claim(kind, match[0].strip(), frozenset(values), at=match.start()) for values in found]
            return TAKEN * len(match[0])

        self.text = pattern.sub(replaced, self.text)
