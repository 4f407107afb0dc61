"""Profiles on social networks: the address of an account, never of a share button, a post or the network itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from scraper.rules import listed

_HOSTS: Final = {
    "facebook.com": "facebook", "fb.com": "facebook", "fb.me": "facebook",
    "instagram.com": "instagram", "instagr.am": "instagram",
    "linkedin.com": "linkedin",
    "twitter.com": "x", "x.com": "x",
    "youtube.com": "youtube",
    "tiktok.com": "tiktok",
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram",
}  # fmt: skip
_HINT: Final = re.compile(
    r"(?:facebook|fb|instagram|instagr|linkedin|twitter|//(?:www\.|mobile\.)?x|youtube|tiktok|pinterest|//t|telegram)\.[a-z]",
    re.I,
)
_WWW: Final = frozenset({"facebook", "instagram", "linkedin", "youtube", "tiktok", "pinterest"})
_HANDLE: Final = re.compile(r"[\w.\-]{1,100}")
_TABS: Final = frozenset({"about", "tagged", "reels", "followers", "_saved", "_created", "pins", "videos", "featured"})
_FACEBOOK_TABS: Final = frozenset(
    {
        "about",
        "reviews",
        "photos",
        "info",
        "home",
        "timeline",
        "menu",
        "services",
        "community",
        "shop",
        "about_details",
        "followers",
        "mentions",
        "map",
        "",
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """`key` is the same for all spellings of one account."""

    network: str
    url: str
    key: str


def could_be(href: str) -> bool:
    """Asked of every link, so it must cost nothing."""
    return _HINT.search(href, 0, 60) is not None


@lru_cache(maxsize=1024)  # the pages of a site show the same ones
def of_link(href: str) -> Profile | None:
    href = f"https:{href}" if href.startswith("//") else href
    if not href[:8].lower().startswith("http"):
        href = f"https://{href}"
    try:
        parts = urlsplit(href[:2000])
        host = (parts.hostname or "").rstrip(".")
        path = unquote(parts.path)
    except ValueError:
        return None
    network, known = _network(host)
    if not network:
        return None
    segments = [each for each in (piece.strip() for piece in path.split("/")) if each]
    found = _READERS[network](segments, parts.query)
    if not found:
        return None
    domain = f"www.{known}" if network in _WWW else known
    return Profile(network, f"https://{domain}/{found}", f"{network}:{_key(found)}")


def _network(host: str) -> tuple[str, str]:
    pieces = host.split(".")
    known = ".".join(pieces[-2:])
    if known in _HOSTS:
        return _HOSTS[known], known
    if "pinterest" in pieces[:2]:
        place = pieces.index("pinterest")
        return ("pinterest", ".".join(pieces[place:])) if len(pieces) - place <= 3 else ("", "")
    return "", ""


def _key(path: str) -> str:
    return path if path.startswith("channel/") else path.lower()


def _handle(written: str) -> str:
    return (
        written
        if _HANDLE.fullmatch(written)
        and written.lower() not in listed("no_handles")
        and not written.lower().endswith((".php", ".html"))
        else ""
    )


def _facebook(segments: list[str], query: str) -> str:
    if not segments:
        return ""
    first = segments[0].lower()
    if first in ("profile.php", "profile"):
        number = parse_qs(query[:500]).get("id", [""])[0]
        return f"profile.php?id={number}" if number.isdigit() else ""
    if first in ("pages", "people"):
        return "/".join(segments[: 4 if segments[1:2] == ["category"] else 3]) if len(segments) >= 3 else ""
    if first == "p":
        return "/".join(segments[:2]) if len(segments) > 1 else ""
    if first == "pg":
        segments = segments[1:2]
    if len(segments) > 1 and segments[1].lower() not in _FACEBOOK_TABS:
        return ""
    return _handle("".join(segments[:1]))


def _alone(segments: list[str], query: str) -> str:
    """The handle, where nothing follows that makes a post of it."""
    del query
    if not segments or (len(segments) > 1 and segments[1].lower() not in _TABS):
        return ""
    return _handle(segments[0].removeprefix("@"))


def _twitter(segments: list[str], query: str) -> str:
    if segments and segments[0] == "#!":
        segments = segments[1:]
    return _alone(segments, query)


def _linkedin(segments: list[str], query: str) -> str:
    del query
    if segments and len(segments[0]) == 2 and segments[0].lower() != "in" and len(segments) > 2:
        segments = segments[1:]
    if len(segments) < 2 or segments[0].lower() not in ("company", "in", "school", "showcase", "pub"):
        return ""
    return f"{segments[0].lower()}/{segments[1]}" if re.fullmatch(r"[\w.\-&%']{2,120}", segments[1]) else ""


def _youtube(segments: list[str], query: str) -> str:
    del query
    if not segments:
        return ""
    if segments[0].startswith("@"):
        return segments[0] if _HANDLE.fullmatch(segments[0][1:]) else ""
    if segments[0].lower() in ("channel", "user", "c"):
        return f"{segments[0].lower()}/{segments[1]}" if len(segments) > 1 and _HANDLE.fullmatch(segments[1]) else ""
    return _alone(segments, "")


def _tiktok(segments: list[str], query: str) -> str:
    del query
    fine = len(segments) == 1 and segments[0].startswith("@") and _handle(segments[0][1:])
    return segments[0] if fine else ""


def _telegram(segments: list[str], query: str) -> str:
    del query
    if segments and segments[0] == "s" and len(segments) > 1:
        segments = segments[1:]
    if not segments:
        return ""
    if segments[0].lower() == "joinchat" and len(segments) > 1:
        return f"joinchat/{segments[1]}"
    if segments[0].startswith("+"):
        return segments[0] if len(segments[0]) > 6 else ""
    return _handle(segments[0]) if len(segments) == 1 and len(segments[0]) >= 4 else ""


_READERS: Final[dict[str, Callable[[list[str], str], str]]] = {
    "facebook": _facebook,
    "instagram": _alone,
    "linkedin": _linkedin,
    "x": _twitter,
    "youtube": _youtube,
    "tiktok": _tiktok,
    "pinterest": _alone,
    "telegram": _telegram,
}
