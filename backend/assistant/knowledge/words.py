"""Words that say little about what a question is about, in four languages; folded. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from backend.assistant.folding import folded
from backend.core.language import Language
from backend.flows.engine.parsing.text import clean

_NOT_WORDS: Final = re.compile(r"[\W_]+")
LONGEST: Final = 500

# Greetings and courtesies: nothing of the question.
_EMPTY: Final[Mapping[Language, str]] = {
    "es": "hola holi ola buenas buenos dias tardes noches gracias porfa porfi favor saludos perdona perdon disculpa"
    " oye mira vale ok pues bueno queria quisiera quiero querria gustaria saber preguntar pregunta consultar consulta"
    " duda informacion info decir dime decirme podeis podrias podriais puedes puedo ayudar ayuda si no ya asi tambien"
    " aqui alli vosotros ustedes usted me mi te tu os vuestro vuestra vuestros vuestras su sus xq pq q k",
    "ca": "hola ei bon bona dia tarda nit vespre gracies merci sisplau plau si us salutacions perdona perdo escolta"
    " mira val ok doncs be volia voldria vull agradaria saber preguntar pregunta consultar consulta dubte informacio"
    " info dir digues podeu podries podrieu pots puc ajudar ajuda no ja aixi tambe aqui alla vosaltres voste vostes"
    " em meu meva et teu teva us vostre vostra vostres seu seva els les de per amb que",
    "pt": "ola oi bom boa dia tarde noite obrigado obrigada favor cumprimentos desculpa desculpe olhe ok pois bem"
    " queria gostaria quero saber perguntar pergunta consultar consulta duvida informacao informacoes info dizer diga"
    " podem poderia poderiam pode posso ajudar ajuda sim nao ja assim tambem aqui ai voces voce me meu minha te"
    " teu tua vos vosso vossa seu sua seus suas",
    "en": "hi hello hey good morning afternoon evening thanks thank you please sorry excuse regards ok well i would"
    " like want wanted know ask asking question wondering information info tell me could can you your yours my help"
    " yes no there here also just so about",
}
# In every second question, so hardly a sign of one.
_COMMON: Final[Mapping[Language, str]] = {
    "es": "cuanto cuanta cuantos cuantas cuesta cuestan costar vale valen precio precios tarifa tarifas cobrais cobran"
    " teneis tienen tienes tener hay haceis hacen haces hacer ofreceis ofrecen vendeis vender venden trabajais trabajan"
    " como cual cuales que quien donde cuando es son esta estan sale salen va ser sirve poder comprar compro",
    "ca": "quant quanta quants quantes costa costen costar val valen preu preus tarifa tarifes cobreu cobren teniu"
    " tenen tens tenir hi ha feu fan fas fer oferiu ofereixen veneu vendre venen treballeu treballen com quin quina"
    " quins quines que qui on quan es son esta estan surt va ser poder comprar",
    "pt": "quanto quanta quantos quantas custa custam custar vale valem preco precos tarifa tarifas cobram tem ter ha"
    " fazem faz fazer oferecem vendem vende vender trabalham como qual quais que quem onde quando e sao esta estao sai"
    " fica ser poder comprar",
    "en": "how much many cost costs price prices pricing rate rates charge do does have has is are offer sell sells"
    " make work works what which who where when get be buy purchase",
}


def folded_words(text: str) -> str:
    """Only words, without case and accents, for any length of text and never longer than it."""
    return _NOT_WORDS.sub(" ", folded(clean(text))).strip()


def without_courtesies(text: str, language: Language) -> str:
    """Folded; the text itself where it was nothing else. Of an endless message only the beginning is read."""
    plain = folded_words(text[:LONGEST])
    empty = _EMPTY_WORDS[language]
    return " ".join(word for word in plain.split() if word not in empty) or plain


def common(language: Language) -> str:
    return _COMMON[language]


_EMPTY_WORDS: Final = {language: frozenset(words.split()) for language, words in _EMPTY.items()}
