"""Which links of a site are worth a request, and in which order.

Every word of a link's text and path speaks for a kind of page (contact, legal notice, about ...) with a weight
that was learned from labelled links (`learning.py`); each kind has a worth, and the second page of a kind is
worth less than the first, so that six pages do not become six translations of one.
"""

import json
import math
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import unquote

from scraper.domains import canonical, site_of
from scraper.pages import Link

# For each kind of page, what each word says for it.
Weights = dict[str, dict[str, float]]

# How often such a page holds a contact that the home page has not; the learned weights say what a link is,
# these say what it is good for.
WORTH: Final = {"contact": 1.0, "legal": 0.65, "about": 0.5, "privacy": 0.4, "terms": 0.2, "home": 0.05}
# A second page of a kind is worth so much of the first.
_AGAIN: Final = 0.35
# What speaks against a link that says nothing, in the weights' own measure.
_DOUBT: Final = -1.5
_PROMISE: Final = 0.25
_DEPTH: Final = 0.15
_MOST_CANDIDATES: Final = 5_000

# Of links that are all followed; never changed.
_UNJUDGED: Final[dict[str, float]] = {}

# Asked only where a site shows no way to a contact page (menus drawn by JavaScript).
WELL_KNOWN: Final = ("/contacto", "/contact", "/aviso-legal")

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# So much of a word stands for all its forms: contacto, contacta, contacte, contacts.
_STEM: Final = 6
# What is surely no page, by the end of its path.
_FILES: Final = re.compile(
    r"\.(?:7z|aac|ai|apk|avi|avif|bmp|bz2|css|csv|dmg|docx?|dwg|eot|eps|epub|exe|flv|gif|gz|ico|ics|iso|jar|jpe?g"
    r"|js|json|kmz?|m4[av]|mid|mkv|mov|mp[34]|mpe?g|msi|od[pst]|og[gv]|otf|pdf|png|ppt[xm]?|psd|rar|rss|rtf|svg"
    r"|swf|tar|tgz|tiff?|ttf|txt|vcf|wav|webm|webp|wm[av]|woff2?|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
# Doors that do something when opened, or open on the same room again and again.
_DOORS: Final = re.compile(
    r"/(?:wp-admin|wp-login|wp-json|xmlrpc|cdn-cgi|feed|logout|add-to-cart|cart/add)\b"
    r"|[?&](?:add-to-cart|replytocom|share|print|sessionid|phpsessid|sid|logout)=",
    re.IGNORECASE,
)


@cache
def weights() -> Weights:
    found: Weights = json.loads(files("scraper").joinpath("data/link_weights.json").read_text(encoding="utf-8"))
    return found


def words(text: str, path: str) -> frozenset[str]:
    """The words of a link, small, without accents, and no longer than a stem."""
    spelled = unicodedata.normalize("NFKD", f"{text[:120]} {unquote(path)[:200]}".lower())
    bare = "".join(each for each in spelled if not unicodedata.combining(each))
    return frozenset(word[:_STEM] for word in _WORD.findall(bare))


def kinds(text: str, path: str) -> dict[str, float]:
    """How likely a link leads to each kind of page, from 0 to 1."""
    said = words(text, path)
    found = {}
    for kind, weight in weights().items():
        evidence = sum(weight.get(word, 0.0) for word in said)
        found[kind] = 1 / (1 + math.exp(-max(-30.0, min(30.0, evidence + _DOUBT))))
    return found


def _is_no_page(url: str, path: str) -> bool:
    return bool(_FILES.search(path) or _DOORS.search(url))


def is_promising(path: str) -> bool:
    """Whether an address alone says that contacts may stand there."""
    return any(chance * WORTH[kind] > _PROMISE for kind, chance in kinds("", path).items()) or path in ("", "/")


class Choice:
    """The links of one site that are still to be followed. No page is given out twice."""

    def __init__(self, home: str, *, ordered: bool) -> None:
        """`ordered` chooses the best first; where every page is read anyway, the order costs more than it gives."""
        self._ordered = ordered
        # A site can invent addresses without end (calendars, filters).
        self._most = _MOST_CANDIDATES if ordered else 20 * _MOST_CANDIDATES
        self._site = site_of(home)
        # Other spellings, and what is no page of the site. A hash takes half the memory of an address.
        self._left_out: set[int] = set()
        self._given: set[int] = set()
        self._waiting: dict[str, dict[str, float]] = {}
        # Where the order is that of discovery: the front of a dict that was emptied from there is slow to find.
        self._queue: deque[str] = deque()
        self._taken: Counter[str] = Counter()
        self.meet(home)

    @property
    def site(self) -> str:
        return self._site

    def meet(self, url: str) -> bool:
        """Count an address as read, as when a redirect has ended there; False where it was met before."""
        try:
            name = canonical(url)
        except ValueError:
            return False
        new = hash(name) not in self._given
        self._given.add(hash(name))
        self._waiting.pop(name, None)
        return new

    def offer(self, links: Iterable[Link]) -> None:
        waiting, given, left_out = self._waiting, self._given, self._left_out
        for link in links:
            # Most links of a page stood on the page before: the cheap question first.
            url = link.url
            if url in waiting or (key := hash(url)) in given or key in left_out or not self._has_room():
                continue
            self._consider(url, link.text if self._ordered else "")

    def _knows(self, url: str) -> bool:
        return url in self._waiting or (key := hash(url)) in self._given or key in self._left_out

    def _has_room(self) -> bool:
        return len(self._given) + len(self._waiting) + len(self._left_out) < self._most

    def _consider(self, url: str, text: str) -> None:
        try:
            name = canonical(url)
        except ValueError:
            self._left_out.add(hash(url))
            return
        if name != url:
            self._left_out.add(hash(url))
        if self._knows(name):
            return
        if not name.startswith(("http://", "https://")) or site_of(name) != self._site:
            self._left_out.add(hash(name))
            return
        # Of an address that is written in the one way there is always a path, and nothing after its query.
        path, _, query = name.partition("://")[2].partition("/")[2].partition("?")
        if _is_no_page(name, f"/{path}"):
            self._left_out.add(hash(name))
            return
        # The same text twice would take the memory of two.
        kept = url if url == name else name
        if self._ordered:
            self._waiting[kept] = self._judged(text, f"/{path} {query}")
        else:
            self._waiting[kept] = _UNJUDGED
            self._queue.append(kept)

    def _judged(self, text: str, path: str) -> dict[str, float]:
        depth = max(0, path.strip("/ ").count("/"))
        return {kind: chance * (1 - _DEPTH) ** depth for kind, chance in kinds(text, path).items()}

    def next(self) -> str | None:
        """The best address left, which is no longer left."""
        if not self._waiting:
            return None
        best = max(self._waiting, key=self._worth) if self._ordered else self._first()
        found = self._waiting.pop(best)
        if found:
            self._taken[max(found, key=lambda kind: WORTH[kind] * found[kind])] += 1
        self._given.add(hash(best))
        return best

    def _first(self) -> str:
        while (url := self._queue.popleft()) not in self._waiting:
            pass  # a redirect has ended there
        return url

    def _worth(self, url: str) -> float:
        found = self._waiting[url]
        return max(WORTH[kind] * chance * _AGAIN ** self._taken[kind] for kind, chance in found.items())

    def knows_contact_page(self) -> bool:
        """Whether a page that is surely about contact was met."""
        return bool(self._taken["contact"]) or any(each.get("contact", 0) > 0.5 for each in self._waiting.values())
