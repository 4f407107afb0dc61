"""Numbers that claim nothing: sayings, items of a list, names, and counts of what the reply itself lists. Pure."""

import re
from typing import Final

from backend.assistant.claims import weekdays
from backend.assistant.claims.shapes import TAKEN

# An item of an enumeration ("1. ", "2) ", a keycap); a number that belongs to a name ("3D", "A4", "H2O", "iPhone 5"),
# told by the letters it hangs on or by the capital before it; an ordinal ("1.º").
ENUMERATION: Final = re.compile(
    r"(?:^\s*(?:[-*•]\s*)?\d{1,2}[.)\]]|(?<=[.:;!?] )\d{1,2}[.)\]]|(?<=, )\d{1,2}\)|(?<=\b[yieo] )\d{1,2}\)"
    r"|(?<=and )\d\)"
    r"|\d\ufe0f?\u20e3)(?=\s*\S)(?!\d)",
    re.MULTILINE,
)
_GROWN_TOGETHER: Final = re.compile(
    r"\b(?:(?!(?:for|por|per|[AaPp]m)-\d)[A-Za-z]+[-]?\d+[A-Za-z\d]*|\d{1,3}(?:D|G|K|XL|x)(?![A-Za-z\d])(?!\s?\d)"
    r"|\d{1,2}\.?[ºª](?! de\b|\s?C\b)"
    r"|(?<![A-Za-z] )\d{1,2}(?:st|nd|rd|th)(?= (?!of\b)[a-z]))"
)
_NOT_NAMES: Final = (
    "EUR|USD|US|CLP|BRL|GBP|Tel|Tfno|De|A|Las|Les|Los|Els|At|On|From|Desde|Hasta|Precio|Preu|Price|Preço|Entre|Between|Son"
    "|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    "|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Weekdays|Weekends|Lunes|Martes|Miércoles|Jueves|Viernes"
    "|Sábados?|Domingos?|Dilluns|Dimarts|Dimecres|Dijous|Divendres|Dissabtes?|Diumenges?|Google|Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun|Segunda|Terça"
    "|Quarta|Quinta|Sexta|Quedan|Queden|Restam|IVA|VAT"
)
_NAMED: Final = re.compile(
    rf"(?<=[^.!?¡¿:\n] )(?!(?:{_NOT_NAMES})\b)([A-ZÀ-Ý][\w'’-]+) \d(?![\d:/%h]|[.,]\d"
    r"|\s*(?:%|€|[$£:]|eur|h\b|m\b|m2|m²|cm|d[ií]a|day|set?ma|week|m[eê]s|month|a[nñ]|year|[a-z]+s\b))"
)
_STREET: Final = re.compile(
    r"\b(?:calle|c/|carrer|rua|avenida|avinguda|av\.|plaza|pla[cç]a|pra[cç]a|paseo|passeig)\b", re.IGNORECASE
)
_CLOCKED: Final = re.compile(r"\b\d{1,2}h(?:\d{2})?\b|\bm2\b|\bm3\b", re.IGNORECASE)
# A code that one is to type gives something; it is no name.
_CODE: Final = re.compile(r"\b(?:c[oó]digo|codi|code|cup[oó]n|cup[oó]|cupom|voucher)\b", re.IGNORECASE)

