"""What the assistant does not talk about: its own inside, how data is gathered, other people's private lives (AIA-06).

Rules over folded text, in the four languages and together: who asks in English of a Catalan panel is refused too.
Looking somebody up among one's own leads is what the assistant is for and is never refused.
"""

import re
from enum import StrEnum
from typing import Final

from backend.assistant.folding import folded


class Topic(StrEnum):
    """Why a message is refused."""

    INTERNAL = "internal"
    SCRAPING = "scraping"
    PRIVATE = "private"


_RULES: Final[dict[Topic, tuple[str, ...]]] = {
    Topic.INTERNAL: (
        r"\b(system|sistema?) ?prompt\b|\bprompt (del|do|of the|de) sistema\b|\b(tu|teu|seu|your) prompt\b",
        r"\b(ignora|ignore|olvida|esquece|oblida|forget|disregard)\b.{0,40}"
        r"\b(instruc|anterior|previo|previous|above|regras|reglas|regles|rules)",
        r"\b(tus|teves|suas|your|las|les|as) (instrucciones|instruccions|instrucoes|instructions)\b",
        r"\b(api[ _-]?keys?|clave[s]? (de|da) api|claus? (d.|de l.)api|chave[s]? (de|da) api|secret[ _-]?key)\b",
        r"\b(openai_api_key|database_url|secret_key|encryption_keys|\.env)\b",
        r"\b(codigo fuente|codi font|codigo[- ]fonte|source code)\b",
        r"\b(base de dados|base de datos|base de dades|database)\b.{0,40}\b(esquema|schema|tabla|taula|tabela|table"
        r"|sql|contrase|password|senha)",
        r"\b(drop|truncate|alter) table\b|\bselect\b.{1,60}\bfrom\b.{0,40}\b(users?|tenants?|leads)\b",
        r"\b(que|quin|qual|which|what) (modelo|model) (eres|ets|usas|fas servir|voce usa|are you|do you use)\b",
    ),
    Topic.SCRAPING: (
        r"\bscrap(e|er|ers|ing|ear|eas|eais|ejar|ejau|eando)\b",
        r"\b(como?|how)\b.{0,40}\b(extraes|extreus|extrai|extract|rastreas|rastreja|crawl|sacas los datos"
        r"|obten[es]* los datos|obtens les dades|get the data|obtem os dados)\b",
        r"\b(robots\.txt|user[- ]agent|prox(y|ies)|captchas?|cloudflare)\b",
        r"\b(evitar|esquivar|saltar|evade|bypass|avoid|contornar)\b.{0,30}\b(bloqueo|bloqueig|bloqueio|block|limite|limit)",
    ),
    Topic.PRIVATE: (
        r"\b(dni|passport|pasaporte|passaport|passaporte)\b.{0,20}\b(de|d.|do|da|of)\b",
        r"\b(donde vive|on viu|onde mora)\b|\bwhere does\b.{1,60}\blives?\b|\b(home address|domicilio particular|"
        r"domicili particular|morada pessoal|direccion de (su )?casa|adreca de casa)\b",
        r"\b(sueldo|sou|salario|salary|wage)\b.{0,12}\b(de|d.|do|da|of)\b|\bhow much does\b.{1,60}\bearn\b",
        r"\b(estado de salud|estat de salut|estado de saude|health condition|medical (history|record))\b",
        r"\b(enfermedad|malaltia|doenca|religion|religio|religiao|(orientacion|orientacio|orientacao) sexual|"
        r"sexual orientation)\b",
        r"\b(otr[oa]s?|altres|outr[oa]s?|other) (clientes?|clients?|empresas?|empreses|companies|companys|tenants?|"
        r"cuentas|comptes|contas|accounts)\b.{0,40}\b(opensells|plataforma|platform|datos|dades|dados|data|leads?)\b",
        r"\b(leads?|datos|dades|dados|data)\b.{0,30}\b(de|of|from|d.) (otr[oa]s?|altres|outr[oa]s?|other)"
        r" (clientes?|clients?|empresas?|empreses|companies|tenants?|cuentas|comptes|contas|accounts)\b",
    ),
}
_COMPILED: Final = {topic: re.compile("|".join(rules)) for topic, rules in _RULES.items()}


def refusal(text: str) -> Topic | None:
    """Why this may not be answered; None where it may."""
    plain = folded(text)
    return next((topic for topic, rule in _COMPILED.items() if rule.search(plain)), None)
