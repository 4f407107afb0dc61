"""The units that figures are given in, by all their names: currencies, lengths of time, measures. Pure data."""

from collections.abc import Iterable, Mapping
from typing import Final


def _named(names: str, value: tuple[str, float]) -> dict[str, tuple[str, float]]:
    return dict.fromkeys(names.split(), value)


def pattern(names: Iterable[str]) -> str:
    """One of the names, the longest first."""
    return "|".join(name.replace("$", r"\$") for name in sorted(names, key=len, reverse=True))


# Without an entry of its own a slang word stands for any currency.
CURRENCIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ["€", "eur", "euro", "euros", "eurito", "euritos", "eurillos", "euretes", "euracos", "eurets", "eurinhos"],
        "EUR",
    ),
    **dict.fromkeys(["r$", "brl", "reais", "real"], "BRL"),
    **dict.fromkeys(["£", "gbp", "libra", "libras", "pounds", "pound", "lliures", "lliura", "quid", "sterling"], "GBP"),
    **dict.fromkeys(["us$", "usd", "dolares", "dolars", "dollars", "dolar", "dollar"], "USD"),
    **{code: code.upper() for code in ["clp", "mxn", "ars", "cop", "pen", "chf", "cad", "aud"]},
    **dict.fromkeys(
        [
            "$",
            "pesos",
            "peso",
            "pavos",
            "pavo",
            "machacantes",
            "duros",
            "pelas",
            "pesetas",
            "pessetes",
            "bucks",
            "buck",
            "paus",
            "contos",
            "francos",
            "francs",
            "soles",
        ],
        "",
    ),
}
LENGTHS: Final[Mapping[str, tuple[str, float]]] = {
    **_named("segundo segundos segundito segundets segon segons second seconds", ("min", 1 / 60)),
    **_named(
        "minuto minutos minut minuts minute minutes min mins minutito minutitos minutet minutets minutinho minutinhos",
        ("min", 1),
    ),
    **_named("hora horas hores hour hours h hr hrs horita horitas horeta horetes horinha horinhas", ("min", 60)),
    **_named("dia dias dies day days diita diitas diet diets diazinho diazinhos noches nits noites nights", ("day", 1)),
    **_named(
        "semana semanas setmana setmanes week weeks semanita semanitas semaninha semaninhas setmaneta setmanetes",
        ("day", 7),
    ),
    **_named("fortnight fortnights", ("day", 14)),
    **_named(
        "mes meses mesos month months mesecito mesecitos mesito mesitos mesinho mesinhos meset mesets", ("month", 1)
    ),
    **_named("bimestre bimestres", ("month", 2)),
    **_named("trimestre trimestres quarter quarters", ("month", 3)),
    **_named("cuatrimestre cuatrimestres quadrimestre quadrimestres", ("month", 4)),
    **_named("semestre semestres semester semesters", ("month", 6)),
    **_named("ano anos any anys year years yr yrs anito anitos aninho aninhos anyet anyets", ("month", 12)),
    **_named("lustro lustros lustre lustres", ("month", 60)),
    **_named("decada decadas decade decades decenni decennis", ("month", 120)),
    **_named("siglo siglos segle segles seculo seculos century centuries", ("month", 1_200)),
}
MEASURES: Final[Mapping[str, tuple[str, float]]] = {
    **_named(
        "m metro metros metre metres meter meters "
        "metrito metritos metret metrets metrinho metrinhos ml mililitros mil·lilitres millilitres mts m2 m² sqm m3",
        ("m", 1),
    ),
    **_named("cm centimetro centimetros centimetre centimetres centimeters", ("m", 0.01)),
    **_named("mm milimetro milimetros mil·limetres millimetres millimeters", ("m", 0.001)),
    **_named("km kms kilometro kilometros quilometre quilometres quilometro quilometros kilometres", ("m", 1_000)),
    **_named("kilometers kilometer kilometre", ("m", 1_000)),
    **_named("mi milla millas milles milha milhas", ("m", 1_609)),
    **_named("ft foot feet pies peus pes", ("m", 0.3048)),
    **_named("inch inches pulgada pulgadas polzades polegadas", ("m", 0.0254)),
    **_named("ha hectarea hectareas hectarees hectares hectare", ("m", 10_000)),
    **_named(
        "kg kgs kilo kilos quilo quilos kilogramo kilogramos kilogram kilograms kilito kilitos "
        "quilet quilets quilinho quilinhos",
        ("g", 1_000),
    ),
    **_named("g gr gramo gramos gram grams grams grama gramas", ("g", 1)),
    **_named("t tonelada toneladas tona tones tonne tonnes tons ton", ("g", 1_000_000)),
    **_named("l litro litros litre litres liter liters litrito litritos litret litrets litrinho litrinhos", ("l", 1)),
    **_named("cl", ("l", 0.01)),
    **_named("w watts watt vatios", ("w", 1)),
    **_named("kw kwh kwp kilovatios kilovatio quilowatts kilowatts kilowatt", ("w", 1_000)),
    **_named("°c ºc oc grados graus degrees", ("°", 1)),
    **_named("kcal calorias calories", ("kcal", 1)),
    **_named("mb mbps mega megas megabit megabits megabyte megabytes megs", ("mb", 1)),
    **_named("gb gbps giga gigas gigs gig gigues gigabit gigabits gigabyte gigabytes", ("mb", 1_000)),
    **_named("tb tera teras terabyte terabytes", ("mb", 1_000_000)),
    **_named("cv hp bhp horsepower", ("hp", 1)),
}
