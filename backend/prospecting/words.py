"""What a person reads about the sources, in four languages. Pure."""

from typing import Final

from backend.core.language import Language
from backend.prospecting.enums import SourceName

NOTES: Final[dict[SourceName, dict[Language, str]]] = {
    SourceName.OVERPASS: {
        "es": "OpenStreetMap: abierto y sin clave; necesita un lugar.",
        "ca": "OpenStreetMap: obert i sense clau; necessita un lloc.",
        "pt": "OpenStreetMap: aberto e sem chave; precisa de um lugar.",
        "en": "OpenStreetMap: open and without a key; needs a place.",
    },
    SourceName.PLACES: {
        "es": "Google Places: muy completo; cada página se paga con tu clave.",
        "ca": "Google Places: molt complet; cada pàgina es paga amb la teva clau.",
        "pt": "Google Places: muito completo; cada página paga-se com a tua chave.",
        "en": "Google Places: very complete; each page is paid for with your key.",
    },
    SourceName.WEB: {
        "es": "Búsqueda web: encuentra negocios que no están en ningún mapa.",
        "ca": "Cerca al web: troba negocis que no són a cap mapa.",
        "pt": "Pesquisa na web: encontra negócios que não estão em nenhum mapa.",
        "en": "Web search: finds businesses that are on no map.",
    },
    SourceName.LIST: {
        "es": "Tu lista: dominios, correos o nombres, uno por línea o en CSV.",
        "ca": "La teva llista: dominis, correus o noms, un per línia o en CSV.",
        "pt": "A tua lista: domínios, e-mails ou nomes, um por linha ou em CSV.",
        "en": "Your list: domains, emails or names, one a line or as CSV.",
    },
}
TOWN_NOTE: Final[dict[Language, str]] = {
    "es": "En esta demostración solo existe el pueblo inventado de {town}.",
    "ca": "En aquesta demostració només existeix el poble inventat de {town}.",
    "pt": "Nesta demonstração só existe a vila inventada de {town}.",
    "en": "In this demo there is only the made-up town of {town}.",
}
# The niche of a list that came without a question.
LIST_NICHE: Final[dict[Language, str]] = {"es": "Lista", "ca": "Llista", "pt": "Lista", "en": "List"}
