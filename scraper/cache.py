"""What was read a short while ago, kept in one file, so that nothing is asked twice.

It is the crawl's own notebook and no browser's cache: whatever a site's headers say, a run that was killed must
not load its pages again. A page leaves after its time, or when room is needed, whichever comes first.
"""

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from scraper.answers import Answer
from scraper.settings import Options

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pages (
    asked TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    read_at REAL NOT NULL,
    size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_by_age ON pages (read_at);
"""
_KEEP: Final = "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND: Final = "SELECT url, status, reason, body, bytes, etag, last_modified, read_at FROM pages WHERE asked = ?"
_MAKE_ROOM: Final = "DELETE FROM pages WHERE asked IN (SELECT asked FROM pages ORDER BY read_at LIMIT ?)"
# Rows that leave at once when the room is full.
_EVICTED: Final = 64
# A stale page is still worth asking "has it changed?" about.
_STALE_SECONDS: Final = 14 * 86_400.0
# What a row costs beside its text.
_ROW_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer from the notebook; `fresh` needs no question, a stale one is good for a conditional request."""

    answer: Answer
    fresh: bool


class Cache:
    """One SQLite file that several processes may share; every page is saved whole or not at all."""

    def __init__(self, folder: Path, *, seconds: float, most_bytes: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._seconds = seconds
        self._most = most_bytes
        self._rows = self._opened(folder / "pages.sqlite3")
        self._rows.execute("DELETE FROM pages WHERE read_at < ?", (time.time() - _STALE_SECONDS,))
        self._size: int = self._total()

    @classmethod
    def of(cls, options: Options) -> Self | None:
        if options.cache_dir is None:
            return None
        return cls(options.cache_dir, seconds=options.cache_seconds, most_bytes=options.cache_bytes)

    def _opened(self, path: Path) -> sqlite3.Connection:
        """A damaged file is begun anew: it holds nothing that cannot be read again. Raises OSError."""
        try:
            return _connected(path)
        except sqlite3.OperationalError as error:
            raise OSError(f"{path}: {error}") from error
        except sqlite3.DatabaseError:
            for each in path.parent.glob(f"{path.name}*"):
                each.unlink(missing_ok=True)
            return _connected(path)

    def find(self, asked: str) -> Kept | None:
        row = None
        with contextlib.suppress(sqlite3.DatabaseError):
            row = self._rows.execute(_FIND, (asked,)).fetchone()
        if row is None:
            return None
        url, status, reason, text, size, etag, modified, read_at = row
        answer = Answer(url, status, text, reason, size, from_cache=True, etag=etag, last_modified=modified)
        # A clock that was set back makes nothing fresh for ever.
        return Kept(answer, fresh=0 <= time.time() - read_at < self._seconds)

    def keep(self, asked: str, answer: Answer) -> None:
        """Silent where another process holds the file, or the disk is full or bad: a cache may forget."""
        size = len(answer.text) + len(asked) + len(answer.url) + _ROW_BYTES
        texts = (answer.reason, answer.text, answer.bytes, answer.etag, answer.last_modified)
        with contextlib.suppress(sqlite3.DatabaseError):
            self._rows.execute(_KEEP, (asked, answer.url, answer.status, *texts, time.time(), size))
            self._size += size
            if self._size > self._most:
                self._make_room()

    def _make_room(self) -> None:
        self._size = self._total()
        while self._size > self._most * 0.9 and self._rows.execute(_MAKE_ROOM, (_EVICTED,)).rowcount:
            self._size = self._total()

    def _total(self) -> int:
        found: int = self._rows.execute("SELECT coalesce(sum(size), 0) FROM pages").fetchone()[0]
        return found

    def close(self) -> None:
        self._rows.close()


def _connected(path: Path) -> sqlite3.Connection:
    """Each statement is a transaction; without waiting for the disk, for a lost page is only read again."""
    path.touch(mode=0o600)
    found = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    try:
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("PRAGMA synchronous = OFF")
        found.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        found.close()
        raise
    return found
