"""Whether a contact belongs to whoever made the website, not to the business whose it is."""

import re
from functools import lru_cache
from typing import Final

_WINDOW: Final = 90
_MADE_BY: Final = re.compile(
    r"dise[nñ](?:o|ado|ada|amos)?(?: y desarroll\w+| y programaci[oó]n)?(?: de)? ?(?:web|p[aá]ginas?"
    r"|por|:)|desarroll(?:o web|ado por|o:|ada por)"
    r"|disseny(?: i \w+)?(?: de)? ?(?:web|per|:)|dissenyat per|desenvolupa(?:t|ment)(?: web| per|:)"
    r"|fet per|realitza(?:t|ci[oó]) (?:per|web|:)"
    r"|web(?:site)? ?(?:by|design|por|per|door|von|:)|site (?:by|designed|built|feito|par)|(?:designed"
    r"|developed|created|built|made|powered|crafted) (?:(?:and|&) \w+ )?(?:by|with)"
    r"|(?:hecho|creado|creada|realizad[oa]|elaborad[oa]|programad[oa]) (?:con \S+ )?(?:por|en|by)"
    r"|desenvolvid[oa] por|desenvolvimento|criad[oa] por|feito por|criação de sites"
    r"|r[eé]alis(?:[eé]|ation)|conception|cr[eé]ation (?:de )?(?:site|web)|cr[eé][eé] par"
    r"|d[eé]velopp[eé] par|realizza(?:to|zione)|sviluppato da|creato da|webdesign|umsetzung"
    r"|erstellt von|gestaltung|webagentur"
    r"|hosting (?:by|por)|webmaster|powered by",
    re.I,
)


def credited(text: str, start: int, site: str, email: str = "") -> bool:
    """By the words before it on its own line. An address of the site's own domain is the business's whoever says it."""
    if email and site and email.rpartition("@")[2].endswith(site):
        return False
    line = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    return bool(line) and _speaks_of_a_maker(line)


@lru_cache(maxsize=1024)  # the pages of a site share their footer
def _speaks_of_a_maker(line: str) -> bool:
    return _MADE_BY.search(line.replace("\x02", "")) is not None
