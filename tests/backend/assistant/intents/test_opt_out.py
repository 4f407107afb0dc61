"""Opt-out words in four languages as whole messages: an order, and nothing that only sounds like one."""

import pytest

from backend.assistant.intents.opt_out import is_opt_out

ORDERS = [
    "BAJA|STOP|stop!!!|Baja por favor|para|paren|dar de baja|darme de baja|Quiero darme de baja|dadme de baja",
    "no me escribáis más|no me escribas|no me mandes más mensajes|no quiero recibir más publicidad",
    "no quiero más mensajes",
    "no quiero que me escribáis más|no volváis a escribirme|dejad de escribirme|déjame en paz|no me molesten más",
    "cancelar suscripción|quítame de la lista|bórrame de la base de datos|elimina mi número|basta de mensajes",
    "paren de mandar mensajes|no me contactéis|Hola, quiero darme de baja, gracias",
    "BAIXA|baixa si us plau|doneu-me de baixa|dona'm de baixa|no m'escrigueu més|no m'envieu més missatges",
    "deixeu d'escriure'm|esborreu les meves dades|no vull rebre més missatges|deixa'm en pau|no em truqueu més",
    "cancel·lar subscripció",
    "SAIR|parem|pare|descadastrar|cancelar inscrição|não quero receber mais|não quero mais mensagens",
    "para de me mandar mensagem|não me mandem mais mensagens|me tira da lista|nao me escreva mais|quero sair da lista",
    "apaguem os meus dados|não me contacte mais",
    "unsubscribe|Unsubscribe me please|opt out|stop please|stop texting me|Stop sending me messages|no more messages",
    "don't contact me again|don't text me anymore|take me off the list|remove me|delete my data|leave me alone",
    "I don't want to receive any more messages|please stop messaging|I want to unsubscribe",
]
OTHERS = [
    "para mañana|para el martes|para mi madre|para 2 personas|para de reservas|pare ahí|para amanhã|per demà",
    "stop by tomorrow|stop motion course|non stop|I don't want to stop|stop worrying|remove the onions|take|get",
    "¿la tarifa baja?|baja?|la calidad es baja|planta baja|baja de peso|quiero bajar de peso",
    "quiero dar de baja mi línea|darme de baja del gimnasio|¿puedo darme de baja cuando quiera?|how do I unsubscribe?",
    "no me llames mañana|no me mandes el catálogo|no me escribas antes de las 10|no me envíes el pedido todavía",
    "no me mandes ese, mándame el otro|no quiero recibir el pedido el lunes|não quero receber o pedido hoje",
    "no quiero pagar tanto|no quiero el rojo|no quiero ofertas caducadas, quiero la nueva|no me interesa",
    "don't send it to my old address|delete my last order|take me to the shop|get the blue one|no more questions",
    "cancelar mi cita|cancel my booking|cancel|sair com amigos|parem na loja amanhã|deixa comigo|déjame pensarlo",
    "quiero información|hola|gracias|ok|enough|👍",
]


@pytest.mark.parametrize("text", [text for line in ORDERS for text in line.split("|")])
def test_an_order_to_write_no_more(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", ["", *(text for line in OTHERS for text in line.split("|"))])
def test_anything_else(text: str) -> None:
    assert not is_opt_out(text)


def test_a_long_message_is_read_by_a_person() -> None:
    assert not is_opt_out("no me escribáis más " * 10)


@pytest.mark.parametrize("text", ["no me envies " + "nada mas " * 8, "mas " * 22, "stop " * 17, "\x00\ud800"])
def test_no_message_makes_the_patterns_wander(text: str) -> None:
    assert is_opt_out(text) in {True, False}
