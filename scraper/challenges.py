"""Tells a wall from a page: what protection services show to visitors whom they take for machines."""

import re
from collections.abc import Mapping
from typing import Final

# How the titles of walls begin, in lower case; the shorter words only where they are the whole title.
_BEGINNINGS: Final = (
    "just a moment",
    "só um momento",
    "einen moment",
    "attention required! | cloudflare",
    "please wait... | cloudflare",
    "access denied",
    "access to this page has been denied",
    "403 forbidden",
    "ddos-guard",
    "sucuri website firewall",
    "robot challenge screen",
    "one moment, please",
    "vercel security checkpoint",
    "checking your browser",
    "are you a robot",
    "are you human",
    "human verification",
    "pardon our interruption",
    "verifying your browser",
    "bot verification",
    "your access to this site has been limited",
    "request unsuccessful",
    "client challenge",
)
_WHOLE: Final = frozenset({"blocked", "captcha", "recaptcha", "security check", "un momento", "un moment"})
# Things that only a wall's own page holds. (Cloudflare's `challenge-platform` and reCAPTCHA's script stand on
# good pages too, so neither is here.)
_MARKS: Final = re.compile(
    r"cf-browser-verification|cf_chl_opt|cf-error-details|_incapsula_resource|incapsula incident id"
    r"|captcha-delivery\.com|sucuri_cloudproxy_js|sgcaptcha|px-captcha|awswafcookiedomainlist|gokuprops"
    r"|errors\.edgesuite\.net|ddos-guard\.net/check|/\.well-known/captcha|geo\.captcha|imunify360"
    r"|fastly_challenge|_fs-ch-|wordfence.{0,200}limited",
    re.IGNORECASE | re.DOTALL,
)
# A wall is a short page; on a long one these words are its own content.
_LONGEST_WALL: Final = 40_000
_LONGEST_MARKED: Final = 8_000
# Without a flag, so that the engine looks for the sign quickly.
_TITLE: Final = re.compile(r"<[tT][iI][tT][lL][eE][^>]*>\s*([^<]{1,120})")
# The form of a refusal that carries no text of its own.
_DOUBTFUL: Final = frozenset({202, 403, 405, 406, 418, 429, 503, 520, 999})


def is_challenge(status: int, headers: Mapping[str, str], text: str) -> bool:
    """Whether an answer is a protection service's wall and not the site's own page."""
    if headers.get("cf-mitigated") == "challenge" or headers.get("x-amzn-waf-action") in ("challenge", "captcha"):
        return True
    if status in _DOUBTFUL and "x-datadome" in headers:
        return True
    if (status in _DOUBTFUL or len(text) <= _LONGEST_MARKED) and _MARKS.search(text, 0, _LONGEST_WALL):
        return True
    return len(text) <= _LONGEST_WALL and _has_walls_title(text)


def _has_walls_title(text: str) -> bool:
    found = _TITLE.search(text, 0, 4096)
    if found is None:
        return False
    title = found[1].strip().lower()
    return title.startswith(_BEGINNINGS) or title.rstrip(".…") in _WHOLE
