"""A healthy life: three scripted answers, and a log that the person writes and has summed up. Pure.

It gives habits and no treatment; every answer says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from backend.assistant.enums import SkillName
from backend.assistant.memory.schemas import Entry
from backend.assistant.skills.base import Asked, SkillAnswer, words
from backend.core.language import Language
from backend.flows.engine.parsing.numbers import decode
from backend.flows.engine.parsing.text import one_line, plain

_TOPICS: Final = {
    "nutrition": re.compile(
        r"\b(comer (?:mas )?(?:sano|mejor|bien)|comida (?:sana|saludable)|alimentacion|dieta|nutricion|adelgazar"
        r"|perder peso"
        r"|menjar (?:mes )?(?:sa|millor|be)|alimentacio|nutricio|aprimar\w*|perdre pes"
        r"|comer (?:mais )?(?:saudavel|melhor|bem)|alimentacao|nutricao|emagrecer"
        r"|eat (?:health\w+|better|well)|healthy (?:food|eating|diet)|diet|nutrition|lose weight)\b"
    ),
    "exercise": re.compile(
        r"\b(hacer (?:ejercicio|deporte)|ejercicios?|entrenar|entrenamiento|ponerme en forma|moverme mas|caminar mas"
        r"|fer (?:exercici|esport)|exercicis?|entrenament|posar-?me en forma|moure'?m mes|caminar mes"
        r"|fazer (?:exercicio|desporto|esporte)|exercicios?|treinar|treino|ficar em forma|caminhar mais"
        r"|exercise|work ?out|workouts?|get fit|training|move more|walk more)\b"
    ),
    "sleep": re.compile(
        r"\b(dormir (?:mejor|bien|mas)|no (?:puedo|consigo) dormir|insomnio|duermo mal|habitos saludables|estres"
        r"|dormir (?:millor|be|mes)|no puc dormir|insomni|dormo malament|habits saludables|estres"
        r"|dormir (?:melhor|bem|mais)|nao consigo dormir|insonia|durmo mal|habitos saudaveis|stress"
        r"|sleep (?:better|well|more)|can ?t sleep|cannot sleep|insomnia|sleep badly|healthy habits)\b"
    ),
}
_ADD: Final = re.compile(
    r"^(?:por favor |si ?us ?plau |please )?"
    r"(?:apunta(?:me|r|'m)?|anota(?:me|r|'m)?|registra(?:r)?|regista(?:r)?|aponta(?:r)?|log|note|record|track|add)\s+"
    r"(?P<amount>\d{1,6}(?:[.,]\d{1,2})?)\s*(?P<unit>[a-z]+)(?:\s+(?:de|d'|of|em|a)\s*"
    r"|\s+)(?P<activity>[a-z][a-z' ]{1,59})$"
)
_SUM: Final = re.compile(
    r"\b(?:cuanto llevo|mi (?:registro|resumen|semana)|resumen (?:de la|semanal)|quant porto|el meu (?:registre|resum)"
    r"|resum (?:de la setmana|setmanal)|quanto (?:ja fiz|levo)|o meu (?:registo|registro|resumo)"
    r"|resumo (?:da semana|semanal)"
    r"|my (?:log|week|summary)|how much have i done|weekly summary)\b"
)
_UNITS: Final = {
    **dict.fromkeys(["min", "mins", "minuto", "minutos", "minut", "minuts", "minute", "minutes"], "min"),
    **dict.fromkeys(["h", "hora", "horas", "hores", "hour", "hours"], "h"),
    **dict.fromkeys(["km", "kms", "kilometros", "quilometres", "quilometros", "kilometres", "kilometers"], "km"),
    **dict.fromkeys(["pasos", "passes", "passos", "steps"], "steps"),
    **dict.fromkeys(["vaso", "vasos", "got", "gots", "copo", "copos", "glass", "glasses"], "glasses"),
    **dict.fromkeys(["l", "litro", "litros", "litre", "litres", "liter", "liters"], "l"),
    **dict.fromkeys(["kg", "kilos", "quilos"], "kg"),
    **dict.fromkeys(["pieza", "piezas", "peca", "peces", "pecas", "piece", "pieces", "racion", "raciones"], "pieces"),
}
_ARTICLES: Final = re.compile(r"^(?:de |d'|of |la |el |l'|o |a |the )+")
# A day has no more minutes; who writes more has mistyped.
_MOST: Final = 100_000
_WEEK: Final = timedelta(days=7)


class Wellbeing:
    """`/vida`."""

    name = SkillName.WELLBEING
    commands = frozenset({"vida", "vida-sana", "wellbeing", "saude", "salut"})

    def answer(self, asked: Asked) -> SkillAnswer | None:
        said = words(asked.language)[self.name]
        if asked.command in self.commands:
            return SkillAnswer(self.name, str(said["opening"]))
        entry = read_entry(asked)
        if entry:
            total = _shown(_totals([*_lately(asked), entry])[entry.activity, entry.unit], entry.unit, asked.language)
            amount = _shown(entry.amount, entry.unit, asked.language)
            text = str(said["logged"]).format(amount=amount, activity=entry.activity, total=total)
            return SkillAnswer(self.name, text, entries=(entry,))
        if _SUM.search(asked.words):
            return SkillAnswer(self.name, _summary(asked))
        topic = next((topic for topic, rule in _TOPICS.items() if rule.search(asked.words)), None)
        return SkillAnswer(self.name, f"{said[topic]}\n\n{said['caution']}", {"wellbeing": topic}) if topic else None


def read_entry(asked: Asked) -> Entry | None:
    """ "Apunta 30 min de caminata", "log half an hour of yoga"; the activity keeps its accents."""
    # Its patterns take long to compile, and few people keep a log.
    from backend.assistant.claims.figures import in_figures

    match = _ADD.match(in_figures(plain(asked.text), asked.language).rstrip(" .!"))
    unit = _UNITS.get(match["unit"]) if match else None
    if match is None or unit is None:
        return None
    amount = decode(match["amount"], asked.language)
    count = len(_ARTICLES.sub("", match["activity"].strip()).split())
    activity = " ".join(one_line(asked.text).rstrip(" .!").split()[-count:]).lower() if count else ""
    return (
        Entry(activity=activity, amount=amount, unit=unit, at=asked.now) if 0 < amount <= _MOST and activity else None
    )


def _lately(asked: Asked) -> list[Entry]:
    return [each for each in asked.log if each.at > asked.now - _WEEK]


def _totals(entries: Iterable[Entry]) -> dict[tuple[str, str], float]:
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for each in entries:
        totals[each.activity, each.unit] += each.amount
    return totals


def _summary(asked: Asked) -> str:
    said = words(asked.language)[SkillName.WELLBEING]
    totals = _totals(_lately(asked))
    if not totals:
        return str(said["empty"])
    lines = [f"• {activity}: {_shown(amount, unit, asked.language)}" for (activity, unit), amount in totals.items()]
    return "\n".join([said["summary"], *lines])


def _shown(amount: float, unit: str, language: Language) -> str:
    written = f"{amount:g}" if language == "en" else f"{amount:g}".replace(".", ",")
    return f"{written} {words(language)['units'].get(unit, unit)}"
