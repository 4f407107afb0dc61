"""Why a message did not go out, or may not, in words that a person of the business understands (X32). Pure."""

from collections.abc import Mapping
from typing import Final

from backend.conversations.enums import Refusal
from backend.core.language import Language
from backend.providers.messaging import Failure
from backend.providers.meta_codes import of_code

Sentences = Mapping[Language, str]

_SENTENCES: Final[Mapping[str, Sentences]] = {
    Refusal.WINDOW_CLOSED: {
        "es": "La ventana está cerrada: esta persona escribió hace demasiado. Usa una plantilla o espera a que"
        " escriba.",
        "ca": "La finestra està tancada: aquesta persona va escriure fa massa. Fes servir una plantilla o espera que"
        " escrigui.",
        "pt": "A janela está fechada: esta pessoa escreveu há demasiado tempo. Usa um modelo ou espera que escreva.",
        "en": "The window is closed: this person wrote too long ago. Use a template or wait until they write.",
    },
    Refusal.OPTED_OUT: {
        "es": "Esta persona pidió no recibir más mensajes.",
        "ca": "Aquesta persona va demanar no rebre més missatges.",
        "pt": "Esta pessoa pediu para não receber mais mensagens.",
        "en": "This person asked to get no more messages.",
    },
    Refusal.SUPPRESSED: {
        "es": "Esta persona o empresa está en la lista de exclusión.",
        "ca": "Aquesta persona o empresa és a la llista d'exclusió.",
        "pt": "Esta pessoa ou empresa está na lista de exclusão.",
        "en": "This person or business is on the list of those never approached.",
    },
    Refusal.NO_CONSENT: {
        "es": "No hay consentimiento ni ha escrito nunca: no se le puede hacer seguimiento.",
        "ca": "No hi ha consentiment ni ha escrit mai: no se li pot fer seguiment.",
        "pt": "Não há consentimento nem escreveu alguma vez: não se pode fazer seguimento.",
        "en": "There is no consent and they never wrote: they cannot be followed up.",
    },
    Refusal.QUIET_HOURS: {
        "es": "Allí es de noche; saldrá a partir de las 8.",
        "ca": "Allà és de nit; sortirà a partir de les 8.",
        "pt": "Lá é de noite; sairá a partir das 8.",
        "en": "It is night there; it goes out from 8 o'clock.",
    },
    Refusal.WEEKLY_CAP: {
        "es": "Ya ha recibido los mensajes de seguimiento de esta semana.",
        "ca": "Ja ha rebut els missatges de seguiment d'aquesta setmana.",
        "pt": "Já recebeu as mensagens de seguimento desta semana.",
        "en": "They already got this week's follow-ups.",
    },
    Refusal.NEVER_WROTE: {
        "es": "Esta persona nunca ha escrito por este canal; solo se puede empezar con una plantilla de WhatsApp.",
        "ca": "Aquesta persona no ha escrit mai per aquest canal; només es pot començar amb una plantilla de WhatsApp.",
        "pt": "Esta pessoa nunca escreveu por este canal; só se pode começar com um modelo de WhatsApp.",
        "en": "This person never wrote on this channel; only a WhatsApp template can begin.",
    },
    Refusal.BLOCKED: {
        "es": "Esta persona ha bloqueado la cuenta.",
        "ca": "Aquesta persona ha blocat el compte.",
        "pt": "Esta pessoa bloqueou a conta.",
        "en": "This person blocked the account.",
    },
    Refusal.ACCOUNT_DOWN: {
        "es": "La cuenta del canal no está conectada; renueva su acceso.",
        "ca": "El compte del canal no està connectat; renova'n l'accés.",
        "pt": "A conta do canal não está ligada; renova o acesso.",
        "en": "The channel's account is not connected; renew its access.",
    },
    Failure.RATE_LIMITED: {
        "es": "La plataforma pide ir más despacio; se volverá a intentar.",
        "ca": "La plataforma demana anar més a poc a poc; es tornarà a provar.",
        "pt": "A plataforma pede para ir mais devagar; voltaremos a tentar.",
        "en": "The platform asks us to slow down; it will be tried again.",
    },
    Failure.TEMPORARY: {
        "es": "La plataforma no responde; se volverá a intentar.",
        "ca": "La plataforma no respon; es tornarà a provar.",
        "pt": "A plataforma não responde; voltaremos a tentar.",
        "en": "The platform does not answer; it will be tried again.",
    },
    Failure.UNAUTHORIZED: {
        "es": "La plataforma ya no acepta el acceso de la cuenta; saldrá cuando lo renueves.",
        "ca": "La plataforma ja no accepta l'accés del compte; sortirà quan el renovis.",
        "pt": "A plataforma já não aceita o acesso da conta; sairá quando o renovares.",
        "en": "The platform no longer accepts the account's access; it goes out when you renew it.",
    },
    Failure.REJECTED: {
        "es": "La plataforma ha rechazado el mensaje.",
        "ca": "La plataforma ha rebutjat el missatge.",
        "pt": "A plataforma recusou a mensagem.",
        "en": "The platform refused the message.",
    },
    Failure.UNKNOWN: {
        "es": "No sabemos si llegó a salir. Compruébalo en la aplicación y reenvíalo si hace falta.",
        "ca": "No sabem si va arribar a sortir. Comprova-ho a l'aplicació i reenvia'l si cal.",
        "pt": "Não sabemos se chegou a sair. Verifica na aplicação e reenvia se for preciso.",
        "en": "We do not know whether it went out. Look in the app and send it again if need be.",
    },
}


def sentence(code: str | None, language: Language, platform_words: str | None = None) -> str | None:
    """With what the platform said itself, where our own words alone would leave somebody guessing."""
    if code is None:
        return None
    words = _SENTENCES.get(code, _SENTENCES[Failure.REJECTED])[language]
    return f"{words} ({platform_words})" if platform_words and code == Failure.REJECTED else words


def sentences(code: str | None) -> dict[str, str]:
    """In every language, for answers that do not know who reads them."""
    known = _SENTENCES.get(code or "", {})
    return {language: known[language] for language in known}


def of_platform(code: str) -> Failure:
    """What a code in a status webhook means; a message that was accepted and then failed is not tried again."""
    kind = of_code(int(code)) if code.isdecimal() and len(code) < 10 else Failure.REJECTED
    return kind if kind in {Failure.WINDOW_CLOSED, Failure.BLOCKED} else Failure.REJECTED
