"""The optional step that asks the name service about mail, against one on loopback."""

import asyncio
from collections.abc import AsyncIterator

import dns.asyncresolver
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from scraper.findings import Datum, Findings
from scraper.mx import MailDomains

RECORDS = {
    ("good.cat.", "MX"): "10 mail.good.cat.",
    ("null.cat.", "MX"): "0 .",
    ("bare.cat.", "A"): "93.184.216.34",
    ("empty.cat.", "TXT"): '"nothing else"',
}
KNOWN = {name for name, _ in RECORDS}


class _NameService(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]  # its base is wider
        self._transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        (question,) = query.question
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{name} {kind}")
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if record := RECORDS.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, record))
        elif name == "broken.cat.":
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in KNOWN:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self._transport.sendto(answer.to_wire(), address)


@pytest.fixture
async def service() -> AsyncIterator[tuple[_NameService, MailDomains]]:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(_NameService, local_addr=("127.0.0.1", 0))
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    yield protocol, MailDomains(resolver)
    transport.close()


@pytest.mark.parametrize(
    ("domain", "takes"),
    [
        ("good.cat", True),
        ("null.cat", False),
        ("bare.cat", True),
        ("empty.cat", False),
        ("nobody.cat", False),
        ("broken.cat", None),
        ("..", None),
        ("x" * 70 + ".cat", None),
    ],
)
async def test_takes_mail(service: tuple[_NameService, MailDomains], domain: str, takes: bool | None) -> None:
    assert await service[1].takes_mail(domain) is takes


async def test_only_emails_that_surely_cannot_arrive_leave(service: tuple[_NameService, MailDomains]) -> None:
    emails = tuple(Datum(f"hola@{name}.cat", ()) for name in ("good", "nobody", "broken", "null"))
    kept = await service[1].checked(Findings(emails=emails))
    assert [each.value for each in kept.emails] == ["hola@good.cat", "hola@broken.cat"]


async def test_a_domain_is_asked_about_once(service: tuple[_NameService, MailDomains]) -> None:
    protocol, mail = service
    await asyncio.gather(*(mail.takes_mail("good.cat") for _ in range(5)))
    assert protocol.asked == ["good.cat. MX"]