# `plain` text from here on, with figures or before them.
_SAYINGS: Final = re.compile(
    r"\b(?:(?:(?:a|de) )?(?:las |les |as )?mil (?:maravillas|meravelles|maravilhas)|mil gracias|mil merces"
    r"|mil gracies|mil perdones|mil disculpas"
    r"|mil desculpas|mil obrigad[oa]s|mil maneras|mil [yie] un[oa]?|mil e uma?|a thousand and one|en (?:dos"
    r"|tres) patadas|a thousand thanks|thanks a million|a million thanks"
    r"|one in a million|uno a uno"
    r"|de uno en uno|d'un en un|um a um|one by one|de dos en dos|two by two|todo en uno|tot en un|all[- ]in[- ]one"
    r"|one[- ]on[- ]one"
    r"|desde cero|des de zero|do zero|from zero|cuatro palabras|quatre paraules|quatro palavras"
    r"|en dos palabras|en dues paraules|em duas palavras|in two words|no hay dos sin tres|(?:una?|uno|one) (?:o|ou"
    r"|or) (?:dos|dues|dois|duas|two)(?=\s*(?:[.,?!]|$))|dos por dos son"
    r"|(?:o|ou|or) (?:dos|dues|dois|duas|two)(?=\s*(?:[.,?!]|$))"
    r"|(?:en|in|em|d'aqui(?: a)?) (?:un |a |um )?(?:par de|parell de|couple of) (?:minut|segun|segon|second)\w*"
    r"|(?:give|dame|deme|dona'm|de-me) (?:me )?(?:dos|two|dues|dois|duas) (?:minut|segun|segon|second)\w*"
    r"|(?:los|las|els|les|os|as|ambos|the|nosotros|vosotros|nosaltres|vosaltres) (?:dos|dues|dois|duas"
    r"|two)(?= (?:a la vez|juntos|juntas|junts|of us|of you))"
    r"|(?:entre|between) (?:los|las|els|les|the) (?:dos|dues|two)"
    r"|ten out of ten|catch-?22|on cloud nine|at sixes and sevens"
    r"|back to square one"
    r"|estar en siete|a cuatro manos|quatre gats|cuatro gatos|(?:feliz|felic|happy|bon|prospero) (?:ano "
    r"|any )?(?:nuevo |novo |nou |new year )?20\d\d"
    r"|(?:qual|cual|quina|quin|which|which one|alguna|algun|algum|una|uno|un|uma|um|cualquiera|qualsevol|qualquer"
    r"|nenhuma|nenhum|ninguna|ninguno|cap|either|any"
    r"|one) (?:de les|de las|de los|dels|das|dos|of the|of these|of those|of)"
    r" (?:dos|dues|dois|duas|two|2|tres|three|3)(?! (?:de la|da|del|h|horas|hores)\b)"
    r"|second to none|first[- ]rate|first[- ]class|one (?:or|and) (?:the )?(?:other|another)|(?:ni )?un[oa] (?:ni|u"
    r"|o|y) otr[oa])\b"
)
# "¡Hasta mañana!", "mañana te digo algo": a farewell, unless an hour or a deed follows.
_TOMORROW: Final = r"(?:manana|dema|amanha|tomorrow)"
_CLOSE: Final = r"(?=\s*(?:$|[.,;:!?)]|[^\w\s]))"
_TELLING: Final = (
    r"(?:(?:(?:te|le|os|les|lo|la|ya|et|us|li|t'ho|ho|lhe|vos|i'll|we'll|i will|we will|i|we|eu) ){0,3}"
    r"(?:digo|decimos|cuento|contamos|confirmo|confirmamos|dic|diem|leo|leemos|escribo|escribimos|escric|escrevo|explico|expliquem|confirmem|dizemos|conto"
    r"|let you know|get back to you|tell you(?: more)?|confirm)|digo-(?:te|lhe|vos)"
    r"|(?:ja )?(?:dou|damos)(?:-\w+)? noticias|(?:lo |en |ya )?(?:hablamos|comentamos|parlem|falamos|seguimos|seguim)"
    r"(?: (?:hablando|parlant|falando))?|let's (?:talk|speak|chat))"
    r"(?: (?:algo|alguna cosa|alguma coisa|quelcom|something|more|mas|mes))?"
)
_THANKS: Final = (
    r"(?:(?:muchas |moltes |muito |many )?(?:gracias|gracies|merci|thanks|obrigad[oa]|un saludo|una abracada|um abraco"
    r"|un abrazo) )?"
)
_FAREWELL: Final = re.compile(
    rf"(?:^|(?<=[.,;:!?¡¤)] )|(?<=[¡¤])){_THANKS}(?:(?:y|i|e|and|pues|doncs|then|entao|bueno) )?"
    rf"(?:hasta|fins|ate|until|see you|see ya|(?:speak|talk|chat)(?: to you)?) {_TOMORROW}{_CLOSE}"
    rf"|\b(?:buen|bon|bom|boa|feliz|felic|happy|enjoy (?:the|your)|(?:great|good|lovely|nice|fab|fantastic))"
    rf" (?:fin de semana|finde|cap de setmana|weekend|{weekdays.NAMES})\b"
    rf"|\b{_TOMORROW},? (?:mismo |mateix |mesmo )?{_TELLING}{_CLOSE}|\b{_TELLING} {_TOMORROW}{_CLOSE}"
)
# "Paso 1", "Option 2": the reply counts its own items.
_LABEL: Final = re.compile(
    r"\b(?:paso|opcion|pas|opcio|passo|opcao|step|option|punto|punt|ponto|point|consejo|consell|dica|tip|idea|ideia"
    r"|pregunta"
    r"|pergunta|question)\s(?:n[.ºo]{0,3}\s?)?#?\d{1,2}\b(?=\s*[:.)-])"
)
# Nouns for what stands in the reply itself, not in the world of the business.
_OWN: Final = re.compile(
    r"\s+(?:(?:buenas?|bones?|boas?|good|great|quick|little|small|main|grandes?|pequen[ao]s?|petites?|rapid\w+"
    r"|simples?|senzilles?)\s+)?"
    r"(?:opcion(?:es)?|opcions|opcoes|options?|cosas?|coses|coisas?|coisinhas|cosit[ae]s|things?|preguntas?"
    r"|preguntes|perguntas?"
    r"|questions?|maneras?|maneres|maneiras?|ways?|formas?|formes|tipos?|tipus|types?|kinds?|palabras?|paraules"
    r"|palavras?|words?"
    r"|pasos|passos|passes|steps?|ideas|idees|ideias|dudas?|dubtes|duvidas?|detalles|detalls|detalhes|details?"
    r"|datos|dades|dados"
    r"|consejos|consells|dicas|tips?|temas|temes|points?|puntos|punts|pontos|alternativas?|alternatives|posibilidades"
    r"|possibilitats|possibilidades|possibilities|cifras|xifres|digitos|digits|letras|lletres|letters|lineas|linies"
    r"|linhas"
    r"|lines|segundos|minutitos|caminos|camins|vias|vies|motivos|motius|reasons?|razones|raons|razoes|mundos|mons"
    r"|worlds?"
    r"|bandas|lados|costats|sides?|of (?:us|you|them|those|these)|de (?:nosotros|nosaltres|nos|ellos|ells|vosotros"
    r"|vosaltres)"
    r"|d'ells|delas?|deles)\b"
)

