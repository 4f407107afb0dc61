"""Which nouns count the same: "alumnos" and "students", "plazos" and "cuotas", by the letters they begin with. Pure."""

import re
from collections.abc import Mapping
from typing import Final


def _kin(names: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", names))


# "Serem sis" counts people too.
PEOPLE: Final = _kin(
    """
    perso pesso adult guest comen invit convi amigo amigu amics frien alumn aluno stude pupil membr membe ninos
    nenes nens kids crian parti passa pasaj dines hospe hoste famil asist assis visit atten users
    usuar utili emple traba clien acomp group team parej parel coupl casai casal matri
    """
)
# "En 12 plazos" is what "12 meses" said.
INSTALMENTS: Final = _kin("plazo cuota mensu pagos termi quote prest parce payme insta mensa vezes veces vegad times")
# They end as plurals do: "a las nueve tienes", "a las dos puedes".
VERBS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        tienes tens puedes pots podes quieres vols queres vienes vens sales surts sais llegas arribes chegas acabas
        acabes estas ets vas cierras plegues prefieres prefereixes preferes necesitas necessites traes portes sabes
        saps dejas deixes pasas passes recoges reculls terminas eres pagas pagues vamos podemos podem
        """,
    )
)
_SAME: Final = (
    PEOPLE,
    INSTALMENTS,
    _kin("class clase aulas lesso llico lecci sesio sessi sesso ses"),
    _kin("habit quart rooms bedro bed dormi"),
    _kin("banos banys bathr casas"),
    _kin("fotos photo image imatg pictu"),
    _kin("pages pagin plana"),
    _kin("plato plats prato dishe cours"),
    _kin("place plaza vagas seats lugar llocs spots"),
    _kin("unida unita units pieza peces pecas piece"),
    _kin("docum docs factu fatur invoi paper recib rebut"),
    _kin("slice fatia trozo porci talls porca raci"),
    _kin("bottl botel ampol garra"),
    _kin("caixe cajas boxes caixa"),
)
_KIN: Final[Mapping[str, frozenset[str]]] = {noun: kin for kin in _SAME for noun in kin}


def kin(noun: str) -> frozenset[str]:
    return _KIN.get(noun, frozenset({noun}))
