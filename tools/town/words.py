"""What the town's websites say, in the language of each."""

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "ca": {
        "home": "Inici",
        "contact": "Contacte",
        "about": "Qui som",
        "legal": "Avís legal",
        "contact_path": "contacte",
        "about_path": "qui-som",
        "legal_path": "avis-legal",
        "welcome": "Benvinguts a {name}",
        "what": "A {name} som {trade} a Valldemar des de fa més de vint anys. Atenem cada persona amb calma.",
        "team": "El nostre equip treballa de dilluns a divendres de 9.00 a 18.00 h.",
        "write": "Escriviu-nos a",
        "call": "Truqueu al",
        "find": "Ens trobareu a",
        "law": (
            "En compliment de la llei, el titular d'aquest web és {name}, amb NIF {tax} i "
            "domicili a {street}, {post} Valldemar."
        ),
        "see": "Ens podeu trobar també a les xarxes.",
    },
    "es": {
        "home": "Inicio",
        "contact": "Contacto",
        "about": "Quiénes somos",
        "legal": "Aviso legal",
        "contact_path": "contacto",
        "about_path": "quienes-somos",
        "legal_path": "aviso-legal",
        "welcome": "Bienvenidos a {name}",
        "what": (
            "En {name} somos {trade} en Valldemar desde hace más de veinte años. Atendemos a cada persona con calma."
        ),
        "team": "Nuestro equipo trabaja de lunes a viernes de 9:00 a 18:00 h.",
        "write": "Escríbenos a",
        "call": "Llámanos al",
        "find": "Nos encontrarás en",
        "law": (
            "En cumplimiento de la ley, el titular de esta web es {name}, con NIF {tax} y "
            "domicilio en {street}, {post} Valldemar."
        ),
        "see": "También estamos en las redes.",
    },
    "pt": {
        "home": "Início",
        "contact": "Contactos",
        "about": "Sobre nós",
        "legal": "Aviso legal",
        "contact_path": "contactos",
        "about_path": "sobre-nos",
        "legal_path": "aviso-legal",
        "welcome": "Bem-vindos a {name}",
        "what": "Na {name} somos {trade} em Valldemar há mais de vinte anos. Atendemos cada pessoa com calma.",
        "team": "A nossa equipa trabalha de segunda a sexta das 9:00 às 18:00.",
        "write": "Escreva-nos para",
        "call": "Ligue para",
        "find": "Encontra-nos em",
        "law": (
            "Nos termos da lei, o titular deste site é {name}, com o NIF {tax} e sede em {street}, {post} Valldemar."
        ),
        "see": "Também estamos nas redes.",
    },
    "en": {
        "home": "Home",
        "contact": "Contact",
        "about": "About us",
        "legal": "Legal notice",
        "contact_path": "contact",
        "about_path": "about-us",
        "legal_path": "legal-notice",
        "welcome": "Welcome to {name}",
        "what": "At {name} we are {trade} in Valldemar, for more than twenty years. We take our time for everybody.",
        "team": "Our team works Monday to Friday from 9:00 to 18:00.",
        "write": "Write to us at",
        "call": "Call us on",
        "find": "You find us at",
        "law": "The owner of this website is {name}, tax number {tax}, at {street}, {post} Valldemar.",
        "see": "You find us on social networks too.",
    },
}
