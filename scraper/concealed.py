"""Contacts that a page keeps from plain sight: Cloudflare's codes, attributes, an application's own data."""

import re
from collections.abc import Iterator
from typing import Final

from scraper import emails, phones
from scraper.findings import How
from scraper.markup import Page
from scraper.page_text import around

_CLOUDFLARE: Final = (
    re.compile(r"data-cfemail=[\"']?([0-9a-fA-F]{6,200})"),
    re.compile(r"/email-protection#([0-9a-fA-F]{6,200})"),
)
_PARTED: Final = (
    ("data-user", "data-domain"),
    ("data-name", "data-domain"),
    ("data-local", "data-domain"),
    ("data-u", "data-d"),
)
_WHOLE: Final = ("data-email", "data-mail")
_MOST: Final = 100
# A page with less text than this is the shell of an application, and what it shows comes from its data.
_SHELL: Final = 600
_KEYED_PHONE: Final = re.compile(
    r"\"(?:(?:tele)?(?:phone|fono|fon)|fon|m[oó]vil|mobile|tel)(?:number)?\"\s?:\s?\"([^\"]{7,30})\"", re.I
)

Hidden = tuple[str, str, How]


def emails_of(page: Page) -> Iterator[Hidden]:
    """Each address with the words that prove it. Cheap where the page's source shows no sign of any."""
    html = page.html
    named = "data-" in html
    if (named and "cfemail" in html) or ("#" in html and "email-protection#" in html):
        yield from _of_cloudflare(html)
    if named and ("data-domain" in html or "data-d=" in html):
        yield from _of_parts(page)
    for name in _WHOLE if named else ():
        if name in html:
            yield from _of_attribute(page, name)
    if page.data_scripts and len(page.text) < _SHELL:
        for script in page.data_scripts:
            for seen in emails.in_text(script):
                yield seen.value, around(script, seen.start, seen.end), How.STRUCTURED


def _of_cloudflare(html: str) -> Iterator[Hidden]:
    codes = dict.fromkeys(code for pattern in _CLOUDFLARE for code in pattern.findall(html)[: 2 * _MOST])
    for code in codes:
        for seen in emails.in_text(emails.cloudflare(code)):
            yield seen.value, f"data-cfemail={code} {seen.value}", How.OBFUSCATED


def _of_parts(page: Page) -> Iterator[Hidden]:
    for local, domain in _PARTED:
        for node in page.css(f"[{local}][{domain}]")[:_MOST]:
            attributes = node.attributes
            host = ".".join(each for each in (attributes.get(domain), attributes.get("data-tld")) if each)
            if value := emails.clean(attributes.get(local) or "", host):
                yield value, f"{local}={attributes.get(local)} {domain}={host}", How.OBFUSCATED


def _of_attribute(page: Page, name: str) -> Iterator[Hidden]:
    for node in page.css(f"[{name}]")[:_MOST]:
        for seen in emails.in_text(node.attributes.get(name) or ""):
            yield seen.value, f"{name}={seen.value}", How.OBFUSCATED


def phones_of(page: Page, country: str) -> Iterator[tuple[str, str]]:
    """Of an application's data, what it calls a phone."""
    if not page.data_scripts or len(page.text) >= _SHELL:
        return
    for script in page.data_scripts:
        for written in _KEYED_PHONE.finditer(script):
            if value := phones.read(written[1], country):
                yield value, around(script, written.start(), written.end())
