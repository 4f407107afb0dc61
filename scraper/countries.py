"""In which country a site's business is, as far as its address, language and prefixes tell."""

import re
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

import phonenumbers

# A country's own top level domain names it; `.cat`, `.gal` and `.eus` are Spain's.
_TOP_LEVEL: Final = {
    "uk": "GB",
    "cat": "ES",
    "gal": "ES",
    "eus": "ES",
    "barcelona": "ES",
    "madrid": "ES",
    "berlin": "DE",
    "hamburg": "DE",
    "koeln": "DE",
    "bayern": "DE",
    "ruhr": "DE",
    "saarland": "DE",
    "wien": "AT",
    "tirol": "AT",
    "london": "GB",
    "wales": "GB",
    "cymru": "GB",
    "scot": "GB",
    "paris": "FR",
    "bzh": "FR",
    "alsace": "FR",
    "corsica": "FR",
    "rio": "BR",
    "swiss": "CH",
    "zuerich": "CH",
    "nyc": "US",
    "vlaanderen": "BE",
    "brussels": "BE",
    "gent": "BE",
    "amsterdam": "NL",
}
# Sold to everybody, whatever country they belong to.
_GENERIC: Final = frozenset(
    {
        "co",
        "io",
        "me",
        "tv",
        "cc",
        "ai",
        "ly",
        "to",
        "ws",
        "fm",
        "gg",
        "eu",
        "nu",
        "sh",
        "la",
        "ac",
        "st",
        "am",
        "vc",
        "gs",
        "bz",
        "ag",
        "sc",
        "ms",
    }
)
_LANGUAGE: Final = {
    "es": "ES",
    "ca": "ES",
    "gl": "ES",
    "eu": "ES",
    "pt": "PT",
    "fr": "FR",
    "de": "DE",
    "it": "IT",
    "en": "GB",
    "nl": "NL",
    "pl": "PL",
}
_PREFIX: Final = re.compile(r"\+\s?(\d{2,3})[\s().\-]{0,2}\(?\d")
_OLD_PREFIX: Final = re.compile(r"00(?<![0-9]00)\s?([1-9]\d{1,2})[\s().\-]{0,2}\(?\d{2}")
# Words that stand on pages of one country only, in lower case.
_HINTS: Final = {
    "CL": ("santiago de chile", "región metropolitana", ", chile", "providencia,", "rut:", "las condes"),
    "BR": ("cnpj", "cep:", "cep ", "brasil", "são paulo", "rio de janeiro", "belo horizonte", "curitiba"),
    "MX": ("cdmx", "ciudad de méxico", ", méxico", "monterrey", "guadalajara, jal"),
    "AR": ("buenos aires", "cuit", "argentina", "caba,"),
    "US": (", usa", "united states", ", ca 9", ", ny 1", ", tx 7", ", fl 3", ", il 6"),
    "GB": ("united kingdom", " ltd", "london", "vat gb", "registered in england"),
    "IE": ("ireland", "eircode", "dublin"),
    "CH": ("schweiz", "suisse", "svizzera", "zürich", "ch-"),
    "AT": ("österreich", "wien", "austria"),
}
_SAMPLE: Final = 3_000
_SPEAKING: Final = {
    "es": ("ES", "MX", "AR", "CL", "CO", "PE", "UY"),
    "pt": ("PT", "BR"),
    "en": ("GB", "US", "IE", "AU"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "it": ("IT", "CH"),
}
_AMBIGUOUS: Final = {
    "es": ("CL", "MX", "AR"),
    "pt": ("BR",),
    "en": ("US", "GB", "IE"),
    "de": ("CH", "AT"),
    "fr": ("CH",),
    "it": ("CH",),
}


def guess(url: str, lang: str, text: str) -> str:
    """ISO 3166-1 alpha-2, or nothing, by what is surest: address, prefixes, region, words, language."""
    own = of_address(url)
    if own:
        return own
    language, _, region = lang.replace("_", "-").partition("-")
    region = region[-2:].upper()
    prefixed = _by_prefix(text)
    if prefixed:
        return prefixed
    if (
        region in phonenumbers.SUPPORTED_REGIONS
        and not (language == "en" and region == "US")
        and not (language == "es" and region == "ES")
    ):
        return region
    small = f"{text[:_SAMPLE]}\n{text[-_SAMPLE:]}".lower()
    for country in _AMBIGUOUS.get(language.lower(), ()):
        if any(word in small for word in _HINTS[country]):
            return country
    return (
        region if region in phonenumbers.SUPPORTED_REGIONS and language != "en" else _LANGUAGE.get(language.lower(), "")
    )


def speaking(language: str) -> tuple[str, ...]:
    """Countries that speak it, the most sites first."""
    return _SPEAKING.get(language, ())


def of_address(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    top = host.rstrip(".").rpartition(".")[2]
    if top in _GENERIC:
        return ""
    country = _TOP_LEVEL.get(top, top.upper() if len(top) == 2 else "")
    return country if country in phonenumbers.SUPPORTED_REGIONS else ""


def _by_prefix(text: str) -> str:
    found = Counter(_country_of(each) for each in _PREFIX.findall(text)[:50])
    found.update(_country_of(each) for each in _OLD_PREFIX.findall(text)[:50])
    del found[""]
    return found.most_common(1)[0][0] if found else ""


def _country_of(prefix: str) -> str:
    for length in (3, 2):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(prefix[:length]))
        if regions and len(prefix) >= length:
            return str(regions[0]) if regions[0] != "001" else ""
    return ""
