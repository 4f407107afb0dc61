"""Name, address, opening hours, tax number and technologies of one page, each with the words that prove it."""

import re
from typing import Final

from scraper import hours, names, postal, tax_ids, technologies
from scraper.collecting import Collection
from scraper.findings import Datum, Evidence, How
from scraper.markup import Page
from scraper.page_text import around, plain

_MOST_NAMES: Final = 3
_DAY_CODES: Final = re.compile(r"^(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")


def found_names(page: Page) -> tuple[Datum, ...]:
    """The best name, and beside it what the company is called in law."""
    kinds = [(each.kind, each.value) for each in page.facts if each.kind in ("name", "legalname", "website")]
    seen = [
        *names.stated(kinds),
        *names.of_head(page.title, page.metas.get("og:site_name", ""), page.site),
        *names.in_text(page.telling),
    ]
    best: dict[str, list[names.Sighting]] = {}
    for each in sorted(seen, key=lambda one: -one.confidence):
        best.setdefault(names.name_key(each.value), []).append(each)
    ranked = sorted(best.values(), key=lambda group: (-group[0].confidence, -len(group)))
    data = [Datum(group[0].value, tuple(_named(page, each) for each in group[:5])) for group in ranked]
    return (*data[:1], *(each for each in data[1:] if each.confidence >= 0.7))[:_MOST_NAMES]


def _named(page: Page, seen: names.Sighting) -> Evidence:
    return Evidence(page.url, plain(seen.words)[:200], seen.how, seen.confidence)


def found_addresses(page: Page, country: str) -> tuple[Datum, ...]:
    found = Collection()
    spelled: dict[str, str] = {}
    for fact in page.facts:
        if fact.kind == "address":
            value = spelled.setdefault(postal.address_key(fact.value), fact.value)
            found.add(value, Evidence(page.url, f"{fact.owner} {fact.value}".strip()[:200], How.STRUCTURED, 0.95))
    text = page.telling
    for seen in postal.in_text(text, country):
        if seen.whole or not spelled:
            value = _same(spelled, seen.value)
            found.add(
                value, Evidence(page.url, around(text, seen.start, seen.end), How.TEXT, 0.85 if seen.whole else 0.6)
            )
    return found.data()


def _same(spelled: dict[str, str], value: str) -> str:
    """The spelling that is there already, if it is one address: its numbers and most of its words are the same."""
    key = postal.address_key(value)
    words = set(key.split())
    for other, kept in spelled.items():
        known = set(other.split())
        numbers = {each for each in words if each.isdigit()}, {each for each in known if each.isdigit()}
        if (numbers[0] <= numbers[1] or numbers[1] <= numbers[0]) and len(words & known) >= 0.6 * min(
            len(words), len(known)
        ):
            return kept
    return spelled.setdefault(key, value)


def found_hours(page: Page) -> tuple[Datum, ...]:
    found = Collection()
    for fact in page.facts:
        if fact.kind == "openinghours" and any(map(str.isdigit, fact.value)):
            found.add(fact.value, Evidence(page.url, fact.value[:200], How.STRUCTURED, 0.95))
    text = page.text
    for seen in hours.in_text(text, page.telling):
        found.add(seen.value, Evidence(page.url, around(text, seen.start, seen.end), How.TEXT, 0.8))
    return found.data()


def found_tax_ids(page: Page, country: str) -> tuple[Datum, ...]:
    found = Collection()
    for fact in page.facts:
        if fact.kind in ("taxid", "vatid"):
            for seen in tax_ids.in_text(f"NIF RUT {fact.value}", country):
                found.add(
                    seen.value, Evidence(page.url, f"{fact.kind} {fact.value}"[:200], How.STRUCTURED, 0.97), seen.kind
                )
    text = page.telling
    for seen in tax_ids.in_text(text, country):
        sure = 0.95 if seen.labelled else 0.8
        found.add(seen.value, Evidence(page.url, around(text, seen.start, seen.end), How.TEXT, sure), seen.kind)
    return found.data()


def found_technologies(page: Page) -> tuple[Datum, ...]:
    generator = page.metas.get("generator", "")
    return tuple(
        Datum(name, (Evidence(page.url, words[:200], How.META, 0.9),))
        for name, words in technologies.hints(generator, page.scripts)
    )
