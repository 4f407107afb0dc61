"""The words of the mails that accounts send, as text and as simple HTML, in four languages (X32)."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from backend.accounts.enums import MailKind
from backend.core.language import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its addresses."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Words:
    """`{brand}` and `{name}` are filled in; the name is the person's, in invitations the company's."""

    subject: str
    greeting: str
    body: str
    button: str
    ending: str


def write(kind: MailKind, language: Language, *, brand: str, name: str, link: str) -> Letter:
    return fill(_WORDS[kind][language], language, {"brand": brand, "name": name}, link)


def fill(words: Words, language: Language, filled: Mapping[str, str], link: str) -> Letter:
    """`filled` holds the brand and whatever else the words name."""
    subject, greeting, body, button, ending = (
        part.format(**filled) for part in (words.subject, words.greeting, words.body, words.button, words.ending)
    )
    text = f"{greeting}\n\n{body}\n\n{button}:\n{link}\n\n{ending}\n\n{filled['brand']}\n"
    return Letter(subject, text, _html(language, (greeting, body, button, ending, filled["brand"]), link))


def _html(language: Language, parts: tuple[str, str, str, str, str], link: str) -> str:
    greeting, body, button, ending, brand = map(escape, parts)
    target = escape(link, quote=True)
    return f"""<!doctype html>
<html lang="{language}">
<body style="margin:0;background:#f4f5f7;font-family:Helvetica,Arial,sans-serif;color:#1f2430">
<div style="max-width:520px;margin:0 auto;padding:32px 24px;background:#ffffff">
<p>{greeting}</p>
<p>{body}</p>
<p><a href="{target}" style="display:inline-block;padding:12px 20px;background:#1d4ed8;color:#ffffff;\
text-decoration:none;border-radius:6px">{button}</a></p>
<p style="font-size:13px;color:#565d6d;word-break:break-all">{target}</p>
<p style="font-size:13px;color:#565d6d">{ending}</p>
<p>{brand}</p>
</div></body></html>
"""


_WORDS: Final[dict[MailKind, dict[Language, Words]]] = {
    MailKind.VERIFY: {
        "es": Words(
            "Confirma tu correo en {brand}",
            "Hola, {name}:",
            "Gracias por crear tu cuenta. Confirma que este correo es tuyo y ya estará todo listo.",
            "Confirmar mi correo",
            "El enlace vale tres días. Si no has creado ninguna cuenta, no tienes que hacer nada.",
        ),
        "ca": Words(
            "Confirma el teu correu a {brand}",
            "Hola, {name}:",
            "Gràcies per crear el teu compte. Confirma que aquest correu és teu i ja ho tindràs tot a punt.",
            "Confirmar el meu correu",
            "L'enllaç val tres dies. Si no has creat cap compte, no cal que facis res.",
        ),
        "pt": Words(
            "Confirma o teu e-mail no {brand}",
            "Olá, {name}:",
            "Obrigado por criares a tua conta. Confirma que este e-mail é teu e fica tudo pronto.",
            "Confirmar o meu e-mail",
            "A ligação é válida por três dias. Se não criaste nenhuma conta, não precisas de fazer nada.",
        ),
        "en": Words(
            "Confirm your email for {brand}",
            "Hello {name},",
            "Thank you for creating your account. Confirm that this address is yours and you are all set.",
            "Confirm my email",
            "The link works for three days. If you did not create an account, there is nothing to do.",
        ),
    },
    MailKind.RESET: {
        "es": Words(
            "Cambia tu contraseña de {brand}",
            "Hola, {name}:",
            "Has pedido una contraseña nueva. Elígela con este enlace; se cerrarán todas tus sesiones abiertas.",
            "Elegir una contraseña nueva",
            "El enlace vale una hora y solo una vez. Si no lo has pedido tú, ignora este mensaje: nada cambia.",
        ),
        "ca": Words(
            "Canvia la teva contrasenya de {brand}",
            "Hola, {name}:",
            "Has demanat una contrasenya nova. Tria-la amb aquest enllaç; es tancaran totes les sessions obertes.",
            "Triar una contrasenya nova",
            "L'enllaç val una hora i una sola vegada. Si no ho has demanat tu, ignora aquest missatge: res no canvia.",
        ),
        "pt": Words(
            "Altera a tua palavra-passe do {brand}",
            "Olá, {name}:",
            "Pediste uma nova palavra-passe. Escolhe-a com esta ligação; todas as sessões abertas serão terminadas.",
            "Escolher uma nova palavra-passe",
            "A ligação é válida por uma hora e só uma vez. Se não foste tu, ignora esta mensagem: nada muda.",
        ),
        "en": Words(
            "Change your {brand} password",
            "Hello {name},",
            "You asked for a new password. Choose it with this link; all your open sessions will end.",
            "Choose a new password",
            "The link works for one hour and only once. If it was not you, ignore this message: nothing changes.",
        ),
    },
    MailKind.INVITATION: {
        "es": Words(
            "{name} te invita a su equipo en {brand}",
            "Hola:",
            "{name} quiere que te unas a su equipo en {brand}. Acepta la invitación y empieza cuando quieras.",
            "Aceptar la invitación",
            "La invitación vale siete días. Si no la esperabas, puedes ignorar este mensaje.",
        ),
        "ca": Words(
            "{name} et convida al seu equip a {brand}",
            "Hola:",
            "{name} vol que t'uneixis al seu equip a {brand}. Accepta la invitació i comença quan vulguis.",
            "Acceptar la invitació",
            "La invitació val set dies. Si no l'esperaves, pots ignorar aquest missatge.",
        ),
        "pt": Words(
            "{name} convida-te para a sua equipa no {brand}",
            "Olá:",
            "{name} quer que te juntes à sua equipa no {brand}. Aceita o convite e começa quando quiseres.",
            "Aceitar o convite",
            "O convite é válido por sete dias. Se não o esperavas, podes ignorar esta mensagem.",
        ),
        "en": Words(
            "{name} invites you to their team on {brand}",
            "Hello,",
            "{name} would like you to join their team on {brand}. Accept the invitation and start when you like.",
            "Accept the invitation",
            "The invitation is good for seven days. If you did not expect it, you can ignore this message.",
        ),
    },
    MailKind.PASSWORD_CHANGED: {
        "es": Words(
            "Tu contraseña de {brand} ha cambiado",
            "Hola, {name}:",
            "Acabamos de cambiar la contraseña de tu cuenta y hemos cerrado tus demás sesiones.",
            "Entrar",
            "Si no has sido tú, pide enseguida otra contraseña desde la página de acceso y avísanos.",
        ),
        "ca": Words(
            "La teva contrasenya de {brand} ha canviat",
            "Hola, {name}:",
            "Acabem de canviar la contrasenya del teu compte i hem tancat les altres sessions.",
            "Entrar",
            "Si no has estat tu, demana de seguida una altra contrasenya des de la pàgina d'accés i avisa'ns.",
        ),
        "pt": Words(
            "A tua palavra-passe do {brand} mudou",
            "Olá, {name}:",
            "Acabámos de alterar a palavra-passe da tua conta e terminámos as tuas outras sessões.",
            "Entrar",
            "Se não foste tu, pede já outra palavra-passe na página de acesso e avisa-nos.",
        ),
        "en": Words(
            "Your {brand} password was changed",
            "Hello {name},",
            "The password of your account was just changed and your other sessions were ended.",
            "Sign in",
            "If it was not you, ask for another password on the sign-in page at once and tell us.",
        ),
    },
}
