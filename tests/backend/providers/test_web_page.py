"""Pages of the public web are read, and nobody leads us into our own network (SSRF)."""

import pytest

from backend.providers import web_page
from backend.providers.web_page import WebPages, is_public
from tests.support.web_server import Answer, web_server

METADATA = "http://169.254.169.254/latest/meta-data/"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8000/v1/health",
        "http://localhost/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        METADATA,
        "http://10.0.0.1/",
        "http://172.16.5.4/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "https://93.184.215.14:8443/",
        "https://user:secret@93.184.215.14/",
        "file:///etc/passwd",
        "ftp://93.184.215.14/",
        "gopher://127.0.0.1/",
        "http:///nowhere",
        "http://[oops/",
        "http://127.0.0.1:99999/",
        "//127.0.0.1/",
    ],
)
async def test_an_address_off_the_public_web_is_refused(url: str) -> None:
    with pytest.raises(web_page.PageAddressRefused):
        await WebPages().read(url)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


async def test_a_trusted_page_is_read_whole() -> None:
    answers = {"/": Answer("<p>Cuines à mida</p>")}
    async with web_server(answers) as server:
        page = await WebPages({server.origin}).read(f"{server.origin}/")
    assert (page.status, page.text, page.content_type) == (200, "<p>Cuines à mida</p>", "text/html; charset=utf-8")


async def test_trust_is_for_the_whole_origin_and_no_other() -> None:
    async with web_server({}) as server:
        with pytest.raises(web_page.PageAddressRefused):
            await WebPages({"http://127.0.0.1"}).read(f"{server.origin}/")
    assert server.hosts == []


async def test_the_page_is_asked_for_by_its_name() -> None:
    async with web_server({"/": Answer("hello")}) as server:
        origin = f"http://localhost:{server.port}"
        await WebPages({origin}).read(f"{origin}/")
    assert server.hosts == [f"localhost:{server.port}"]


async def test_a_redirect_is_followed_and_named() -> None:
    answers = {"/": Answer(status=302, headers={"Location": "/es"}), "/es": Answer("hola")}
    async with web_server(answers) as server:
        page = await WebPages({server.origin}).read(f"{server.origin}/")
    assert (page.url, page.text) == (f"{server.origin}/es", "hola")


@pytest.mark.parametrize("target", [METADATA, "file:///etc/passwd", "http://127.0.0.1:1/", "//10.0.0.1/"])
async def test_a_redirect_into_our_network_is_refused(target: str) -> None:
    async with web_server({"/": Answer(status=301, headers={"Location": target})}) as server:
        with pytest.raises(web_page.PageAddressRefused):
            await WebPages({server.origin}).read(f"{server.origin}/")


async def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    hops = {f"/{number}": Answer(status=302, headers={"Location": f"/{number + 1}"}) for number in range(4)}
    async with web_server({**hops, "/4": Answer("end")}) as server:
        pages = WebPages({server.origin})
        assert (await pages.read(f"{server.origin}/1")).text == "end"
        with pytest.raises(web_page.PageRedirectsTooOften):
            await pages.read(f"{server.origin}/0")


async def test_a_page_that_keeps_us_waiting_is_given_up() -> None:
    async with web_server({"/": Answer(never=True)}) as server:
        with pytest.raises(web_page.PageTooSlow):
            await WebPages({server.origin}, timeout=0.05).read(f"{server.origin}/")


async def test_a_long_page_is_cut_at_one_megabyte() -> None:
    async with web_server({"/": Answer("x" * (web_page.MAX_BYTES + 5))}) as server:
        page = await WebPages({server.origin}).read(f"{server.origin}/")
    assert len(page.text) == web_page.MAX_BYTES


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({"Content-Type": "text/html; charset=no-such-thing"}, "hello"),
        ({"Content-Encoding": "gzip"}, ""),
    ],
)
async def test_odd_pages_are_survived(headers: dict[str, str], text: str) -> None:
    async with web_server({"/": Answer("hello", headers=headers)}) as server:
        page = await WebPages({server.origin}).read(f"{server.origin}/")
    assert page.text == text


async def test_nobody_at_home_is_unreachable() -> None:
    async with web_server({}) as server:
        gone = server.origin
    with pytest.raises(web_page.PageUnreachable):
        await WebPages({gone}).read(f"{gone}/")
