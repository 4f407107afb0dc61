"""The town's websites: a handful of shapes in which real ones show or hide their contact data."""

import json
from html import escape
from typing import Final

from scraper.sources import trades
from tools.town.people import POSTCODE, Shop
from tools.town.wiring import TOWN
from tools.town.words import WORDS

_CF_KEY: Final = 0x5A


def paths(shop: Shop) -> dict[str, str]:
    """{path: name of the page}."""
    words = WORDS[shop.language]
    return {"/": "home", **{f"/{words[f'{name}_path']}": name for name in ("contact", "about", "legal")}}


def page(shop: Shop, path: str) -> bytes | None:
    """None where the site has no such page."""
    name = paths(shop).get(path.rstrip("/") or "/")
    if name is None:
        return None
    html = _frame(shop, name, _BODIES[name](shop))
    return html.encode("latin-1", "xmlcharrefreplace") if shop.shape == "table" else html.encode()


def charset(shop: Shop) -> str:
    return "iso-8859-1" if shop.shape == "table" else "utf-8"


def _frame(shop: Shop, name: str, body: str) -> str:
    words = WORDS[shop.language]
    links = "".join(f'<li><a href="{path}">{escape(words[each])}</a></li>' for path, each in paths(shop).items())
    structured = _structured(shop) if shop.shape == "structured" and name == "home" else ""
    footer = f"<p>{escape(shop.name)}</p>" + (_lines(shop) if shop.shape == "footer" else "")
    title = escape(shop.name if name == "home" else f"{words[name]} | {shop.name}")
    return (
        f'<!doctype html><html lang="{shop.language}"><head><meta charset="{charset(shop)}"><title>{title}</title>'
        f'<meta name="description" content="{escape(_what(shop))}">{structured}</head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main>{body}</main><footer>{footer}</footer></body></html>"
    )


def _home(shop: Shop) -> str:
    words = WORDS[shop.language]
    shown = {
        "plain": lambda: _lines(shop),
        "cloudflare": lambda: _lines(shop),
        "arroba": lambda: _lines(shop),
        "table": lambda: f"<table><tr><td>{_lines(shop)}</td></tr></table>",
        "social": lambda: _lines(shop) + _networks(shop),
    }.get(shop.shape, lambda: "")()
    return (
        f"<h1>{escape(words['welcome'].format(name=shop.name))}</h1><p>{escape(_what(shop))}</p>"
        f'<img src="/logo@2x.png" alt=""><p>{escape(words["team"])}</p>{shown}'
    )


def _contact(shop: Shop) -> str:
    words = WORDS[shop.language]
    if shop.shape == "legal":
        return f"<h1>{words['contact']}</h1>{_phone(shop)}{_address(shop)}"
    return f"<h1>{words['contact']}</h1>{_lines(shop)}"


def _about(shop: Shop) -> str:
    words = WORDS[shop.language]
    return f"<h1>{words['about']}</h1><p>{escape(_what(shop))}</p><p>{escape(words['team'])}</p>"


def _legal(shop: Shop) -> str:
    words = WORDS[shop.language]
    law = words["law"].format(name=shop.name, tax=shop.tax_id, street=shop.street, post=POSTCODE)
    return f"<h1>{words['legal']}</h1><p>{escape(law)}</p>" + (_email(shop) if shop.shape == "legal" else "")


_BODIES: Final = {"home": _home, "contact": _contact, "about": _about, "legal": _legal}


def _what(shop: Shop) -> str:
    found = trades.find(shop.trade.replace("_", " "))
    trade = found.words[shop.language][0] if found else shop.trade
    return WORDS[shop.language]["what"].format(name=shop.name, trade=trade)


def _lines(shop: Shop) -> str:
    return "" if shop.behaviour == "empty" else _email(shop) + _phone(shop) + _address(shop)


def _email(shop: Shop) -> str:
    if not shop.email:
        return ""
    if shop.shape == "cloudflare":
        shown = (
            '<a href="/cdn-cgi/l/email-protection" class="__cf_email__"'
            f' data-cfemail="{_hidden(shop.email)}">[email&#160;protected]</a>'
        )
    elif shop.shape == "arroba":
        shown = escape(shop.email.replace("@", " [arroba] ").replace(".", " [punt] "))
    else:
        shown = f'<a href="mailto:{shop.email}">{shop.email}</a>'
    return f"<p>{WORDS[shop.language]['write']} {shown}</p>"


def _hidden(email: str) -> str:
    """As Cloudflare writes it: the key, then each byte mixed with it."""
    return bytes([_CF_KEY, *(each ^ _CF_KEY for each in email.encode())]).hex()


def _phone(shop: Shop) -> str:
    if not shop.phone:
        return ""
    bare = shop.phone.removeprefix("+34")
    written = f"{bare[:3]} {bare[3:5]} {bare[5:7]} {bare[7:]}"
    shown = written if shop.shape == "table" else f'<a href="tel:{shop.phone}">{written}</a>'
    return f"<p>{WORDS[shop.language]['call']} {shown}</p>"


def _address(shop: Shop) -> str:
    return f"<address>{WORDS[shop.language]['find']} {escape(shop.street)}, {POSTCODE} {TOWN}</address>"


def _networks(shop: Shop) -> str:
    handle = shop.slug.replace("-", "") + "_valldemar"
    links = (
        f"https://www.instagram.com/{handle}/",
        f"https://www.facebook.com/{handle}",
        f"https://wa.me/{shop.mobile[1:]}",
    )
    return f"<p>{WORDS[shop.language]['see']}</p>" + "".join(f'<a href="{each}">{each[8:]}</a> ' for each in links)


def _structured(shop: Shop) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": shop.name,
        "email": shop.email,
        "telephone": shop.phone,
        "openingHours": "Mo-Fr 09:00-18:00",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": shop.street,
            "postalCode": POSTCODE,
            "addressLocality": TOWN,
            "addressCountry": "ES",
        },
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
