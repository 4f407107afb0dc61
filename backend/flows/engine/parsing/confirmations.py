"""Hears yes, no and "skip it" in four languages; a doubtful yes is none."""

from typing import Final

from backend.flows.engine.parsing.text import fold


def _phrases(text: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in text.split("|"))


YES: Final = _phrases(
    "sí|si|sip|vale|ok|okay|okey|oki|de acuerdo|acepto|lo acepto|sí acepto|claro|claro que sí|por supuesto|"
    "adelante|perfecto|estoy de acuerdo|conforme|no hay problema|sin problema|correcto|"
    "d'acord|accepto|ho accepto|i tant|és clar|endavant|hi estic d'acord|cap problema|perfecte|"
    "sim|aceito|concordo|claro que sim|de acordo|com certeza|pode ser|sem problema|está bem|"
    "yes|yep|yeah|y|sure|i agree|agree|agreed|i accept|accept|of course|go ahead|no problem|fine|"
    "all right|alright"
)
NO: Final = _phrases(
    "no|nop|nope|no gracias|no acepto|no lo acepto|rechazo|no quiero|prefiero que no|para nada|"
    "no gràcies|no accepto|no ho accepto|rebutjo|no vull|prefereixo que no|"
    "não|nao|não obrigado|não obrigada|não aceito|recuso|não quero|prefiro não|"
    "no thanks|no thank you|i do not|i don't|i refuse|decline|i decline|i'd rather not|n"
)
SKIP: Final = _phrases(
    "saltar|saltarlo|saltar pregunta|omitir|pasar|paso|siguiente|no sé|no lo sé|ni idea|no tengo|"
    "ninguno|ninguna|"
    "nada|nada más|prefiero no decirlo|prefiero no contestar|luego|más tarde|ahora no|no|no gracias|"
    "ometre|salta|saltar-ho|passo|següent|no ho sé|no en tinc|cap|res|res més|prefereixo no dir-ho|ara no|"
    "més tard|no gràcies|"
    "pular|ignorar|passar|seguinte|próximo|não sei|não tenho|nenhum|nenhuma|mais tarde|agora não|"
    "prefiro não dizer|não|não obrigado|não obrigada|"
    "skip|skip it|skip this|next|pass|not sure|i don't know|don't know|none|nothing|nothing else|"
    "not now|later|"
    "i'd rather not say|rather not say|prefer not to say|no thanks|n/a"
)
_YES_SIGNS: Final = frozenset("👍👌✅✔☑")
_NO_SIGNS: Final = frozenset("👎❌✖🚫")
_YES_OPENERS: Final = frozenset(
    {"si", "sim", "yes", "yep", "yeah", "ok", "okay", "vale", "acepto", "accepto", "aceito"}
)
_NO_OPENERS: Final = frozenset({"no", "nao", "nope"})
# After these a yes is not yet one: "sí, pero..."
_DOUBTS: Final = frozenset(
    {"no", "nao", "not", "pero", "mas", "but", "si", "however", "don", "dont", "tampoco", "pas"}
    | {"quiza", "quizas", "potser", "talvez", "maybe", "todavia", "encara", "ainda", "yet"}
)
# A consent must be plain: in a long answer the first word decides nothing.
_LONGEST = 6


def parse_confirmation(text: str) -> bool | None:
    words = fold(text)
    if not words:
        return _sign(text)
    if words in YES or words == "1":
        return True
    if words in NO or words == "2":
        return False
    return _by_opening(words.split())


def is_skip(text: str) -> bool:
    return fold(text) in SKIP


def _by_opening(words: list[str]) -> bool | None:
    first, rest = words[0], words[1:]
    if len(words) > _LONGEST:
        return None
    if first in _NO_OPENERS:
        return None if {"problema", "problem"} & set(rest) else False
    if first in _YES_OPENERS and not _DOUBTS & set(rest):
        return True
    return None


def _sign(text: str) -> bool | None:
    yes, no = bool(_YES_SIGNS & set(text)), bool(_NO_SIGNS & set(text))
    return None if yes == no else yes
