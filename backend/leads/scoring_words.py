"""Why a lead has its score: one sentence for each part, in the reader's language (SCO-01)."""

from collections.abc import Mapping
from typing import Any, Final

from babel.numbers import UnknownCurrencyError, format_currency, format_decimal

from backend.core.language import Language

_SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "budget_full": {
        "es": "Presupuesto de {amount}: llega a tu objetivo de {target}.",
        "ca": "Pressupost de {amount}: arriba al teu objectiu de {target}.",
        "pt": "Orçamento de {amount}: atinge o seu objetivo de {target}.",
        "en": "Budget of {amount}: reaches your target of {target}.",
    },
    "budget_part": {
        "es": "Presupuesto de {amount}: por debajo de tu objetivo de {target}.",
        "ca": "Pressupost de {amount}: per sota del teu objectiu de {target}.",
        "pt": "Orçamento de {amount}: abaixo do seu objetivo de {target}.",
        "en": "Budget of {amount}: below your target of {target}.",
    },
    "budget_unknown": {
        "es": "No ha dicho su presupuesto.",
        "ca": "No ha dit el seu pressupost.",
        "pt": "Não indicou o orçamento.",
        "en": "No budget given.",
    },
    "urgency_now": {
        "es": "Quiere empezar cuanto antes.",
        "ca": "Vol començar com més aviat millor.",
        "pt": "Quer começar o quanto antes.",
        "en": "Wants to start as soon as possible.",
    },
    "urgency_1_3_months": {
        "es": "Quiere empezar en 1 a 3 meses.",
        "ca": "Vol començar d'aquí a 1-3 mesos.",
        "pt": "Quer começar em 1 a 3 meses.",
        "en": "Wants to start in 1 to 3 months.",
    },
    "urgency_3_6_months": {
        "es": "Quiere empezar en 3 a 6 meses.",
        "ca": "Vol començar d'aquí a 3-6 mesos.",
        "pt": "Quer começar em 3 a 6 meses.",
        "en": "Wants to start in 3 to 6 months.",
    },
    "urgency_later": {
        "es": "No tiene prisa: lo deja para más adelante.",
        "ca": "No té pressa: ho deixa per a més endavant.",
        "pt": "Não tem pressa: deixa para mais tarde.",
        "en": "In no hurry: sometime later.",
    },
    "urgency_other": {
        "es": "Ha dicho cuándo quiere empezar.",
        "ca": "Ha dit quan vol començar.",
        "pt": "Disse quando quer começar.",
        "en": "Has said when to start.",
    },
    "urgency_unknown": {
        "es": "No ha dicho cuándo quiere empezar.",
        "ca": "No ha dit quan vol començar.",
        "pt": "Não disse quando quer começar.",
        "en": "Has not said when to start.",
    },
    "metres_full": {
        "es": "{metres} m²: un proyecto del tamaño que buscas ({target} m² o más).",
        "ca": "{metres} m²: un projecte de la mida que busques ({target} m² o més).",
        "pt": "{metres} m²: um projeto do tamanho que procura ({target} m² ou mais).",
        "en": "{metres} m²: a project of the size you look for ({target} m² or more).",
    },
    "metres_part": {
        "es": "{metres} m²: más pequeño que tu objetivo de {target} m².",
        "ca": "{metres} m²: més petit que el teu objectiu de {target} m².",
        "pt": "{metres} m²: menor do que o seu objetivo de {target} m².",
        "en": "{metres} m²: smaller than your target of {target} m².",
    },
    "metres_unknown": {
        "es": "No ha dicho los metros.",
        "ca": "No ha dit els metres.",
        "pt": "Não indicou os metros.",
        "en": "No square metres given.",
    },
    "style_defined": {
        "es": "Tiene claro el estilo.",
        "ca": "Té clar l'estil.",
        "pt": "Já tem o estilo definido.",
        "en": "Knows which style.",
    },
    "style_undecided": {
        "es": "Aún no ha decidido el estilo.",
        "ca": "Encara no ha decidit l'estil.",
        "pt": "Ainda não decidiu o estilo.",
        "en": "Undecided about the style.",
    },
    "style_unknown": {
        "es": "No ha hablado del estilo.",
        "ca": "No ha parlat de l'estil.",
        "pt": "Não falou do estilo.",
        "en": "Style not mentioned.",
    },
    "origin_web": {
        "es": "Ha escrito desde tu web.",
        "ca": "Ha escrit des del teu web.",
        "pt": "Escreveu a partir do seu site.",
        "en": "Wrote from your website.",
    },
    "origin_whatsapp": {
        "es": "Ha escrito por WhatsApp.",
        "ca": "Ha escrit per WhatsApp.",
        "pt": "Escreveu pelo WhatsApp.",
        "en": "Wrote on WhatsApp.",
    },
    "origin_social": {
        "es": "Ha llegado por una red social.",
        "ca": "Ha arribat per una xarxa social.",
        "pt": "Chegou por uma rede social.",
        "en": "Came through a social network.",
    },
    "origin_manual": {
        "es": "Lo ha añadido tu equipo a mano.",
        "ca": "L'ha afegit el teu equip a mà.",
        "pt": "Foi adicionado à mão pela sua equipa.",
        "en": "Added by hand by your team.",
    },
}


# Any: parameters and stored parts are JSON.
def sentence(reason: str, params: Mapping[str, Any], language: Language) -> str:
    """Empty for a reason that an older version of the rules gave and no longer exists."""
    words = _SENTENCES.get(reason)
    if words is None:
        return ""
    currency = str(params.get("currency", ""))
    shown = {
        name: money(value, currency, language) if currency else format_decimal(value, "#,##0.#", locale=language)
        for name, value in params.items()
        if name != "currency"
    }
    return words[language].format_map(shown)


def reasons() -> frozenset[str]:
    return frozenset(_SENTENCES)


def money(value: float, currency: str, language: Language) -> str:
    """Whole units: nobody's budget has cents."""
    try:
        return format_currency(value, currency, "#,##0 ¤", locale=language, currency_digits=False, group_separator=True)
    except UnknownCurrencyError:
        return f"{format_decimal(value, '#,##0', locale=language)} {currency}"
