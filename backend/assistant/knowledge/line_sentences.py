"""Why a pasted line was left out, in the language of whoever pasted it (X32). Pure."""

from collections.abc import Mapping
from typing import Final

from backend.assistant.knowledge.enums import LineProblem
from backend.core.language import Language

_SENTENCES: Final[Mapping[LineProblem, Mapping[Language, str]]] = {
    LineProblem.TOO_MANY_LINES: {
        "es": "solo se leen {most} líneas de una vez: pega el resto después",
        "ca": "només es llegeixen {most} línies de cop: enganxa la resta després",
        "pt": "só se leem {most} linhas de cada vez: cola o resto depois",
        "en": "only {most} lines are read at once: paste the rest afterwards",
    },
    LineProblem.PRICE_UNREADABLE: {
        "es": "“{text}” no es un precio",
        "ca": "“{text}” no és un preu",
        "pt": "“{text}” não é um preço",
        "en": "“{text}” is not a price",
    },
    LineProblem.NAME_MISSING: {
        "es": "falta la pregunta o el nombre",
        "ca": "falta la pregunta o el nom",
        "pt": "falta a pergunta ou o nome",
        "en": "the question or the name is missing",
    },
    LineProblem.NAME_TOO_LONG: {
        "es": "la pregunta o el nombre es demasiado largo",
        "ca": "la pregunta o el nom és massa llarg",
        "pt": "a pergunta ou o nome é demasiado longo",
        "en": "the question or the name is too long",
    },
    LineProblem.ANSWER_MISSING: {
        "es": "falta la respuesta",
        "ca": "falta la resposta",
        "pt": "falta a resposta",
        "en": "the answer is missing",
    },
    LineProblem.ANSWER_TOO_LONG: {
        "es": "la respuesta es demasiado larga",
        "ca": "la resposta és massa llarga",
        "pt": "a resposta é demasiado longa",
        "en": "the answer is too long",
    },
    LineProblem.LINK_UNUSABLE: {
        "es": "un enlace debe empezar por https:// y no llevar espacios",
        "ca": "un enllaç ha de començar per https:// i no dur espais",
        "pt": "uma ligação deve começar por https:// e não ter espaços",
        "en": "a link must begin with https:// and have no spaces",
    },
    LineProblem.TOO_MANY_KEYWORDS: {
        "es": "hay demasiadas palabras clave, o una es demasiado larga",
        "ca": "hi ha massa paraules clau, o una és massa llarga",
        "pt": "há demasiadas palavras-chave, ou uma é demasiado longa",
        "en": "there are too many keywords, or one is too long",
    },
    LineProblem.UNREADABLE: {
        "es": "esta línea no se entiende",
        "ca": "aquesta línia no s'entén",
        "pt": "não se percebe esta linha",
        "en": "this line cannot be read",
    },
}


def sentence(problem: LineProblem, language: Language, *, text: str = "", most: int = 0) -> str:
    """A piece of a sentence, to stand after the line's number; `text` is the cell that it is about."""
    return _SENTENCES[problem][language].format(text=text, most=most)
