"""With which name somebody introduces themselves (DMA-01), in four languages, and when nobody did."""

import pytest

from backend.assistant.intents.names import introduced_name
from backend.core.language import Language

INTRODUCED: list[tuple[str, Language, str]] = [
    ("soy Marta", "es", "Marta"),
    ("Hola, soy marta garcía y quiero info", "es", "Marta García"),
    ("me llamo Juan Carlos", "es", "Juan Carlos"),
    ("me llamo ana quiero cita", "es", "Ana"),
    ("ME LLAMO MARTA LOPEZ", "es", "Marta Lopez"),
    ("soy Ana de la Cruz", "es", "Ana de la Cruz"),
    ("soy Marta de la clínica Sol", "es", "Marta"),
    ("soy Marta, de Reformas Sol", "es", "Marta"),
    ("mi nombre es María José Fernández López García", "es", "María José Fernández López"),
    ("buenas, le saluda Carmen Ruiz", "es", "Carmen Ruiz"),
    ("em dic Núria", "ca", "Núria"),
    ("sóc la Núria", "ca", "Núria"),
    ("soc en Pere Puig", "ca", "Pere Puig"),
    ("soc l'Anna", "ca", "Anna"),
    ("em dic Xisca i visc a Palma", "ca", "Xisca"),
    ("soy Núria i voldria info", "ca", "Núria"),
    ("meu nome é joão da silva", "pt", "João da Silva"),
    ("chamo-me Inês", "pt", "Inês"),
    ("me chamo pedro", "pt", "Pedro"),
    ("sou o João", "pt", "João"),
    ("aqui é a Carla", "pt", "Carla"),
    ("sou a Ana Beatriz dos Santos", "pt", "Ana Beatriz dos Santos"),
    ("I'm John", "en", "John"),
    ("hi im mike", "en", "Mike"),
    ("this is Anna", "en", "Anna"),
    ("My name is Sean O'Brien, nice to meet you", "en", "Sean O'Brien"),
    ("my name is o'brien", "en", "O'Brien"),
    ("I am Priya Patel", "en", "Priya Patel"),
    ("This is John Smith from Acme", "en", "John Smith"),
]
NOBODY: list[tuple[str, Language]] = [
    ("soy de Madrid", "es"),
    ("soy alérgico", "es"),
    ("estoy cansada", "es"),
    ("soy cliente vuestra", "es"),
    ("soy la hermana de Marta", "es"),
    ("soy madre de dos niños", "es"),
    ("SOY INGENIERA", "es"),
    ("no soy Pedro", "es"),
    ("no me llamo Ana", "es"),
    ("quién es Marta?", "es"),
    ("me llamo la atención", "es"),
    ("me llama la atención", "es"),
    ("cómo te llamas", "es"),
    ("me llamo", "es"),
    ("soy yo", "es"),
    ("es caro", "es"),
    ("sou de Girona?", "ca"),
    ("sou uns lladres", "ca"),
    ("Sou brasileira", "pt"),
    ("I'm interested", "en"),
    ("I'm Interested", "en"),
    ("I'm from London", "en"),
    ("I'm Spanish", "en"),
    ("I'm not sure", "en"),
    ("this is Great", "en"),
    ("it's late", "en"),
    ("", "en"),
]


@pytest.mark.parametrize(("text", "language", "name"), INTRODUCED)
def test_who_introduces_themselves(text: str, language: Language, name: str) -> None:
    assert introduced_name(text, language) == name


@pytest.mark.parametrize(("text", "language"), NOBODY)
def test_who_does_not(text: str, language: Language) -> None:
    assert introduced_name(text, language) is None


@pytest.mark.parametrize("text", ["soy " * 200, "me llamo \x00", "I'm \ud800", "soy " + "Ana" * 300])
def test_whatever_arrives_is_read(text: str) -> None:
    name = introduced_name(text)
    assert name is None or len(name.split()) <= 4
