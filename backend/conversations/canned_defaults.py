"""The ready answers that every company begins with, in four languages."""

from dataclasses import dataclass
from typing import Final

from backend.conversations.enums import CannedPurpose
from backend.core.language import Language


@dataclass(frozen=True, slots=True)
class Default:
    """The title is in the company's own language."""

    purpose: CannedPurpose
    titles: dict[Language, str]
    texts: dict[Language, str]


DEFAULTS: Final = (
    Default(
        CannedPurpose.OPENING,
        {"es": "Saludo", "ca": "Salutació", "pt": "Saudação", "en": "Greeting"},
        {
            "es": "¡Hola {name}! Soy {agent}, de {business}. ¿En qué te puedo ayudar?",
            "ca": "Hola {name}! Soc {agent}, de {business}. En què et puc ajudar?",
            "pt": "Olá {name}! Sou {agent}, da {business}. Em que te posso ajudar?",
            "en": "Hi {name}! This is {agent} from {business}. How can I help you?",
        },
    ),
    Default(
        CannedPurpose.OPENING,
        {"es": "Gracias por escribir", "ca": "Gràcies per escriure", "pt": "Obrigado pelo contacto", "en": "Thank you"},
        {
            "es": "Gracias por escribirnos, {name}. Cuéntame un poco más y te preparo una propuesta.",
            "ca": "Gràcies per escriure'ns, {name}. Explica-m'ho una mica més i et preparo una proposta.",
            "pt": "Obrigado por nos escreveres, {name}. Conta-me um pouco mais e preparo-te uma proposta.",
            "en": "Thank you for writing, {name}. Tell me a little more and I'll put a proposal together.",
        },
    ),
    Default(
        CannedPurpose.FOLLOW_UP,
        {"es": "¿Seguimos?", "ca": "Continuem?", "pt": "Continuamos?", "en": "Still interested?"},
        {
            "es": "Hola {name}, ¿pudiste ver lo que te envié sobre {product}? Si tienes dudas, te las resuelvo.",
            "ca": "Hola {name}, vas poder veure el que et vaig enviar sobre {product}? Si tens dubtes, te'ls resolc.",
            "pt": "Olá {name}, conseguiste ver o que te enviei sobre {product}? Se tiveres dúvidas, eu esclareço.",
            "en": "Hi {name}, did you get a chance to look at what I sent about {product}? Happy to answer questions.",
        },
    ),
    Default(
        CannedPurpose.FOLLOW_UP,
        {"es": "Proponer una llamada", "ca": "Proposar una trucada", "pt": "Propor uma chamada", "en": "Offer a call"},
        {
            "es": "¿Te va bien que hablemos cinco minutos por teléfono, {name}? Dime qué hora prefieres.",
            "ca": "Et va bé que en parlem cinc minuts per telèfon, {name}? Digue'm quina hora et va millor.",
            "pt": "Dá-te jeito falarmos cinco minutos por telefone, {name}? Diz-me a que horas preferes.",
            "en": "Would five minutes on the phone suit you, {name}? Tell me what time works best.",
        },
    ),
    Default(
        CannedPurpose.HANDOFF,
        {"es": "Paso a un compañero", "ca": "Passo a un company", "pt": "Passo a um colega", "en": "Handing over"},
        {
            "es": "Te paso con un compañero que lo conoce mejor. Ya tiene nuestra conversación delante.",
            "ca": "Et passo amb un company que ho coneix millor. Ja té la nostra conversa davant.",
            "pt": "Vou passar-te a um colega que conhece melhor o assunto. Já tem a nossa conversa à frente.",
            "en": "I'm passing you to a colleague who knows this better. They already have our conversation.",
        },
    ),
    Default(
        CannedPurpose.HANDOFF,
        {
            "es": "Te contestamos luego",
            "ca": "Et contestem després",
            "pt": "Respondemos depois",
            "en": "Back to you soon",
        },
        {
            "es": "Lo consulto con el equipo y te contesto por aquí en cuanto lo sepa. ¡Gracias por esperar!",
            "ca": "Ho consulto amb l'equip i et contesto per aquí de seguida que ho sàpiga. Gràcies per esperar!",
            "pt": "Vou confirmar com a equipa e respondo-te por aqui assim que souber. Obrigado por esperares!",
            "en": "I'll check with the team and answer you here as soon as I know. Thank you for waiting!",
        },
    ),
)
