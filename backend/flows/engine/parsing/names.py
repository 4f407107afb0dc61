"""Takes the name out of "me llamo Ana"."""

import re

from backend.flows.engine.parsing.text import one_line

_INTRODUCTION = re.compile(
    r"^(?:(?:hola|bon dia|bona tarda|ola|olá|oi|hello|hi|hey|buenas|buenos días|bom dia)[\s,.!]+)?"
    r"(?:(?:yo )?me llamo|mi nombre es|soy|em dic|el meu nom és|sóc|soc|"
    r"(?:eu )?chamo[- ]me|(?:o )?meu nome é|(?:eu )?sou(?: o| a)?|"
    r"my name is|my name's|i'm|i am|it's|this is)\s+(?P<name>\S.*)$",
    re.IGNORECASE,
)


def bare_name(text: str) -> str:
    line = one_line(text).replace("\u2019", "'")
    introduced = _INTRODUCTION.match(line)
    name = introduced["name"] if introduced else line
    return name.strip(" .,;:!¡")
