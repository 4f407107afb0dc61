"""Asks the name service whether a domain takes mail: an optional step that takes out what cannot be true."""

import asyncio
from dataclasses import replace
from typing import Final

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from scraper.findings import Findings

_SECONDS: Final = 5.0


class MailDomains:
    """Remembers what it was told; one serves a run."""

    def __init__(self, resolver: dns.asyncresolver.Resolver | None = None) -> None:
        self._resolver = resolver or dns.asyncresolver.Resolver()
        self._known: dict[str, asyncio.Task[bool | None]] = {}

    async def takes_mail(self, domain: str) -> bool | None:
        """None where nobody could tell: a name service that fails proves nothing."""
        task = self._known.get(domain)
        if task is None:
            task = self._known[domain] = asyncio.create_task(self._asked(domain))
        return await asyncio.shield(task)

    async def _asked(self, domain: str) -> bool | None:
        try:
            found = await self._resolver.resolve(f"{domain}.", dns.rdatatype.MX, lifetime=_SECONDS)
        except dns.resolver.NXDOMAIN:
            return False
        except dns.resolver.NoAnswer:
            return await self._has_address(domain)
        except (dns.exception.DNSException, ValueError, OSError):
            return None
        # A single "." says that no mail is taken (RFC 7505).
        return any(len(each.exchange.labels) > 1 for each in found)

    async def _has_address(self, domain: str) -> bool | None:
        """Without MX mail goes to the address itself (RFC 5321, 5.1)."""
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
            try:
                await self._resolver.resolve(f"{domain}.", kind, lifetime=_SECONDS)
            except dns.resolver.NoAnswer:
                continue
            except (dns.exception.DNSException, ValueError, OSError):
                return None
            return True
        return False

    async def checked(self, found: Findings) -> Findings:
        """Without the emails whose domain surely takes no mail."""
        domains = [each.value.rpartition("@")[2] for each in found.emails]
        answers = await asyncio.gather(*map(self.takes_mail, domains))
        kept = [each for each, answer in zip(found.emails, answers, strict=True) if answer is not False]
        return replace(found, emails=tuple(kept))
