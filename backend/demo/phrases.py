"""What visitors and the studio's people say, in four languages."""

from collections.abc import Mapping
from typing import Final

from backend.core.language import Language

# {n} thousands written out, {a} and {b} thousands as single figures.
BUDGETS: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": ("unos {n} €", "entre {a} y {b} mil", "hasta {n} euros", "{n}"),
    "ca": ("uns {n} €", "entre {a} i {b} mil", "fins a {n} euros", "{n}"),
    "pt": ("uns {n} €", "entre {a} e {b} mil", "até {n} euros", "{n}"),
    "en": ("about {a}k", "between {a} and {b}k", "up to {n} euros", "{n} €"),
}
METRES: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": ("unos {m} m2", "{m}", "{m} metros"),
    "ca": ("uns {m} m2", "{m}", "{m} metres"),
    "pt": ("uns {m} m2", "{m}", "{m} metros"),
    "en": ("about {m} m2", "{m}", "{m} sqm"),
}
NO_METRES: Final[Mapping[Language, str]] = {
    "es": "es pequeña",
    "ca": "és petita",
    "pt": "é pequena",
    "en": "quite small",
}

# Question, answer, and so on in turn; the visitor begins, after the flow has thanked them.
TALKS: Final[Mapping[Language, tuple[tuple[str, ...], ...]]] = {
    "es": (
        (
            "Una cosa más: ¿trabajáis también en Sitges?",
            "¡Hola! Sí, en toda la costa del Garraf. Si te va bien, pasamos a medir esta semana sin compromiso.",
            "Perfecto. El jueves por la tarde me va bien.",
            "Apuntado: jueves a las 17:30. Te llega la confirmación por correo. ¡Hasta el jueves!",
        ),
        (
            "¿El precio incluye los electrodomésticos?",
            "Hola, soy Pau. El mueble y el montaje sí; los electrodomésticos los presupuestamos aparte con tu marca.",
            "Vale, me gustaría horno y placa de inducción.",
            "Hecho, lo añado. Mañana te mando dos opciones con precio cerrado.",
        ),
        (
            "¿Cuánto tardáis desde que se firma?",
            "Entre seis y ocho semanas con el montaje incluido. ¿Tienes una fecha en mente?",
            "Antes de Navidad sería ideal.",
            "Justo pero posible. Te llamo hoy y lo cuadramos.",
        ),
        (
            "¿Se puede ver alguna cocina montada?",
            "Claro, en el estudio de Vilanova tenemos cuatro. Abrimos de martes a sábado.",
            "Genial, pasaremos el sábado por la mañana.",
        ),
    ),
    "ca": (
        (
            "Una cosa més: també treballeu a Vilafranca?",
            "Hola! I tant, a tot el Penedès i el Garraf. Si et va bé, venim a prendre mides aquesta setmana.",
            "Perfecte, dimecres a partir de les sis.",
            "Apuntat: dimecres a les 18:15. Fins dimecres!",
        ),
        (
            "Podeu aprofitar el marbre que tenim ara?",
            "Hola, soc en Pau. Sovint sí, depèn de l'estat. M'envies una foto quan puguis?",
            "Sí, aquesta tarda te l'envio.",
            "Fantàstic. Amb la foto et dic alguna cosa avui mateix.",
        ),
        (
            "Feu finançament?",
            "Sí, fins a 24 mesos sense interessos. T'ho explico per telèfon o per correu?",
            "Per correu millor, gràcies.",
            "Enviat! Qualsevol dubte, em dius.",
        ),
        (
            "Es pot veure algun projecte acabat?",
            "I tant, a l'estudi de Vilanova en tenim quatre de muntades. Obrim de dimarts a dissabte.",
            "Molt bé, vindrem dissabte al matí.",
        ),
    ),
    "pt": (
        (
            "Também montam em Tarragona?",
            "Olá! Sim, sem problema. Podemos passar para medir na próxima semana?",
            "Pode ser na terça.",
            "Combinado: terça às 11:00. Até lá!",
        ),
        (
            "O orçamento tem custo?",
            "Olá, sou o Pau. Não, a visita e o orçamento são gratuitos.",
            "Ótimo, então fico à espera da chamada.",
        ),
    ),
    "en": (
        (
            "One more thing: do you speak English on site too?",
            "Hi! Yes, Laia and I both do. Could we come by to measure this week?",
            "Friday morning would be great.",
            "Done: Friday at 10:00. See you then!",
        ),
        (
            "Is the worktop included in the price?",
            "Hi, this is Pau. Yes, quartz up to 3 metres is included. I'll send you samples.",
            "Lovely, thank you.",
        ),
    ),
}
# A person steps in before the flow has ended, and gives it back.
STEP_IN: Final[Mapping[Language, tuple[str, str]]] = {
    "es": ("Hola, soy Pau, del estudio. Veo que es una cocina grande: ¿quieres una isla?", "Sí, con barra si cabe."),
    "ca": ("Hola, soc en Pau, de l'estudi. Veig que és una cuina gran: hi vols una illa?", "Sí, amb barra si hi cap."),
    "pt": ("Olá, sou o Pau, do estúdio. Vejo que é uma cozinha grande: quer uma ilha?", "Sim, com balcão se couber."),
    "en": ("Hi, this is Pau from the studio. That's a big kitchen: would you like an island?", "Yes, with a bar."),
}
