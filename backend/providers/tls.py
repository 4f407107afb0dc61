"""The authorities that our clients trust, read once: reading them costs as much as many calls."""

import functools
import ssl

import httpx2


@functools.cache
def trusted() -> ssl.SSLContext:
    """For every client that asks the outside world over HTTPS."""
    return httpx2.create_ssl_context(trust_env=False)
