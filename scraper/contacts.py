"""Emails, phones, WhatsApp and profiles of one page, each with the words that prove it."""

from typing import Final
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from scraper import concealed, countries, emails, phones, profiles, whatsapp
from scraper.collecting import Collection
from scraper.credits import credited
from scraper.findings import Datum, Evidence, How
from scraper.markup import Page, link_text
from scraper.page_text import around
from scraper.phone_words import Said
from scraper.rules import Rules
from scraper.structured import Fact

_SURE: Final = {How.STRUCTURED: 0.97, How.LINK: 0.95, How.OBFUSCATED: 0.9, How.TEXT: 0.85, How.META: 0.7}


def found_emails(page: Page, rules: Rules) -> tuple[Datum, ...]:
    found = Collection()
    linked = [(href, node) for href, node in page.outward if href[:7].lower() == "mailto:"]
    for href, node in linked:
        for value in emails.in_link(href):
            found.add(value, _evidence(page, f"{link_text(node)} {href}", How.LINK))
    for fact in page.facts:
        if fact.kind == "email":
            for seen in emails.in_text(fact.value.removeprefix("mailto:")):
                found.add(seen.value, _evidence(page, f"{fact.owner} email {fact.value}", How.STRUCTURED))
    text = page.telling
    for seen in emails.in_text(text):
        how = How.OBFUSCATED if seen.obfuscated else How.TEXT
        if not credited(text, seen.start, page.site, seen.value):
            found.add(seen.value, Evidence(page.url, around(text, seen.start, seen.end), how, _SURE[how]))
        else:
            found.refuse(seen.value)
    _hidden_emails(page, found)
    return found.data(keep=lambda value: not rules.refuses(value, page.site))


def _hidden_emails(page: Page, found: Collection) -> None:
    for value, words, how in concealed.emails_of(page):
        found.add(value, _evidence(page, words, how))


def found_phones(page: Page, country: str, rules: Rules) -> tuple[Datum, ...]:
    found = Collection()
    for seen in page.numbers(country):
        _add_seen(page, found, seen)
    for href, node in page.outward:
        if href[:7].lower().startswith(("tel:", "callto:")):
            _add_linked(page, found, href, node, country)
    for fact in page.facts:
        _add_stated(page, found, fact, country)
    for value, words in concealed.phones_of(page, country):
        found.add(value, _evidence(page, words, How.STRUCTURED), phones.kind(value))
    return found.data(keep=lambda value: value not in rules.junk_phones)


def _add_seen(page: Page, found: Collection, seen: phones.Sighting) -> None:
    if seen.said in (Said.FAX, Said.EMERGENCY) or credited(page.telling, seen.start, page.site):
        found.refuse(seen.value, seen.said is not Said.NOTHING)
        return
    sure = 0.9 if seen.said else 0.85 if seen.international else 0.65
    words = around(page.telling, seen.start, seen.end)
    found.add(seen.value, Evidence(page.url, words, How.TEXT, sure), phones.kind(seen.value))
    if seen.said:
        found.insist(seen.value)


def _add_linked(page: Page, found: Collection, href: str, node: LexborNode, country: str) -> None:
    target = unquote(href.partition(":")[2]).partition("?")[0].partition(";")[0].lstrip("/")
    words = link_text(node)
    value = phones.read(target[:40], country) or phones.read(words[:40], country)
    if not value:
        # Whoever links a number means one: then it is of another country that speaks the page's language.
        value = next(filter(None, (phones.read(target[:40], each) for each in countries.speaking(page.language))), None)
    if not value:
        seen = next(phones.in_text(words, country), None)
        value = seen.value if seen else None
    if (
        value
        and "fax" not in f"{words} {node.attributes.get('class') or ''} {node.attributes.get('title') or ''}".lower()
    ):
        found.add(value, _evidence(page, f"{words} {href}", How.LINK), phones.kind(value))


def _add_stated(page: Page, found: Collection, fact: Fact, country: str) -> None:
    if fact.kind not in ("telephone", "faxnumber"):
        return
    whole = phones.read(fact.value, country)
    for value in [whole] if whole else [seen.value for seen in phones.in_text(fact.value, country)]:
        if fact.kind == "faxnumber":
            found.refuse(value, True)
        else:
            found.add(
                value, _evidence(page, f"{fact.owner} telephone {fact.value}", How.STRUCTURED), phones.kind(value)
            )


def found_whatsapp(page: Page, country: str) -> tuple[Datum, ...]:
    found = Collection()
    if not whatsapp.mentioned(page.html) and "hats" not in page.telling:
        return ()
    for href, node in page.outward:
        if ("wa" in href[:40].lower()) and (value := whatsapp.of_link(href, country)):
            found.add(value, _evidence(page, f"{link_text(node)} {href}", How.LINK))
    if not found and (value := whatsapp.in_markup(page.html, country)):
        found.add(value, _evidence(page, f"WhatsApp {value}", How.LINK))
    for seen in page.numbers(country):
        if seen.said is Said.WHATSAPP:
            found.add(seen.value, Evidence(page.url, around(page.telling, seen.start, seen.end), How.TEXT, 0.8))
    return found.data()


def found_profiles(page: Page) -> tuple[Datum, ...]:
    collection = Collection()
    spelled: dict[str, str] = {}
    for href, node in page.outward:
        if (
            href[:1] in "hH/w"
            and href[1:2] != ""
            and "." in href
            and profiles.could_be(href)
            and (profile := profiles.of_link(href))
        ):
            value = spelled.setdefault(profile.key, profile.url)
            collection.add(value, _evidence(page, f"{link_text(node)} {href}", How.LINK), profile.network)
    for fact in page.facts:
        if (
            fact.kind == "sameas"
            and not fact.person
            and profiles.could_be(fact.value)
            and (profile := profiles.of_link(fact.value))
        ):
            value = spelled.setdefault(profile.key, profile.url)
            collection.add(value, _evidence(page, f"{fact.owner} sameAs {fact.value}", How.STRUCTURED), profile.network)
    return collection.data()


def _evidence(page: Page, words: str, how: How) -> Evidence:
    return Evidence(page.url, " ".join(words.split())[:200], how, _SURE[how])
