"""Counts what a run does: one line while it works, and a summary at the end."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, TextIO

from scraper.findings import PageSeen, SiteReport

_FOUND: Final = ("emails", "phones", "whatsapp", "profiles", "addresses", "tax_ids")
_SPINNER: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_SECONDS_BETWEEN: Final = 0.1
_BAR: Final = 24


@dataclass(slots=True)
class Tally:
    """`total` sites are expected; 0 while nobody knows."""

    total: int = 0
    pages: int = 0
    from_cache: int = 0
    sites: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_read: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)

    def page(self, seen: PageSeen) -> None:
        if seen.reason:
            self.not_read[seen.reason] += 1
        else:
            self.pages += 1
            self.from_cache += seen.from_cache

    def site(self, report: SiteReport) -> None:
        self.sites[report.status] += 1
        if report.reason:
            self.reasons[report.status, report.reason] += 1
        for name in _FOUND:
            self.found[name] += len(getattr(report.findings, name))

    def line(self) -> str:
        done = self.sites.total()
        begin = f"{_SPINNER[int(time.monotonic() * 10) % len(_SPINNER)]} "
        if self.total:
            full = _BAR * done // self.total
            begin += f"{'█' * full}{'░' * (_BAR - full)} {done}/{self.total}"
        else:
            begin += str(done)
        return f"{begin} sites, {self.pages} pages, {self.found['emails']} emails, {self.found['phones']} phones"

    def summary(self) -> str:
        lines = [
            f"Sites:   {self.sites.total()}{_listed(self.sites)}",
            *(f"         {count} {status}: {reason}" for (status, reason), count in self.reasons.most_common()),
            f"Pages:   {self.pages} read ({self.from_cache} from the cache) in {time.monotonic() - self.began:.1f} s",
            f"Found:  {_listed(self.found, braces=False) or ' nothing'}",
        ]
        if self.not_read:
            lines.append(f"Not read:{_listed(self.not_read, braces=False)}")
        if self.skipped:
            lines.append(f"Skipped:{_listed(self.skipped, braces=False)}")
        return "\n".join(lines) + "\n"


def _listed(counts: Counter[str], *, braces: bool = True) -> str:
    said = ", ".join(f"{count} {str(name).replace('_', ' ')}" for name, count in counts.most_common() if count)
    if not said:
        return ""
    return f" ({said})" if braces else f" {said}"


class Progress:
    """One line on a terminal that rewrites itself; silent everywhere else."""

    def __init__(self, tally: Tally, stream: TextIO) -> None:
        self._tally = tally
        self._stream = stream
        self._shown = stream.isatty()
        self._next = 0.0

    def show(self) -> None:
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN
            self._stream.write(f"\r\x1b[K{self._tally.line()}")
            self._stream.flush()

    def end(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