# Free hours, which are named behind the number.
_SLOTS: Final = re.compile(
    r"\s+(?:[a-z]+ )?(?:huecos|forats|horas|hores|citas|cites|slots|appointments|openings|turnos|torns|vagas|horarios"
    r"|horaris|dates|fechas|visitas|visites|times)\b"
)
_TAKEN: Final = re.compile(f"{TAKEN}+")
_BOTH: Final = re.compile(
    r"\b(?:los|las|els|les|os|as|tots|totes|the|of|vosotr[oa]s|nosotr[oa]s|vosaltres|nosaltres|you|us"
    r"|entre|para|per a|for"
    r"|para os) $"
)


def without_names(piece: str, *, keep_named: bool) -> str:
    """`keep_named` for facts: "Serrano 88" knows the 88."""
    text = ENUMERATION.sub(TAKEN, piece)
    if not _CODE.search(text):
        text = _GROWN_TOGETHER.sub(lambda name: name[0] if _CLOCKED.fullmatch(name[0]) else TAKEN, text)
    if keep_named or _STREET.search(text):
        return text
    return _NAMED.sub(TAKEN, text)


def without_sayings(text: str) -> str:
    return _LABEL.sub(TAKEN, _FAREWELL.sub(TAKEN, _FAREWELL.sub(TAKEN, _SAYINGS.sub(TAKEN, text))))


def is_own(number: float, before: str, rest: str) -> bool:
    """Whether the number counts what the reply itself says, with the sentence before and behind it: "los dos"."""
    if number == 2 and _BOTH.search(before):
        return True
    if 2 < number <= 4 and _BOTH.search(before) and not rest.strip(" ,.!?)¤"):
        return True
    if number <= 10 and _OWN.match(rest):
        return True
    if _SLOTS.match(rest) and len(_TAKEN.findall(rest)) >= number:
        # "Tengo dos huecos, el jueves a las diez y el viernes a las once".
        return True
    _, colon, listed = rest.partition(":")
    return bool(colon) and len(_items(listed)) == number


def _items(listed: str) -> list[str]:
    return [item for item in re.split(r",|;|\s(?:y|i|e|o|u|ou|and|or)\s", listed) if item.strip(" ¤.!?")]
