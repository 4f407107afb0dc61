"""What the business is called: as it states it, as its notices say, or as its title lets guess."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from scraper.findings import How

_FORM = (
    r"(?:S\.?\s?L\.?\s?U?\.?P?\.?|S\.?\s?A\.?\s?U?\.?|S\.?\s?C\.?\s?P\.?|S\.?\s?C\.?|C\.\s?B\."
    r"|S\.? ?Coop\.?|SLP|SCCL|AIE|Lda\.?|Unipessoal,? Lda\.?|Ltda\.?|EIRELI|ME|SpA|S\.p\.A\.?|S\.r\.l\.?s?"
    r"|SRL|GmbH(?: & Co\. KG)?|UG|e\.K\.|AG|KG|OHG|SARL|SAS|EURL|SASU|Ltd\.?|Limited|LLP|PLC|Inc\.?|LLC)"
)
_LEGAL: Final = re.compile(rf"(?P<name>[A-ZÁÉÍÓÚÀÈÒÇÑÄÖÜ0-9][\w&'’·.\- ]{{1,60}}?,?\s{_FORM})(?=$|[\s,.;)\n(])")
# What stands before a colon.
_LABEL: Final = re.compile(
    r"(?:titular(?: de la web| del sitio(?: web)?)?|raz[oó]n social|denominaci[oó]n social"
    r"|denominaci[oó] social|ra[oó] social|denomina[cç][aã]o(?: social)?|empresa|nombre comercial"
    r"|nom comercial|responsable(?: del tratamiento)?|company name|ragione sociale|raison sociale"
    r"|firma|anbieter)\s?$",
    re.I,
)
_LABELLED: Final = re.compile(r"\s*(?P<name>[^\n:;]{2,80})")
_LABEL_LENGTH: Final = 45
_COLON: Final = re.compile(":")
_MOST_LABELS: Final = 500
# Asked first: a search for plain words costs a tenth of one for a pattern.
_OWNER_SIGNS: Final = ("itular", "ropiedad de", "ropietat de", "tratamiento es", "esponsable es", "ertenece a")
_OWNED: Final = re.compile(
    rf"(?:titularidad de|propiedad de|titular es|tratamiento es|responsable es|pertenece a"
    rf"|titularitat de|propietat de|titular [eé]s)\s+(?:(?:la|l['’])\s?(?:empresa|mercantil|sociedad"
    rf"|entitat|societat)\s)?(?P<name>[A-ZÁÉÍÓÚ][^\n:;@]{{1,60}}?,?\s{_FORM})(?=$|[\s,.;)\n(])"
)
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright|&copy;)\s{0,2}(?:copyright\s)?(?:©\s?)?(?:(?:19"
    r"|20)\d\d\s?(?:[-–]\s?(?:(?:19|20)\d\d|\d\d))?)?[\s,.|\-–]{0,4}(?:by\s)?(?P<name>[^\n|©]{2,80})",
    re.I,
)
_AFTER_NAME: Final = re.compile(
    r"(?:[.,\-–|·(]\s?|\s)(?:(?:19|20)\d\d\b|todos los derechos|tots els drets|todos os direitos"
    r"|all rights|tous droits|alle rechte|tutti i diritti|reservados|reserved|aviso legal|avís legal"
    r"|pol[ií]tica|privac|cookies|diseñ|disseny|web|powered|desarroll|legal|p\.? ?iva|cif\b|nif\b|con "
    r"|domicili|c/|calle|carrer).*$|\s(?:19|20)\d\d\s?$",
    re.I,
)
_SEPARATOR: Final = re.compile(r"\s[|·•»«:~/]+\s|\s[-–—]\s|\s?\|\s?|:\s|\s»\s?|\s?·\s?")
_GENERIC: Final = re.compile(
    r"^(?:inicio|inici|home ?page|home|p[aá]gina (?:de )?inicio|p[aà]gina d'inici|p[aá]gina inicial"
    r"|página principal|bienvenid[oa]s?.*|benvinguts?.*|bem-vindo.*|welcome.*|contact(?:o|e|ar|anos|a"
    r"|ez-nous| us)?|contato|contatti|kontakt|aviso legal|av[ií]s legal|legal|impressum"
    r"|mentions l[eé]gales|pol[ií]tica.*|privacy.*|privacidad|cookies|qui[eé]nes somos|qui som"
    r"|sobre nosotros|sobre n[oó]s|about(?: us)?|nosotros|servicios|serveis|servi[cç]os|services"
    r"|accueil|startseite|blog|noticias|tienda|shop|untitled.*|index|my site|mi sitio|mysite|new page"
    r"|nueva p[aá]gina|documento sin t[ií]tulo|wix.*|just another.*"
    r"|.*mantenimiento|.*en construcci[oó]n|coming soon|pr[oó]ximamente|otro sitio.*|404.*|error.*"
    r"|chi siamo|nota legale|web oficial|sitio oficial|official site|p[aá]gina oficial)$",
    re.I,
)
_PLACE_WORDS: Final = re.compile(
    r"\b(?:en|a|em|in|à|für|per|para|de|con|mejor|best|top|desde|your|tu|su|y|i|e|and|und|et)\b", re.I
)
_MOST: Final = 80


@dataclass(frozen=True, slots=True)
class Sighting:
    value: str
    how: How
    confidence: float
    words: str


def stated(names: list[tuple[str, str]]) -> Iterator[Sighting]:
    """Of structured facts: (`kind`, value)."""
    sure = {"name": 0.95, "legalname": 0.8, "website": 0.82}
    for kind, value in names:
        name = tidy(value)
        if name:
            yield Sighting(name, How.STRUCTURED, sure.get(kind, 0.5), f"{kind} {value}")


def of_head(title: str, site_name: str, domain: str) -> Iterator[Sighting]:
    name = tidy(site_name)
    if name and "." not in name.rstrip("."):
        yield Sighting(name, How.META, 0.88 if resembles(name, domain) else 0.85, f"og:site_name {site_name}")
    guessed, sure = of_title(title, domain)
    if guessed:
        yield Sighting(guessed, How.META, sure, title)


def of_title(title: str, domain: str) -> tuple[str, float]:
    """The part of a title that its domain repeats; else the one that reads least like a sentence."""
    parts = [name for each in _SEPARATOR.split(title) if (name := tidy(each))]
    if not parts:
        return "", 0.0
    for part in sorted(parts, key=len):
        if resembles(part, domain):
            return part, 0.75
    plain = [each for each in parts if len(each) <= 50 and not _PLACE_WORDS.search(each)]
    if len(parts) == 1:
        return (parts[0], 0.5) if plain else ("", 0.0)
    return (min(plain, key=len), 0.5) if plain else ("", 0.0)


def in_text(text: str) -> Iterator[Sighting]:
    """`Titular: ...`, `© 2024 ...`: what notices say."""
    for colon in islice(_COLON.finditer(text), _MOST_LABELS):
        found = _label_before(text, colon.start()) and _LABELLED.match(text, colon.end())
        name = tidy(_AFTER_NAME.sub("", _company(found["name"]))) if found else ""
        if found and name and (re.search(rf"\s{_FORM}$", name) or len(name.split()) <= 6):
            yield Sighting(name, How.TEXT, 0.72, found[0])
    for found in _OWNED.finditer(text) if any(sign in text for sign in _OWNER_SIGNS) else ():
        if name := tidy(_company(found["name"])):
            yield Sighting(name, How.TEXT, 0.7, found[0])
    if "©" in text or "opyright" in text or "(c)" in text:
        for found in _COPYRIGHT.finditer(text):
            name = tidy(_AFTER_NAME.sub("", _company(found["name"])))
            if name and len(name.split()) <= 7:
                yield Sighting(name, How.TEXT, 0.6, found[0])


def _label_before(text: str, colon: int) -> bool:
    return _LABEL.search(text, max(0, colon - _LABEL_LENGTH), colon) is not None


def _company(text: str) -> str:
    """Up to the company's form, where there is one."""
    text = text.replace("\x02", " ")
    found = _LEGAL.match(text.strip())
    return found["name"] if found else text


