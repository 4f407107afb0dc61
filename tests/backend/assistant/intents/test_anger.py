"""Who is angry, so that a person takes over (DMA-01), and who is only loud."""

import pytest

from backend.assistant.intents.anger import is_angry

ANGRY = [
    "sois unos ladrones|ESTO ES UNA VERGÜENZA|qué mierda de servicio|NADIE ME CONTESTA!!!",
    "llevo dos semanas esperando!!!",
    "😡😡 fatal|vete a la mierda|idiotas|estoy harta de esperar|NO FUNCIONA NADA!!!|me estáis tomando el pelo",
    "QUIERO MI DINERO YA ESTAFADORES|puta mierda|QUINA VERGONYA DE SERVEI|sou uns lladres|n'estic farta",
    "que vergonha de atendimento!!!|vão se foder|bando de ladrões|péssimo!!! nunca mais|que merda de empresa",
    "this is bullshit|you are useless, worst service ever!!!|WORST COMPANY EVER|fuck you|i'm furious|you scammers",
    "this is fucking unacceptable",
]
CALM = [
    "¡¡¡me encanta!!!|ME ENCANTA|ADORO!!!|que lindo!!!|muito bom!!!|I love it!!!|FELICIDADES!!!",
    "not bad!!!|no está mal!!!",
    "de puta madre!!!|qué puta pasada|es la hostia|holy shit amazing!!!|fucking love it",
    "no sois unos ladrones|no estoy enfadada|NO SE PREOCUPEN GRACIAS|me da vergüenza preguntar",
    "hola|QUIERO INFO|HOLA BUENAS TARDES|PRECIO DEL CURSO?|LLÁMAME|cuánto cuesta???|ok!!!|gracias!!!|no!!!",
    "ESPERO SU RESPUESTA GRACIAS|es caro|no me interesa|no sé si funciona|fa mal?|my hair is damaged",
    "el producto llegó roto",
]


@pytest.mark.parametrize("text", [text for line in ANGRY for text in line.split("|")])
def test_anger(text: str) -> None:
    assert is_angry(text)


@pytest.mark.parametrize("text", ["", "\x00\ud800", *(text for line in CALM for text in line.split("|"))])
def test_no_anger(text: str) -> None:
    assert not is_angry(text)
