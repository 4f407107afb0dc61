"""The demo website: another origin, the real snippet, a strict policy."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from widget import demo_server

API = "http://127.0.0.1:18099"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with demo_server.running(API) as url:
        yield url


@pytest.mark.parametrize("path", ["/", "/proyectos", "/contacto"])
def test_each_page_carries_the_one_line_of_the_chosen_api(path: str, address: str) -> None:
    page = requests.get(address + path, timeout=60)

    assert page.status_code == 200
    assert f'<script src="{API}/widget.js" data-tenant="demo" async></script>' in page.text
    assert page.text.count("<script") == 1


def test_the_made_up_phones_are_named_only_where_there_are_any(address: str) -> None:
    phones = "http://127.0.0.1:18098"
    with demo_server.running(API, phones=phones) as with_phones:
        assert f'<a href="{phones}/">' in requests.get(with_phones, timeout=60).text
    assert "phones" not in requests.get(address, timeout=60).text


@pytest.mark.parametrize(
    "path",
    [
        "/../demo_server.py",
        "/%2e%2e/demo_server.py",
        "/img/../../build.mjs",
        "/nothing",
        "/img",
        "//etc/passwd",
        "/%00",
    ],
)
def test_nothing_outside_the_site_is_served(path: str, address: str) -> None:
    prepared = requests.Request("GET", address).prepare()
    prepared.url = address + path
    with requests.Session() as session:
        assert session.send(prepared, timeout=60).status_code == 404


def test_the_policy_allows_itself_and_the_api_only(address: str) -> None:
    policy = requests.get(address, timeout=60).headers["content-security-policy"]

    assert "unsafe" not in policy
    assert set(re.findall(r"https?://[^\s;]+", policy)) == {API}


def test_the_pages_hold_no_inline_style_or_script() -> None:
    for page in Path(demo_server.SITE).glob("*.html"):
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page.read_text()), page.name
