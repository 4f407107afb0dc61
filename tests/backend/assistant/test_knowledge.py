"""The tenant's own small list of answers and products, over HTTP."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.assistant.knowledge import lines as pasted
from backend.assistant.knowledge.enums import LineProblem
from backend.assistant.knowledge.schemas import ImportIn
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.core.language import LANGUAGES
from tests.backend.leads.merge_calls import ask, refused
from tests.support.people import Person, register
from tests.support.roles import member

FAQ = {"language": "es", "name": "¿Hacéis envíos a Baleares?", "answer": "Sí, a todas las islas."}
PRODUCT = {
    "kind": "product",
    "language": "es",
    "name": "Encimera de cuarzo",
    "price_minor": 32_000,
    "currency": "EUR",
    "payment_link": "https://pay.example.com/cuarzo",
    "keywords": ["silestone"],
}


async def add(client: AsyncClient, who: Person, **given: Any) -> Any:
    return await ask(client, who, "POST", "/knowledge", 201, **given)


async def answers(client: AsyncClient, who: Person, question: str, language: str = "es") -> list[str]:
    found = await ask(client, who, "POST", "/knowledge/try", question=question, language=language)
    return [each["item"]["name"] for each in found["matches"]]


async def test_an_entry_is_taught_changed_and_deleted(client: AsyncClient) -> None:
    owner = await register(client)
    made = await add(client, owner, **PRODUCT)
    assert (made["price_minor"], made["active"], made["answer"]) == (32_000, True, "")
    path = f"/knowledge/{made['id']}"
    changed = await ask(client, owner, "PATCH", path, price_minor=None, currency=None, answer="A medida.")
    assert (changed["price_minor"], changed["currency"], changed["answer"]) == (None, None, "A medida.")
    await ask(client, owner, "DELETE", path, 204)
    assert (await ask(client, owner, "GET", "/knowledge"))["items"] == []
    assert await refused(client, owner, "PATCH", path, active=False) == (404, "item_not_found")


async def test_what_is_changed_is_found_by_its_new_words(client: AsyncClient) -> None:
    owner = await register(client)
    made = await add(client, owner, **FAQ)
    await ask(client, owner, "PATCH", f"/knowledge/{made['id']}", name="¿Montáis los muebles?")
    assert await answers(client, owner, "montais muebles") == ["¿Montáis los muebles?"]
    assert await answers(client, owner, "envíos a Baleares") == []


async def test_what_is_switched_off_answers_nothing(client: AsyncClient) -> None:
    owner = await register(client)
    await add(client, owner, **FAQ, active=False)
    assert await answers(client, owner, "¿hacéis envíos a baleares?") == []


async def test_the_list_is_filtered_and_paged_in_its_order(client: AsyncClient) -> None:
    owner = await register(client)
    for position, name in ((2, "Dos"), (1, "Uno"), (2, "Tres")):
        await add(client, owner, **FAQ | {"name": name}, position=position)
    await add(client, owner, **PRODUCT)
    page = await ask(client, owner, "GET", "/knowledge?kind=faq&limit=2")
    assert [each["name"] for each in page["items"]] == ["Uno", "Dos"]
    rest = await ask(client, owner, "GET", f"/knowledge?kind=faq&limit=2&cursor={page['next_cursor']}")
    assert ([each["name"] for each in rest["items"]], rest["next_cursor"]) == (["Tres"], None)
    found = await ask(client, owner, "GET", "/knowledge?q=CUÁRZO&language=es&active=true")
    assert [each["name"] for each in found["items"]] == ["Encimera de cuarzo"]


async def test_one_name_stands_once(client: AsyncClient) -> None:
    owner = await register(client)
    await add(client, owner, **FAQ)
    again = FAQ | {"name": "hacéis envíos a BALEARES"}
    assert await refused(client, owner, "POST", "/knowledge", **again) == (409, "item_exists")
    await add(client, owner, **again | {"language": "ca"})


@pytest.mark.parametrize(
    "given",
    [
        FAQ | {"answer": ""},
        FAQ | {"name": "???"},
        FAQ | {"language": "fr"},
        FAQ | {"link": "javascript:alert(1)"},
        FAQ | {"link": "https://user:x@shop.example.com"},
        FAQ | {"answer": "a\x00b"},
        FAQ | {"keywords": ["x"] * 31},
        PRODUCT | {"currency": None},
        PRODUCT | {"price_minor": -1},
        PRODUCT | {"price_minor": 10**30},
    ],
)
async def test_nonsense_is_refused(client: AsyncClient, given: dict[str, Any]) -> None:
    assert (await refused(client, await register(client), "POST", "/knowledge", **given))[0] == 422


async def test_a_price_never_stands_without_its_currency(client: AsyncClient) -> None:
    owner = await register(client)
    made = await add(client, owner, **PRODUCT)
    path = f"/knowledge/{made['id']}"
    assert await refused(client, owner, "PATCH", path, currency=None) == (422, "price_needs_currency")
    assert await refused(client, owner, "PATCH", path, name=None) == (422, "invalid_input")


async def test_another_companys_entry_is_not_there(client: AsyncClient) -> None:
    made = await add(client, await register(client), **FAQ)
    stranger = await register(client)
    for item_id in (made["id"], uuid.uuid4()):
        for method, body in (("PATCH", {"active": False}), ("DELETE", {})):
            refusal = await refused(client, stranger, method, f"/knowledge/{item_id}", **body)
            assert refusal == (404, "item_not_found")
    assert await answers(client, stranger, FAQ["name"]) == []


async def test_a_viewer_teaches_nothing(client: AsyncClient, database: Database) -> None:
    viewer = await member(client, database, Role.VIEWER)
    assert await refused(client, viewer, "POST", "/knowledge", **FAQ) == (403, "role_too_low")


LINES = """Pregunta;Respuesta;Precio;Enlace;Palabras clave
¿Hacéis envíos?;Sí, a toda España;;;transporte, entrega
Visita en 3D;Medimos y dibujamos;1.200,50 €;https://example.com/3d;render
Sin respuesta;;;;
Mal precio;Algo;mucho;;

