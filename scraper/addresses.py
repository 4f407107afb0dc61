"""Reads which sites a person means: addresses on the command line, or a file of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

from scraper.domains import completed, site_of
from scraper.tally import Tally

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+|[^\s@/:]+\.[^\s@/:]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_DELIMITERS: Final = ",;\t"


def in_file(path: str, stdin: TextIO, tally: Tally) -> Iterator[str]:
    """The first address of each line; empty lines and `#` lines are none. Raises OSError."""
    text = stdin.read() if path == "-" else Path(path).read_bytes().decode("utf-8-sig", "replace")
    for number, line in enumerate(text.replace("\0", " ").splitlines()):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = next((cell for cell in _cells(line) if _ADDRESS.fullmatch(cell)), None)
        if found:
            yield found
        elif number:  # the first line may be a header
            tally.skipped["without an address"] += 1


def _cells(line: str) -> Iterator[str]:
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        for row in csv.reader([line], delimiter=delimiter):
            yield from (cell.strip() for cell in row)
    except csv.Error:
        yield line.strip()


def wanted(urls: Iterable[str], done: set[str], tally: Tally) -> list[str]:
    """Each site once, and none whose report is already there."""
    done_sites = {site_of(completed(url)) for url in done}
    found: dict[str, str] = {}
    for url in urls:
        site = site_of(completed(url)) or url
        if url in done or site in done_sites:
            tally.skipped["already done"] += 1
        elif site in found:
            tally.skipped["same site twice"] += 1
        else:
            found[site] = url
    return list(found.values())