def tidy(name: str) -> str:
    """Nothing for what names no business."""
    return _tidied(name) if len(name) <= 2 * _MOST else _tidy(name)


def _tidy(name: str) -> str:
    name = " ".join(name.replace("\x02", " ").split()).strip(" .,;|·-–—:\"'«»“”®™©")
    if name.endswith((" S.L", " S.A", " S.L.U", " S.C.P", " C.B", " S.A.U", " S.L.P", " S.p.A", " S.r.l", " e.K")):
        name += "."
    if (
        not 2 <= len(name) <= _MOST
        or _GENERIC.match(name)
        or not any(map(str.isalpha, name))
        or "http" in name
        or "@" in name
    ):
        return ""
    return name


# Most titles end in the name of their site.
_tidied = lru_cache(maxsize=1024)(_tidy)


@lru_cache(maxsize=1024)
def resembles(name: str, domain: str) -> bool:
    own = re.sub(r"[^a-z0-9]", "", _plain(domain.partition(".")[0]))
    said = re.sub(r"[^a-z0-9]", "", _plain(name))
    if len(own) < 3 or len(said) < 3:
        return False
    return own == said or (len(said) > 3 and said in own) or (own in said and 2 * len(own) >= len(said))


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else _unaccented(text)


def _unaccented(text: str) -> str:
    import unicodedata

    return "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))


@lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """The same for two spellings of one name; the company's form is no part of it."""
    bare = re.sub(rf",?\s{_FORM}$", "", name)
    return re.sub(r"[^a-z0-9]", "", _plain(bare)) or name
