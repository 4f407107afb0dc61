"""JSON-LD and microdata, read by hand into one kind of fact: what it is, what it says, where it stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.page_text import plain

_MAX_SCRIPT: Final = 500_000
_CACHED: Final = 20_000
_MAX_DEPTH: Final = 12
_MAX_FACTS: Final = 2_000
# What other people say, and who they are.
_OTHERS: Final = frozenset(
    {
        "review",
        "reviews",
        "comment",
        "author",
        "creator",
        "itemreviewed",
        "mainentityofpage",
        "hasdefinedterm",
        "potentialaction",
    }
)
_PERSONS: Final = frozenset({"Person", "Review", "Rating", "Comment"})
_PLAIN: Final = frozenset(
    {
        "email",
        "telephone",
        "faxnumber",
        "sameas",
        "taxid",
        "vatid",
        "openinghours",
        "url",
        "logo",
        "image",
        "description",
    }
)
_ADDRESS_PARTS: Final = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
_BUSINESS_SIGNS: Final = (
    "address",
    "telephone",
    "openingHours",
    "openingHoursSpecification",
    "geo",
    "priceRange",
    "contactPoint",
    "sameAs",
    "vatID",
    "taxID",
)
_BUSINESS_TYPE: Final = re.compile(
    r"organi[sz]ation|business|corporation|store|shop|restaurant|hotel|lodging|hostel|clinic|dentist|physician|medical|pharmacy|hospital|attorney|optician|legalservice|notary"
    r"|accounting|estate|school|college|bar|cafe|bakery|winery|salon|spa|gym|agency|contractor|plumber|electrician|autor?epair|autodealer|florist|service$|club$"
)
_NO_BUSINESS_TYPE: Final = re.compile(
    r"^(?:service|product|website|webpage|creativework|\w*article|blog|listitem|\w*rating|comment|answer|question|course|recipe|videoobject|book|movie|blogposting|newsarticle|breadcrumblist|imageobject|event|jobposting|faqpage|person|postaladdress|offer|review)$"
)
_TRAILING_COMMA: Final = re.compile(r",\s*([}\]])")
_WRAPPERS: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One property. `kind` is schema.org's name in lower case; `owner` the name of what it belongs to."""

    kind: str
    value: str
    owner: str = ""
    person: bool = False


def json_ld(texts: list[str]) -> list[Fact]:
    """The facts of all scripts; a broken script takes no other with it."""
    facts: list[Fact] = []
    for text in texts:
        facts += _of_script(text) if len(text) < _CACHED else _read(text)
    return facts[:_MAX_FACTS]


@lru_cache(maxsize=64)
def _of_script(text: str) -> tuple[Fact, ...]:
    """Cached, for the pages of a site say the same of their business."""
    return _read(text)


def _read(text: str) -> tuple[Fact, ...]:
    return tuple(islice((each for each in _walk(_loaded(text), 0, False) if each.value), _MAX_FACTS))


def _loaded(text: str) -> Any:  # Any: JSON of others
    text = _WRAPPERS.sub("", text[:_MAX_SCRIPT].replace("\f", "")).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(node: Any, depth: int, person: bool) -> Iterator[Fact]:  # Any: JSON of others
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, list):
        for each in node[:500]:
            yield from _walk(each, depth + 1, person)
    elif isinstance(node, dict):
        types = _types(node)
        person = person or bool(types & _PERSONS)
        yield from _facts(node, types, person)
        for key, each in node.items():
            if isinstance(each, dict | list) and str(key).lower() not in _OTHERS and key != "address":
                yield from _walk(each, depth + 1, person)


def _types(node: dict[str, Any]) -> frozenset[str]:
    found = node.get("@type") or node.get("type") or ()
    each = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(str(name).rpartition("/")[2] for name in each)


def _facts(node: dict[str, Any], types: frozenset[str], person: bool) -> Iterator[Fact]:
    owner = words(node.get("name"))
    for key, each in node.items():
        kind = str(key).lower()
        if kind in _PLAIN:
            for value in _strings(each):
                yield Fact(kind, value, owner, person)
    if not person:
        yield from _named(node, types, owner)
    places = [] if person else _listed(node.get("address"))
    if "PostalAddress" in types:
        places = [node]
    for address in map(postal, places):
        yield Fact("address", address, owner)
    for hours in map(_opening, _listed(node.get("openingHoursSpecification"))):
        yield Fact("openinghours", hours, owner)


