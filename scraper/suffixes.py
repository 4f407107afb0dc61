"""Whether a name ends as names on the internet do, by the public suffix list that ships with us."""

from functools import lru_cache
from typing import Final

from tldextract import TLDExtract

# The bundled list: nothing is downloaded. One for all who ask, for reading it takes 40 ms and 6 MB.
_EXTRACT: Final = TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=8192)
def suffix(host: str) -> str:
    """`acme.co.uk` -> `co.uk`; empty when it is no public suffix."""
    return _EXTRACT(host.lower()).suffix


@lru_cache(maxsize=8192)
def registrable(host: str, *, private: bool = False) -> str:
    """`www.acme.co.uk` -> `acme.co.uk`; empty when there is no public suffix, or nothing before it.

    `private` counts the suffixes of companies too: `acme.wixsite.com` stands for itself.
    """
    found = _EXTRACT(host.lower().rstrip("."), include_psl_private_domains=private)
    return found.top_domain_under_public_suffix
