"""The mail that says that a channel stopped working, or soon will, in four languages (X32)."""

from typing import Final

from backend.accounts.mails import Letter, Words, fill
from backend.core.language import Language


def write(reason: str, language: Language, *, brand: str, account: str, days: int, link: str) -> Letter:
    """`reason` is `expiring`, in so many days, or why the account stopped."""
    words = (_EXPIRING if reason == "expiring" else _STOPPED)[language]
    return fill(words, language, {"brand": brand, "name": account, "days": str(days)}, link)


_STOPPED: Final[dict[Language, Words]] = {
    "es": Words(
        "{name} ha dejado de funcionar en {brand}",
        "Hola:",
        "La plataforma ya no acepta el acceso de «{name}»: por ese canal no entran ni salen mensajes.",
        "Revisar el canal",
        "Dale un token nuevo en el panel. Las conversaciones se conservan y continúan donde estaban.",
    ),
    "ca": Words(
        "{name} ha deixat de funcionar a {brand}",
        "Hola:",
        "La plataforma ja no accepta l'accés de «{name}»: per aquest canal no entren ni surten missatges.",
        "Revisar el canal",
        "Posa-hi un token nou al panell. Les converses es conserven i continuen on eren.",
    ),
    "pt": Words(
        "{name} deixou de funcionar no {brand}",
        "Olá:",
        "A plataforma já não aceita o acesso de «{name}»: por esse canal não entram nem saem mensagens.",
        "Rever o canal",
        "Dá-lhe um token novo no painel. As conversas mantêm-se e continuam onde estavam.",
    ),
    "en": Words(
        "{name} has stopped working in {brand}",
        "Hello,",
        "The platform no longer accepts the access of “{name}”: no messages come in or go out on that channel.",
        "Look at the channel",
        "Give it a new token in the panel. Its conversations are kept and go on where they were.",
    ),
}
_EXPIRING: Final[dict[Language, Words]] = {
    "es": Words(
        "El acceso de {name} caduca pronto",
        "Hola:",
        "El token de «{name}» caduca y le quedan {days} días enteros. Después no entrarán ni saldrán mensajes.",
        "Renovar el token",
        "Cámbialo en el panel cuando quieras: el de ahora sirve hasta que la plataforma acepte el nuevo.",
    ),
    "ca": Words(
        "L'accés de {name} caduca aviat",
        "Hola:",
        "El token de «{name}» caduca i li queden {days} dies sencers. Després no entraran ni sortiran missatges.",
        "Renovar el token",
        "Canvia'l al panell quan vulguis: el d'ara serveix fins que la plataforma accepti el nou.",
    ),
    "pt": Words(
        "O acesso de {name} expira em breve",
        "Olá:",
        "O token de «{name}» expira e restam-lhe {days} dias completos. Depois não entram nem saem mensagens.",
        "Renovar o token",
        "Muda-o no painel quando quiseres: o atual serve até a plataforma aceitar o novo.",
    ),
    "en": Words(
        "The access of {name} ends soon",
        "Hello,",
        "The token of “{name}” runs out, with {days} whole days left. After that no messages come in or go out.",
        "Renew the token",
        "Change it in the panel whenever you like: the old one serves until the platform takes the new one.",
    ),
}