def _named(node: dict[str, Any], types: frozenset[str], owner: str) -> Iterator[Fact]:  # Any: JSON of others
    if is_business(types, node):
        yield Fact("name", owner)
    elif "WebSite" in types:
        yield Fact("website", owner)
    yield Fact("legalname", words(node.get("legalName")))


def is_business(types: frozenset[str], node: dict[str, Any]) -> bool:
    small = {each.lower() for each in types}
    if any(_NO_BUSINESS_TYPE.match(each) for each in small):
        return False
    return any(_BUSINESS_TYPE.search(each) for each in small) or any(node.get(sign) for sign in _BUSINESS_SIGNS[:5])


def _listed(node: Any) -> list[Any]:
    return node[:100] if isinstance(node, list) else [node] if node else []


def _strings(node: Any) -> Iterator[str]:
    for each in _listed(node):
        if isinstance(each, str | int) and not isinstance(each, bool) and (text := words(str(each))):
            yield text


def words(node: Any) -> str:
    """A JSON value as one line of text; languages beside each other (`{"es": ...}`) are no text."""
    if isinstance(node, dict):
        node = node.get("@value") or node.get("name") or ""
    if isinstance(node, list):
        node = node[0] if node and isinstance(node[0], str) else ""
    return plain(_unescaped(node))[:500] if isinstance(node, str) else ""


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape

    return unescape(unescape(text))


def postal(node: Any) -> str:
    """One line: street, postal code and town, region, country."""
    if isinstance(node, str):
        return words(node) if len(words(node)) > 8 else ""
    if not isinstance(node, dict):
        return ""
    street, code, town = (
        words(str(node.get(name) or "")) if not isinstance(node.get(name), dict | list) else words(node.get(name))
        for name in ("streetAddress", "postalCode", "addressLocality")
    )
    region, country = words(node.get("addressRegion")), words(node.get("addressCountry"))
    line = [street, f"{code} {town}".strip()]
    line += [each for each in (region, country) if each and each.lower() != town.lower()]
    return ", ".join(each.strip(" ,") for each in line if each.strip(" ,")) if street or (code and town) else ""


def _opening(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    days = ", ".join(str(day).rpartition("/")[2] for day in _listed(node.get("dayOfWeek")) if isinstance(day, str))
    opens, closes = (str(node.get(name) or "")[:5] for name in ("opens", "closes"))
    return f"{days} {opens}-{closes}".strip() if opens and closes and days else ""


def microdata(tree: LexborHTMLParser) -> list[Fact]:
    """Properties of items; those of one address are put together."""
    facts: list[Fact] = []
    place: dict[str, str] = {}
    for node in tree.css("[itemprop]")[:_MAX_FACTS]:
        attributes = node.attributes
        value = _property(node, attributes)
        for kind in (attributes.get("itemprop") or "").split():
            if kind in _ADDRESS_PARTS:
                if kind == "streetAddress" and kind in place:
                    facts.append(Fact("address", postal(place)))
                    place = {}
                place.setdefault(kind, value)
            elif _speaks(node, kind, attributes):
                facts.append(Fact(kind.lower(), value))
    facts.append(Fact("address", postal(place)))
    return [each for each in facts if each.value]


def _speaks(node: LexborNode, kind: str, attributes: dict[str, str | None]) -> bool:
    """Whether a property is one that we read, of something that we read."""
    if kind == "address":
        return "itemscope" not in attributes
    if kind in ("name", "legalName"):
        return _is_business_item(node)
    return kind.lower() in _PLAIN


def _property(node: LexborNode, attributes: dict[str, str | None]) -> str:
    for name in ("content", "datetime"):
        if attributes.get(name):
            return plain(str(attributes[name]))[:500]
    text = plain(node.text(separator=" "))[:500]
    if attributes.get("href") and (not text or attributes.get("itemprop") == "sameAs"):
        return str(attributes["href"])
    return text


def _is_business_item(node: LexborNode) -> bool:
    """The nearest item above decides whose name it is."""
    above = node.parent
    for _ in range(12):
        if above is None:
            return False
        kind = above.attributes.get("itemtype")
        if kind:
            found = kind.rstrip("/").rpartition("/")[2].lower()
            return not _NO_BUSINESS_TYPE.match(found)
        above = above.parent
    return False
