"""Nothing but the public web is asked: as written, after DNS, on redirects, and when a name changes its mind."""

import pytest
from aiohttp import ClientConnectorError, ClientSession, TCPConnector
from aiohttp.abc import ResolveResult
from yarl import URL

from scraper.crawling import Crawler
from scraper.fetching import reason_of
from scraper.findings import SiteReport, SiteStatus
from scraper.guard import AddressRefused, Guard, GuardedResolver, SystemResolver, is_public
from scraper.settings import Options
from tests.scraper.served import QUICK, Names, Site, moved, page

PRIVATE = (
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "240.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("file:///etc/passwd", "bad_scheme"),
        ("ftp://example.com/", "bad_scheme"),
        ("gopher://example.com/", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("http://", "bad_url"),
        ("http://user:secret@example.com/", "credentials"),
        ("http://example.com:22/", "bad_port"),
        ("https://example.com:8443/", "bad_port"),
        ("http://127.0.0.1/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:10.0.0.1]/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://example.com/", ""),
        ("https://example.com:443/", ""),
        ("http://93.184.216.34/", ""),
    ],
)
def test_judges_an_address_as_written(url: str, word: str) -> None:
    assert Guard(Options()).refusal(URL(url, encoded=True)) == word


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "http://clinic.localhost:1234/", "http://[::1]:1/"])
def test_loopback_is_open_to_the_demo_only(url: str) -> None:
    assert Guard(Options(allow_loopback=True)).refusal(URL(url)) == ""
    assert Guard(Options()).refusal(URL(url)) != ""


def test_opening_loopback_opens_nothing_else() -> None:
    guard = Guard(Options(allow_loopback=True))
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "http://example.com:8080/"):
        assert guard.refusal(URL(url)) != ""


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254"])
def test_the_socket_has_the_last_word(address: str) -> None:
    with pytest.raises(AddressRefused):
        Guard(Options()).socket((2, 1, 6, "", (address, 80)))


def test_the_socket_refuses_odd_ports() -> None:
    with pytest.raises(AddressRefused):
        Guard(Options()).socket((2, 1, 6, "", ("93.184.216.34", 6379)))


async def test_one_private_number_condemns_a_name() -> None:
    class Two(Names):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            return [*await super().resolve(host, port), *await super().resolve(host, port)]

    resolver = GuardedResolver(Guard(Options()), Two(mixed_example=["93.184.216.34", "10.0.0.1"]))
    with pytest.raises(AddressRefused):
        await resolver.resolve("mixed.example", 80)


async def test_a_literal_address_skips_the_resolver_and_meets_the_socket() -> None:
    """aiohttp asks no resolver for numbers: the guard below must hold alone."""
    guard = Guard(Options())
    connector = TCPConnector(resolver=GuardedResolver(guard, Names()), socket_factory=guard.socket)
    async with Site({"/": page()}) as site, ClientSession(connector=connector) as session:
        with pytest.raises(ClientConnectorError) as caught:
            await session.get(site.url())
        assert reason_of(caught.value) == "private_address"
        assert not site.asked


async def _crawled(url: str, names: Names, options: Options = QUICK) -> SiteReport:
    async with Crawler(options, resolver=names) as crawler:
        return await crawler.site(url)


async def test_a_public_name_with_a_private_number_is_refused_after_dns() -> None:
    report = await _crawled("http://intranet.example/", Names(intranet_example=["192.168.1.1"]))
    assert (report.status, report.reason) == (SiteStatus.REFUSED, "private_address")


async def test_rebinding_is_refused_where_the_socket_is_opened() -> None:
    """The name is public when it is judged, and another when it is dialled: the number that is dialled counts."""
    guard = Guard(Options())
    names = Names(rebind_example=["93.184.216.34", "127.0.0.1"])
    judged = GuardedResolver(guard, names)
    assert (await judged.resolve("rebind.example", 80))[0]["host"] == "93.184.216.34"
    async with Site({"/": page()}) as site:
        # The second lookup stands for any that slips past the resolver: it goes to the connector unjudged.
        connector = TCPConnector(resolver=names, socket_factory=guard.socket, use_dns_cache=False)
        async with ClientSession(connector=connector) as session:
            with pytest.raises(ClientConnectorError) as caught:
                await session.get(f"http://rebind.example:{site.port}/")
        assert reason_of(caught.value) == "private_address"
        assert not site.asked


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://[::ffff:169.254.169.254]/", "private_address"),
        ("http://metadata.example/", "private_address"),
        ("file:///etc/passwd", "bad_scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "bad_scheme"),
        ("http://public.example:6379/", "bad_port"),
        ("http://2852039166/", "bad_url"),
    ],
)
async def test_every_redirect_is_judged(place: str, word: str) -> None:
    async with Site({"/": moved(place)}) as site:
        report = await _crawled(site.url(), Names(metadata_example=["169.254.169.254"]))
    assert (report.status, report.reason) == (SiteStatus.REFUSED, word)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/", "http://10.0.0.1/", "http://x:1@y.es/"])
async def test_a_refused_site_is_never_asked(url: str) -> None:
    report = await _crawled(url, Names())
    assert report.status == SiteStatus.REFUSED
    assert not report.findings.emails


async def test_names_under_localhost_are_this_machine() -> None:
    resolver = SystemResolver()
    assert (await resolver.resolve("clinic.localhost", 80))[0]["host"] == "127.0.0.1"
    await resolver.close()
