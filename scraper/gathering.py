"""Puts the findings of many pages together while they come, in little memory and without doing it all again."""

from typing import Final

from scraper import merging
from scraper.findings import Findings
from scraper.rules import Rules

# So many findings become one.
_BATCH: Final = 32


class Gathering:
    """Findings in tiers: 32 pages become one, 32 of those one again. A value is so touched log32(pages) times;
    adding each page to the sum of all before it would be quadratic where every page has something new."""

    def __init__(self, domain: str, rules: Rules | None = None) -> None:
        self._domain = domain
        self._rules = rules
        self._tiers: list[list[Findings]] = [[]]

    def add(self, found: Findings) -> None:
        tier = 0
        self._tiers[0].append(found)
        while len(self._tiers[tier]) == _BATCH:
            joined = self._joined(self._tiers[tier])
            self._tiers[tier] = []
            tier += 1
            if tier == len(self._tiers):
                self._tiers.append([])
            self._tiers[tier].append(joined)

    def whole(self) -> Findings:
        """The earlier pages first: the home page's title is the site's."""
        return self._joined([each for tier in reversed(self._tiers) for each in tier])

    def _joined(self, found: list[Findings]) -> Findings:
        return merging.combine(found, domain=self._domain, rules=self._rules)
