"""What the engine says by itself, in the four languages (ruling X32)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from backend.core.language import Language

Sentence = Mapping[Language, str]


class Hint(StrEnum):
    TEXT = "text"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    PATTERN = "pattern"
    NUMBER = "number"
    BETWEEN = "between"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"
    DATE = "date"
    DATE_MIN = "date_min"
    DATE_MAX = "date_max"
    CHOOSE_ONE = "choose_one"
    CHOOSE_SOME = "choose_some"
    MEDIA = "media"
    TOO_MANY_FILES = "too_many_files"
    FILE_KIND = "file_kind"
    CONSENT = "consent"


SENTENCES: Final[Mapping[Hint, Sentence]] = {
    Hint.TEXT: {
        "es": "No me ha llegado ningún texto. ¿Me lo escribes?",
        "ca": "No m'ha arribat cap text. M'ho escrius?",
        "pt": "Não recebi nenhum texto. Pode escrever?",
        "en": "I didn't get any text. Could you write it?",
    },
    Hint.TOO_SHORT: {
        "es": "Es un poco corto: necesito al menos {min} caracteres.",
        "ca": "És una mica curt: necessito almenys {min} caràcters.",
        "pt": "É um pouco curto: preciso de pelo menos {min} caracteres.",
        "en": "That's a bit short: I need at least {min} characters.",
    },
    Hint.TOO_LONG: {
        "es": "Es demasiado largo. ¿Puedes resumirlo en menos de {max} caracteres?",
        "ca": "És massa llarg. Ho pots resumir en menys de {max} caràcters?",
        "pt": "É demasiado longo. Pode resumir em menos de {max} caracteres?",
        "en": "That's too long. Could you say it in under {max} characters?",
    },
    Hint.PATTERN: {
        "es": "No tiene el formato que esperaba. ¿Lo revisas, por favor?",
        "ca": "No té el format que esperava. Ho pots revisar, si us plau?",
        "pt": "Não tem o formato que eu esperava. Pode verificar, por favor?",
        "en": "That isn't in the format I expected. Could you check it, please?",
    },
    Hint.NUMBER: {
        "es": "No he encontrado ningún número. Escríbelo en cifras, por ejemplo 12,5.",
        "ca": "No hi he trobat cap número. Escriu-lo en xifres, per exemple 12,5.",
        "pt": "Não encontrei nenhum número. Escreva-o em algarismos, por exemplo 12,5.",
        "en": "I couldn't find a number. Please write it in figures, for example 12.5.",
    },
    Hint.BETWEEN: {
        "es": "Tiene que estar entre {min} y {max}.",
        "ca": "Ha d'estar entre {min} i {max}.",
        "pt": "Tem de estar entre {min} e {max}.",
        "en": "It has to be between {min} and {max}.",
    },
    Hint.AT_LEAST: {
        "es": "Tiene que ser como mínimo {min}.",
        "ca": "Ha de ser com a mínim {min}.",
        "pt": "Tem de ser no mínimo {min}.",
        "en": "It has to be at least {min}.",
    },
    Hint.AT_MOST: {
        "es": "Tiene que ser como máximo {max}.",
        "ca": "Ha de ser com a màxim {max}.",
        "pt": "Tem de ser no máximo {max}.",
        "en": "It has to be at most {max}.",
    },
    Hint.EMAIL: {
        "es": "Ese correo no parece completo. Escríbelo así: nombre@ejemplo.com.",
        "ca": "Aquest correu no sembla complet. Escriu-lo així: nom@exemple.com.",
        "pt": "Esse e-mail não parece completo. Escreva-o assim: nome@exemplo.com.",
        "en": "That email doesn't look complete. Please write it like name@example.com.",
    },
    Hint.PHONE: {
        "es": "Ese teléfono no parece correcto. Si es de otro país, añade el prefijo (+34…).",
        "ca": "Aquest telèfon no sembla correcte. Si és d'un altre país, afegeix-hi el prefix (+34…).",
        "pt": "Esse telefone não parece correto. Se for de outro país, junte o indicativo (+351…).",
        "en": "That phone number doesn't look right. From another country, please add its prefix (+44…).",
    },
    Hint.MONEY: {
        "es": "No he entendido la cantidad. Puedes decir «unos 8.000 €» o «entre 5 y 8 mil».",
        "ca": "No he entès la quantitat. Pots dir «uns 8.000 €» o «entre 5 i 8 mil».",
        "pt": "Não percebi o valor. Pode dizer «cerca de 8.000 €» ou «entre 5 e 8 mil».",
        "en": "I didn't catch the amount. You can say “about €8,000” or “between 5 and 8k”.",
    },
    Hint.DATE: {
        "es": "No he entendido la fecha. Puedes decir «12/3», «mañana» o «el próximo lunes».",
        "ca": "No he entès la data. Pots dir «12/3», «demà» o «dilluns vinent».",
        "pt": "Não percebi a data. Pode dizer «12/3», «amanhã» ou «próxima segunda-feira».",
        "en": "I didn't catch the date. You can say “12 March”, “tomorrow” or “next Monday”.",
    },
    Hint.DATE_MIN: {
        "es": "Tiene que ser a partir del {min}.",
        "ca": "Ha de ser a partir del {min}.",
        "pt": "Tem de ser a partir de {min}.",
        "en": "It has to be {min} or later.",
    },
    Hint.DATE_MAX: {
        "es": "Tiene que ser como muy tarde el {max}.",
        "ca": "Ha de ser com a molt tard el {max}.",
        "pt": "Tem de ser o mais tardar em {max}.",
        "en": "It has to be {max} or earlier.",
    },
    Hint.CHOOSE_ONE: {
        "es": "No sé a cuál te refieres. Elige una de estas opciones: {options}.",
        "ca": "No sé a quina et refereixes. Tria una d'aquestes opcions: {options}.",
        "pt": "Não sei a qual se refere. Escolha uma destas opções: {options}.",
        "en": "I'm not sure which one you mean. Please choose one of these: {options}.",
    },
    Hint.CHOOSE_SOME: {
        "es": "No sé a cuáles te refieres. Elige una o varias: {options}.",
        "ca": "No sé a quines et refereixes. Tria'n una o més: {options}.",
        "pt": "Não sei a quais se refere. Escolha uma ou várias: {options}.",
        "en": "I'm not sure which ones you mean. Please choose one or more: {options}.",
    },
    Hint.MEDIA: {
        "es": "No he recibido ningún archivo. Puedes adjuntarlo con el botón del clip.",
        "ca": "No he rebut cap fitxer. El pots adjuntar amb el botó del clip.",
        "pt": "Não recebi nenhum ficheiro. Pode anexá-lo com o botão do clipe.",
        "en": "I didn't get a file. You can attach it with the paperclip button.",
    },
    Hint.TOO_MANY_FILES: {
        "es": "Son demasiados archivos: puedes enviar hasta {max}.",
        "ca": "Són massa fitxers: en pots enviar fins a {max}.",
        "pt": "São demasiados ficheiros: pode enviar até {max}.",
        "en": "That's too many files: you can send up to {max}.",
    },
    Hint.FILE_KIND: {
        "es": "Ese tipo de archivo no lo puedo abrir. Acepto: {kinds}.",
        "ca": "Aquest tipus de fitxer no el puc obrir. Accepto: {kinds}.",
        "pt": "Não consigo abrir esse tipo de ficheiro. Aceito: {kinds}.",
        "en": "I can't open that kind of file. I accept: {kinds}.",
    },
    Hint.CONSENT: {
        "es": "Necesito un sí o un no. ¿Aceptas?",
        "ca": "Necessito un sí o un no. Ho acceptes?",
        "pt": "Preciso de um sim ou de um não. Aceita?",
        "en": "I need a yes or a no. Do you accept?",
    },
}

ACCEPT: Final[Sentence] = {"es": "Acepto", "ca": "Accepto", "pt": "Aceito", "en": "I accept"}
REFUSE: Final[Sentence] = {
    "es": "No, gracias",
    "ca": "No, gràcies",
    "pt": "Não, obrigado",
    "en": "No, thanks",
}
FAREWELL: Final[Sentence] = {
    "es": "De acuerdo, no guardaré ningún dato tuyo. Gracias por la visita, ¡hasta pronto!",
    "ca": "D'acord, no desaré cap dada teva. Gràcies per la visita, fins aviat!",
    "pt": "Muito bem, não vou guardar nenhum dado seu. Obrigado pela visita, até breve!",
    "en": "All right, I won't keep any of your details. Thanks for stopping by, see you soon!",
}
_SKIP: Final[Sentence] = {
    "es": "Si prefieres no contestar, escribe «saltar».",
    "ca": "Si prefereixes no contestar, escriu «ometre».",
    "pt": "Se preferir não responder, escreva «saltar».",
    "en": "If you'd rather not answer, write “skip”.",
}


def skip_hint(language: Language) -> str:
    return _SKIP[language]
