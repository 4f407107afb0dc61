"""What the words around a number say of it: a phone, a fax, an emergency line, or no phone at all."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

_BEFORE: Final = 48
_AFTER: Final = 16


class Said(StrEnum):
    NOTHING = ""
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    FAX = "fax"
    EMERGENCY = "emergency"
    OTHER = "other"  # a price, a reference, an account, an identity


_LABELS: Final = re.compile(
    r"(?P<whatsapp>whats?\s?app|wasap|\bwsp\b|\bwpp\b)"
    r"|(?P<fax>(?<![^\W\d_])fax(?![^\W\d_])|telefax|\bfx\s?[.:]|(?:^|[\s|/,;(\-–])f(?:\s?[.:]|\s*$))"
    r"|(?P<emergency>urg[eè]nci|emerg[eêé]nc|notdienst|notruf|pronto soccorso|urgence)"
    r"|(?P<phone>t[eéè]l[eéè]?fono?\w*|\bt[eéè]l+(?:[eéè]f)?s?\b|\bt[lf]f[nos]?s?\b|\btlfno|\btlf"
    r"|\btfn|phones?\b|\bphone|\bcall\b|\bcell"
    r"|m[oòó]bil|\bm[oóò]v(?:il)?\b|m[oóò]vil|mobile|\bmob\b|telem[oó]ve|celular|\bcel\b|fijo"
    r"|\bfixo?\b|handy|\bfon\b|telefon|rufnummer|hotline"
    r"|ll[aá]ma|truca|\bligue|appel|chiama|cellulare|\bport(?:able)?\b|recepci[oó]n|centralita"
    r"|cita previa|reservas?\b|contact[aoe]?\b"
    r"|(?:^|[\s|/,;(\-–])[tmp](?:\s?[.:]|\s*$)|☎|✆|📞|📱|☏)"
    r"|(?P<other>\bn\.?\s?i\.?\s?[fe]\b|\bc\.?\s?i\.?\s?f\b|\bnipc\b|\brut\b|\br\.u\.t|\bcnpj\b"
    r"|\bcpf\b|\bdni\b|\bvat\b|\biva\b|\bp\.?\s?iva|partita|cod(?:ice|\.)?\s?fisc|\bc\.\s?f\b|\brea\b"
    r"|contribuinte|steuer|ust-?id|\bhrb\b|handelsreg|siret|siren|\brcs\b|\bape\b|\bnaf\b"
    r"|company (?:no|reg|number)|registered (?:no|in)"
    r"|registro|registre|registrad|inscri|\btomo\b|\bfolio\b|\bhoja\b|\bfoli\b|\bfull\b|secci[oó]n"
    r"|matr[ií]cula|expedient|licencia|llic[eè]ncia|licen[cç]a"
    r"|colegiad|col·legiad|\bn[uú]m\. col|c[oó]digo|\bcodi\b|\bcode\b|\bref\b|referencia|refer[eê]ncia"
    r"|pedido|comanda|\border\b|encomenda|bestell|commande"
    r"|factura|invoice|rechnung|\bisbn\b|\bissn\b|\bean\b|\bgtin\b|\bsku\b|\basin\b|\biban\b"
    r"|\bcuenta\b|compte|\bbic\b|swift|account|sort code|konto|capital"
    r"|precio|preu\b|price|pre[cç]o|prezzo|€|\$|£|eur\b|euros?\b|\bid\b|\bcp\b|c\.p\.|postal|postcode"
    r"|\bplz\b|\bcap\b|version|versi[oó]n|\bgps\b|latitud|longitud|coord"
    r"|serial|n[uº°]\s?serie|modelo?\b|tracking|seguimiento|dep[oó]sito legal|seguridad social|\bnss\b"
    r"|\bcnae\b|\bgb\s?\d|ga-|ua-|gtm|pixel|sanitari|cr[eé]dito|\breg\b|\bnra\b|\bhut\b"
    r"|\bnrua\b|r\.t\.c|\bvt-|\brnal\b|/al\b)",
    re.I,
)
_FAX_AFTER: Final = re.compile(r"[\s)\-–,]{0,3}[(\[]?\s?(?:tele)?fax\b(?!\W{0,4}\d|\s?[.:])", re.I)
_URGENT_AFTER: Final = re.compile(r"\s{0,2}[(\[]\s?(?:urg|emerg|24\s?h)", re.I)
_MONEY_AFTER: Final = re.compile(
    r"[.,]?\d{0,2}\s?(?:€|\$|£|eur\b|euros?\b|usd\b|clp\b|pesos|reais|m2|m²|km\b|kg\b|views|visitas|%)", re.I
)
_USED: Final = re.compile(r"\d{3}")
_USED_UP: Final = re.compile(r"\d{3}\D*[^\W\d_]{2}")
_AND: Final = r"(?:\s?[/\-+&,]\s?|\s(?:y|i|e|and|und|et|o|ou)\s)"
_BOTH: Final = re.compile(rf"(?:t[eé]l\w*|tlfn?o?|phone|fono|\bt)[.:]?{_AND}(?:tele)?fax\b[\s.:]*$", re.I)
_BOTH_TURNED: Final = re.compile(rf"\bfax[.:]?{_AND}(?:t[eé]l\w*|tlfn?o?|phone)\b[\s.:]*$", re.I)


def label(text: str, start: int, end: int) -> Said:
    """By the nearest label before the number, on its own line or the line above; a note after it in brackets counts."""
    return _label(_before(text, start), text[end : end + _AFTER])


@lru_cache(maxsize=1024)  # the pages of a site share their footer
def _label(before: str, after: str) -> Said:
    if _FAX_AFTER.match(after):
        return Said.FAX
    if _MONEY_AFTER.match(after):
        return Said.OTHER
    if _BOTH.search(before) or _BOTH_TURNED.search(before):
        return Said.PHONE
    found = [
        each for each in _LABELS.finditer(before) if not _used(Said(str(each.lastgroup)), each[0], before[each.end() :])
    ]
    if not found:
        return Said.EMERGENCY if _URGENT_AFTER.match(after) else Said.NOTHING
    said = Said(str(found[-1].lastgroup))
    # "Tel. urgencias: 608 ...", "Urgencias tel. 608 ..." are one label.
    if (
        said is Said.PHONE
        and len(found) > 1
        and found[-2].lastgroup == "emergency"
        and found[-1].start() - found[-2].end() < 14
    ):
        return Said.EMERGENCY
    return said


def _used(said: Said, sign: str, between: str) -> bool:
    """Whether a label has its number already: `C.P. 08001 Barcelona 93 412 34 56`."""
    if said in (Said.PHONE, Said.WHATSAPP):
        return False
    if sign in "€$£":
        return between.strip(" .:") != ""  # a price's sign says nothing of a number further on
    return (_USED_UP if said is Said.FAX else _USED).search(between) is not None


def _before(text: str, start: int) -> str:
    """The words before it; of the line above only a label that stands alone there."""
    window = text[max(0, start - _BEFORE) : start].replace("\x02", " ")
    above, broken, own = window.rpartition("\n")
    if not broken:
        return window
    if len(own.strip()) > 3:
        return own
    last = above.rpartition("\n")[2].strip()
    return f"{last} {own}" if len(last) < 32 and not any(map(str.isdigit, last)) else own
