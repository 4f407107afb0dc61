"""Postal addresses in running text: a postal code with its town, and the street that stands before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WINDOW: Final = 150
_DIGIT: Final = re.compile("[0-9]")
_MAX_CODES: Final = 300

_STREET: Final = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:C/|C\\|C\. ?(?=[A-ZÁÉÍÓÚ])|C/\.|c/ ?|Cl\. )\s?"
    r"|(?:[Cc]alle|CALLE|[Cc]arrer|CARRER|Avda?\.?|AVDA?\.?|[Aa]venida|AVENIDA|[Aa]vinguda|AVINGUDA"
    r"|Avgda\.|Av\.?|AV\.?|[Pp]laza|PLAZA|[Pp]laça|PLAÇA|Pza\.?|Pz\.|Plz\.|Pl\.|Plza\.?|Pça\.?"
    r"|[Pp]aseo|PASEO|Pº|P\.º|Pso\.|[Pp]asseig|PASSEIG|Pg\.?|[Pp]assatge|Ptge\.|[Pp]asaje|Pje\.?"
    r"|Psje\.?|Ctra\.?|CTRA\.?|Crta\.?|[Cc]arretera|CARRETERA|[Cc]amino|[Cc]amí|CAMINO|Cno\.|Cº"
    r"|[Rr]onda|RONDA|Rda\.?"
    r"|[Rr]ambla|RAMBLA|Rbla\.|[Tt]raves[ií]a|[Tt]ravessera|[Tt]ravessia|Trav\.|Gran [VvÍí][ií]a"
    r"|Glorieta|[Pp]ol[ií]gono?|POL[IÍ]GONO|Pol\. ?Ind\.?|P\. ?I\.|PI|Urbanizaci[oó]n|Urb\.|Cuesta"
    r"|[Bb]aixada|Bajada|Alameda|ALAMEDA|Parque \w+|Parc|Centro Comercial|C\.C\.|Edificio|Barrio|Lugar"
    r"|Partida|Vía|Moll|Muelle|R[uú]a|RUA|rua"
    r"|R\.|[Tt]ravessa|Tv\.|Largo|Lg\.|[Pp]raça|Pr\.|[Ee]strada|ESTRADA|Rodovia|Rod\.|Quinta"
    r"|Zona Industrial|Alam\.|Al\.|Beco|Calçada|Urbanização|Loteamento|SCS|SHS"
    r"|Via|VIA|Viale|V\.le|Piazza|P\.zza|P\.za|Piazzale|Corso|C\.so|Vicolo|Strada|Località|Loc\.|Contrada|Lungomare"
    r"|(?:\d{1,4}(?: ?(?:bis|ter|quater|[A-D]\b))?(?:[-/]\d{1,4})?,? )?(?:[Rr]ue|RUE|[Aa]venue|AVENUE"
    r"|[Bb]oulevard|Bd|Bld|[Pp]lace|PLACE|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai|[Cc]ours|[Rr]oute"
    r"|Z\.?A\.?C?|Z\.?I\.?|[Pp]assage|[Ss]quare)"
    r"|Kalea|Etorbidea)[\s.]\s?"
    r")(?=[\w\"'«“nº])"
)
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER_FIRST: Final = re.compile(
    r"(?:(?:Unit|Suite|Flat|Office|Floor|The"
    r"|Studio)\b[^\n,]{1,30},? ?)?\b\d{1,5}[A-Za-z]?(?: ?[-–] ?\d{1,4}[A-Za-z]?)?,? (?:[A-Z][\w'’.\-]* ?(?:of "
    r"|the )?){1,5}"
    r"\b(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln|Drive|Dr|Square|Sq|Court|Ct|Place|Pl|Terrace"
    r"|Way|Row|Hill|Gardens|Close|Crescent|Mews|Parade|Quay|Walk|Yard|Boulevard|Blvd|Highway|Parkway"
    r"|Broadway|Gate|Green|Grove|Park|Wharf|House|Wynd|Market|Bank|Mill|Works|Rise|View|Mount|Cross)\b"
    r"|(?:Units?|Suite|Building|Block|Plot) [\w&\- ]{1,12},? [^\n]{3,60}?(?:Estate|Park|Centre|Center"
    r"|House|Court|Works|Mill)\b"
)
# "Hauptstraße 5", "Am Markt 3", "Major 12": a name and a number directly before the code.
_PLAIN: Final = re.compile(
    r"(?:^|\n|[|·•:] ?"
    r"|, )(?P<street>[A-ZÄÖÜÁÉÍÓÚÀÈÒ][\w'’.\- ]{2,40}?[, ] ?(?:n[ºo°.]{1,2} ?)?"
    r"\d{1,4} ?[a-zA-Z]?(?: ?[-–/+] ?\d{1,4} ?[a-z]?)?)"
    r"(?:,? [^\n,]{1,25})?(?:, [^\n,]{1,15})?\s?[,\-–|·•\n]{0,2}\s?(?:[A-Z]{1,2}-)?$"
)
_TOWN_WORD = (
    r"(?!(?i:tel|tlf|telf|tfno|fax|e-?mail|mail|tel[eé]f\w*|phone|horari\w*|web|mapa|ver|c[oó]mo"
    r"|contact\w*|m[oó]vil|whats\w*|opening|t\b|m\b|copyright|aviso|lunes|cif|nif|c\.i\.f|vat|p\.?iva|rut"
    r"|sede|visit|call|llama\w*|email|info|www|tous|siret|deutschland\b(?=\s\d)|abierto|parking|metro|l'"
    r"|el horario|de lunes|registro|inscrit\w*|con|y con|cnpj|fono"
    r"|registro)\b)[A-ZÁÉÍÓÚÀÈÌÒÙÂÊÔÃÕÇÑÄÖÜL][\w'’·\-]*"
)
_TOWN: Final = re.compile(
    rf"(?:[A-Z]{{2}}-)?\s?[.,\-–·|]?\s?\n?(?:de )?(?P<town>(?:[LlDd]['’])?{_TOWN_WORD}(?:[ \-/](?:(?:de"
    rf"|del|dels|la|las|los|el|els|les|lo|i|y|do|da|dos|das|di|d['’]|l['’]|am|an der|an|ob der|bei|im"
    rf"|in|sur|sous|en|le|upon|of)[ ]?){{0,2}}{_TOWN_WORD}){{0,4}})"
    # In brackets, then a province's or state's letters, or one of the names.
    r"(?P<rest>(?:\s?\([^()\n]{2,30}\))?(?:[ ]?[,\-–|·.]?[ \n]?(?:[A-Z]{2}\b(?=[ ,.]|$)|"
    r"(?i:espa[nñ]a|espanya|spain|portugal|brasil|brazil|chile|france|deutschland|germany|italia|italy"
    r"|united kingdom|uk|england|scotland|schweiz|österreich|suisse|austria|switzerland|catalunya"
    r"|cataluña"
    r"|barcelona|girona|gerona|tarragona|lleida|l[eé]rida|madrid|valencia|val[eè]ncia|alicante|alacant"
    r"|castell[oó]n|murcia|sevilla|m[aá]laga|c[aá]diz|c[oó]rdoba|granada|almer[ií]a|ja[eé]n|huelva"
    r"|bizkaia|vizcaya|gipuzkoa|guip[uú]zcoa|[aá]lava|araba|navarra|la rioja|zaragoza|huesca|teruel"
    r"|asturias|cantabria|le[oó]n|palencia|burgos|soria|segovia|[aá]vila|salamanca|zamora|valladolid"
    r"|toledo|cuenca|guadalajara|ciudad real|albacete|badajoz|c[aá]ceres|a coru[nñ]a|la coru[nñ]a|lugo"
    r"|ourense|orense|pontevedra|baleares|balears|illes balears|islas baleares|mallorca|menorca|ibiza"
    r"|eivissa|las palmas|santa cruz de tenerife|tenerife|ceuta|melilla|andaluc[ií]a|galicia|arag[oó]n"
    r"|extremadura)\b\)?)){0,2})"
)
_UK_CODE: Final = re.compile(r"[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b")
# Starts with a plain set, which the engine finds quickly.
_CODE: Final = re.compile(r"[0-9][0-9]{3,4}(?:[-–. ][0-9]{3}\b)?")
# Where a code has five digits, years and house numbers need no second look.
_CODE_OF_FIVE: Final = re.compile(r"[0-9]{5}(?:[-–. ][0-9]{3}\b)?")
_OTHER_CODES: Final = frozenset({"", "PT", "BR", "CH", "AT", "BE", "DK"})
_SPOILED: Final = re.compile(
    r"@|https?:|www\.|\d{6,}|[?!;{}]|\b(?:cookies?|tel[eé]fono|phone|email)\b|\n.*\n.*\n.*\n", re.I
)
_NUMBERED: Final = re.compile(r"\d|s/n|\bkm\b|[Pp]ol[ií]g|\bs\.n\.", re.I)
_LABEL: Final = re.compile(
    r"^(?:direcci[oó]n|adre[cç]a|address|morada|endere[cç]o|adresse|indirizzo|anschrift"
    r"|domicilio(?: social)?|sede(?: legale| social)?|ubicaci[oó]n|oficina|office)\s?:?\s",
    re.I,
)
# The data protection authorities stand in every privacy notice.
_AUTHORITIES: Final = re.compile(
    r"jorge juan,? ?(?:n[ºo.]+ ?)?6|rosell[oó],? ?214.*08008|place de fontenoy|wycliffe house"
    r"|rua de s[aã]o bento.*148|av\. d\. carlos i, 134|piazza venezia,? (?:n\. )?11",
    re.I,
)
_STREET_ALONE: Final = re.compile(
    r"(?P<street>[^\n@]{2,70}?,? ?(?:n[ºo°.]{1,2} ?|#)?\d{1,5}[a-zA-Z]?\b[^\n@]{0,40}?)(?:\s?[,\-–"
    r"|]\s?|\n)(?P<town>(?!(?:[Dd]e?pto|[Oo]f|[Pp]iso|[Ll]ocal|[Oo]ficina|Torre|Bloque|Nave)\b)"
    r"[A-ZÁÉÍÓÚÑ][\w'’·]+(?: (?:de |del |la |las |los "
    r"|el )?[A-ZÁÉÍÓÚÑ][\w'’·]+){0,3}(?:[,\-] ?[A-ZÁÉÍÓÚÑ][\w ]{2,30})?)(?=$|[\n.|,)])"
)


# "Eliodoro Yáñez 1075, Depto. 12, Providencia, Santiago": streets without a word for what they are.
_NAMED: Final = re.compile(
    r"(?<![\w.])[A-ZÁÉÍÓÚÑ][\w.'’]+(?: [A-ZÁÉÍÓÚÑ][\w.'’]+){0,3},? (?:N[°º.]{1,2} ?)?\d{2,5},? "
    r"(?=[^\n]{0,60}(?:Santiago"
    r"|Chile|Valpara|Concepci|Viña|Antofagasta|Temuco|La Serena|Rancagua|Buenos Aires|Providencia"
    r"|Las Condes|Ñuñoa|Vitacura))"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    value: str
    start: int
    end: int
    whole: bool = True  # with a postal code


def in_text(text: str, country: str) -> Iterator[Sighting]:
    flat = text.replace("\x02", " ")
    found = False
    last = 0
    for count, code in enumerate(_codes(flat, country)):
        if count >= _MAX_CODES:
            break
        one = _before_code(flat, code, last, country)
        if one and not _is_an_authority(one.value):
            found = True
            last = one.end
            yield one
    if not found:
        yield from _without_code(flat, country)


@lru_cache(maxsize=1024)
def _is_an_authority(address: str) -> bool:
    return _AUTHORITIES.search(address) is not None


def _codes(text: str, country: str) -> Iterator[tuple[int, int]]:
    """Where a postal code may stand."""
    if country in ("GB", "IE", ""):
        for each in _UK_CODE.finditer(text):
            start = each.start()
            while start and text[start - 1].isascii() and text[start - 1].isupper() and each.start() - start < 2:
                start -= 1
            if start < each.start() and not text[start - 1 : start].isalnum():
                yield start, each.end()
        if country:
            return
    for each in (_CODE if country in _OTHER_CODES else _CODE_OF_FIVE).finditer(text):
        start, end = each.span()
        if (
            (text[start - 1].isalnum() if start else False)
            or text[end : end + 1].isalnum()
            or text[start - 1 : start] in (".", "+", "/")
        ):
            continue
        if end - start > 5 and country not in ("PT", "BR", ""):
            end = start + len(each[0].split(each[0].lstrip("0123456789")[0])[0])
        if _fits(text[start:end], country):
            yield start, end


def _fits(code: str, country: str) -> bool:
    if country == "PT":
        return len(code) == 8 and code[4] in "-– "
    if country == "BR":
        return len(code) == 9 and code[5] in "-–."
    if country in ("CH", "AT", "BE", "DK"):
        return len(code) == 4
    if country == "ES":
        return len(code) == 5 and "01" <= code[:2] <= "52"
    return len(code) in (5, 8, 9)


def _before_code(text: str, code: tuple[int, int], last: int, country: str) -> Sighting | None:
    left = max(last, code[0] - _WINDOW)
    window = text[left : code[0]]
    start = _street_start(window)
    if start is None:
        return None
    end = code[1]
    if country not in ("GB", "IE"):
        town = _TOWN.match(text, code[1], min(len(text), code[1] + 90))
        if town:
            end = town.end()
        elif not re.search(r"[^\W\d_]{2,}[\s,(\-–]{1,3}(?:CEP:? ?|CP:? ?)?$", window, re.I):
            return None
    if text[end : end + 1] == ")" and "(" in text[left + start : end]:
        end += 1
    value = _one_line(text[left + start : end])
    return Sighting(value, left + start, end) if 12 <= len(value) <= 200 else None


@lru_cache(maxsize=1024)  # the pages of a site share their footer
def _street_start(window: str) -> int | None:
    """The first street in sight from which nothing but an address leads to the code."""
    # No address spans an '@', and what stands before it is another on every page.
    place = window.rfind("@") + 1
    named = _named_start(window[place:])
    if named is not None:
        return place + named
    for street in _NUMBER_FIRST.finditer(window):
        if _leads_to_code(window[street.start() :]):
            return street.start()
    plain = _PLAIN.search(window[-70:])
    if plain and not _SPOILED.search(plain["street"]):
        return len(window) - len(window[-70:]) + plain.start("street")
    return None


@lru_cache(maxsize=1024)
def _named_start(window: str) -> int | None:
    return next((start for start in _streets(window) if _leads_to_code(window[start:])), None)


def _leads_to_code(between: str) -> bool:
    return (
        not _SPOILED.search(between)
        and len(between) < 130
        and (_NUMBERED.search(between) is not None or len(between) < 50)
    )


def _streets(window: str) -> Iterator[int]:
    """Asked at the beginnings of words only."""
    place = 0
    for word in _WORD.finditer(window):
        start = word.start()
        if start >= place and (street := _STREET.match(window, start)):
            place = street.end()
            yield start


def _without_code(text: str, country: str) -> Iterator[Sighting]:
    """`Av. Providencia 1234, of. 56, Providencia`: a street, a number and a town, where no code is written."""
    if country not in ("CL", "ES", "BR", "PT", "AR", "MX", "CO", "PE", "IT"):
        return
    place = 0
    for line in text.split("\n"):
        here, place = place, place + len(line) + 1
        if not 12 < len(line) < 220 or not _DIGIT.search(line) or line.count("-") > 6:
            continue
        start = next(_streets(line), None)
        if start is None and country in ("CL", "AR") and (named := _NAMED.search(line)):
            start = named.start()
        if start is None:
            continue
        whole = _STREET_ALONE.match(text, here + start, min(len(text), here + start + 180))
        if whole and not _SPOILED.search(whole[0]) and re.search(_TOWN_WORD, whole["town"]):
            yield Sighting(_one_line(whole[0]), whole.start(), whole.end(), whole=False)


def _one_line(text: str) -> str:
    joined = ", ".join(each.strip(" ,|·-–") for each in text.split("\n") if each.strip(" ,|·-–"))
    return " ".join(_LABEL.sub("", joined).split()).strip(" ,.;-–|")


@lru_cache(maxsize=1024)
def address_key(value: str) -> str:
    """The same for two spellings of one address: its numbers and long words."""
    return " ".join(
        sorted(
            set(re.findall(r"\d+|[^\W\d_]{4,}", value.lower()))
            - {"calle", "carrer", "avenida", "spain", "españa", "espanya"}
        )
    )
