"""Values with what proves them, as they are met on one page."""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from scraper.findings import Datum, Evidence

MAX_EVIDENCE: Final = 5
MAX_VALUES: Final = 200
_CONFIDENCE: Final = attrgetter("confidence")


class Collection:
    """Each value once. A value that is refused somewhere and nowhere insisted on is left out."""

    __slots__ = ("_found", "_insisted", "_labels", "_refused")

    def __init__(self) -> None:
        self._found: dict[str, list[Evidence]] = {}
        self._labels: dict[str, str] = {}
        self._refused: set[str] = set()
        self._insisted: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, value: str, evidence: Evidence, label: str = "") -> None:
        if value in self._found or len(self._found) < MAX_VALUES:
            self._found.setdefault(value, []).append(evidence)
            self._labels.setdefault(value, label)

    def refuse(self, value: str, refused: bool = True) -> None:
        if refused:
            self._refused.add(value)

    def insist(self, value: str) -> None:
        self._insisted.add(value)

    def data(self, keep: Callable[[str], bool] = lambda value: True) -> tuple[Datum, ...]:
        """In the order in which they were met."""
        if not self._found:
            return ()
        return tuple(
            Datum(value, strongest(evidence), self._labels[value])
            for value, evidence in self._found.items()
            if (value not in self._refused or value in self._insisted) and keep(value)
        )


def strongest(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    if len(evidence) == 1:
        return (evidence[0],)
    best: list[Evidence] = []
    # Ordered first, so that the few that stay are compared, not all.
    for each in sorted(evidence, key=_CONFIDENCE, reverse=True):
        if each not in best:
            best.append(each)
            if len(best) == MAX_EVIDENCE:
                break
    return tuple(best)