Mal enlace;Algo;;ftp://x;
¿HACÉIS envíos?;Sí, y también a Portugal;;;"""


async def test_pasted_lines_are_taken_over_and_bad_ones_told(client: AsyncClient) -> None:
    owner = await register(client)
    done = await ask(client, owner, "POST", "/knowledge/import", language="es", lines=LINES)
    assert (done["created"], done["updated"]) == (2, 0)
    assert [each["line"] for each in done["errors"]] == [4, 5, 7]
    assert [each["code"] for each in done["errors"]] == ["answer_missing", "price_unreadable", "link_unusable"]
    assert done["errors"][1]["message"] == "“mucho” no es un precio"
    items = {each["name"]: each for each in (await ask(client, owner, "GET", "/knowledge"))["items"]}
    assert (items["Visita en 3D"]["price_minor"], items["Visita en 3D"]["currency"]) == (120_050, "EUR")
    assert items["¿HACÉIS envíos?"]["answer"] == "Sí, y también a Portugal"
    again = await ask(client, owner, "POST", "/knowledge/import", language="es", lines=LINES)
    assert (again["created"], again["updated"]) == (0, 2)


SAID = {
    "es": "falta la respuesta",
    "ca-ES,ca;q=0.9": "falta la resposta",
    "pt-PT": "falta a resposta",
    "en-GB": "the answer is missing",
    "fi": "falta la respuesta",
}


@pytest.mark.parametrize("asked", SAID)
async def test_what_is_wrong_with_a_line_is_told_in_the_language_asked_for(client: AsyncClient, asked: str) -> None:
    """X32: whoever pastes reads it in their language, whatever language the lines are in."""
    owner = await register(client)
    answer = await client.post(
        "/v1/knowledge/import",
        json={"language": "pt", "lines": "Sem resposta;"},
        headers={**owner.headers, "Accept-Language": asked},
    )
    assert answer.json()["errors"] == [{"line": 1, "code": "answer_missing", "message": SAID[asked]}]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Sin respuesta;", LineProblem.ANSWER_MISSING),
        (";Algo", LineProblem.NAME_MISSING),
        ("—;Algo", LineProblem.NAME_MISSING),
        ("a" * 301 + ";Algo", LineProblem.NAME_TOO_LONG),
        ("Uno;" + "a" * 4_001, LineProblem.ANSWER_TOO_LONG),
        ("Uno;Algo;mucho {text}", LineProblem.PRICE_UNREADABLE),
        ("Uno;Algo;de 3 a 5 €", LineProblem.PRICE_UNREADABLE),
        ("Uno;Algo;;ftp://x", LineProblem.LINK_UNUSABLE),
        ("Uno;Algo;;https://x y", LineProblem.LINK_UNUSABLE),
        ("Uno;Algo;;;;javascript:alert(1)", LineProblem.LINK_UNUSABLE),
        ("Uno;Algo;;;" + "a" * 61, LineProblem.TOO_MANY_KEYWORDS),
    ],
)
def test_each_problem_has_its_name_and_four_sentences(line: str, problem: LineProblem) -> None:
    given = ImportIn(language="es", lines=line)
    told = [pasted.read(given, "EUR", language).errors for language in LANGUAGES]
    assert [[each.code for each in errors] for errors in told] == [[problem]] * 4
    assert len({errors[0].message for errors in told}) == 4


def test_past_the_most_lines_that_is_said_once() -> None:
    many = "\n".join(f"Pregunta {number};Sí" for number in range(502))
    found = pasted.read(ImportIn(language="es", lines=many), "EUR", "ca")
    assert (len(found.items), [each.code for each in found.errors]) == (500, [LineProblem.TOO_MANY_LINES])
    assert found.errors[0].message.startswith("només es llegeixen 500 línies")


@pytest.mark.parametrize(
    ("lines", "created"),
    [
        ("Horari\tDe 9 a 14\n", 1),
        ("a,b\n" * 3, 1),
        ('"Un ""nom""";"resposta; llarga"', 1),
        ('Trenca"da;sense "tancar', 1),
        ("name,answer\nOpening hours,Nine to two", 1),
    ],
)
async def test_lines_of_any_shape_are_read(client: AsyncClient, lines: str, created: int) -> None:
    owner = await register(client)
    done = await ask(client, owner, "POST", "/knowledge/import", language="ca", lines=lines)
    assert (done["created"], done["errors"]) == (created, [])


async def test_nothing_to_import_is_told(client: AsyncClient) -> None:
    owner = await register(client)
    refusal = await refused(client, owner, "POST", "/knowledge/import", language="es", lines=" \n\n")
    assert refusal == (422, "nothing_to_import")
