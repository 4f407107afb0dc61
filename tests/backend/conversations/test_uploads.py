"""Photos and papers of visitors: told by content, bounded, sealed, given to their business only (FLW-08, SEC-03)."""

import asyncio
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.settings import Settings
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor
from tests.support.desk import Desk

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"a picture of Marta's kitchen" + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LARGEST = 5 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "name", "declared", "kept", "kept_name"),
    [
        (PNG, "cocina.png", "image/png", "image/png", "cocina.png"),
        (JPG, "cocina.JPEG", "image/jpeg", "image/jpeg", "cocina.jpg"),
        (PDF, "plano.pdf", "application/pdf", "application/pdf", "plano.pdf"),
        (JPG, "cocina.png", "text/html", "image/jpeg", "cocina.jpg"),
        (PDF, "../../etc/passwd", "application/pdf", "application/pdf", "passwd.pdf"),
        (PDF, "C:\\Users\\marta\\plano v2.exe", "application/pdf", "application/pdf", "plano v2.pdf"),
        (PNG, "<img src=x onerror=alert(1)>.png", "image/png", "image/png", "<img src=x onerror=alert(1)>.png"),
        (PNG, "любая 图片 🦄.png", "image/png", "image/png", "любая 图片 🦄.png"),
        (PNG, "..", "image/png", "image/png", "file.png"),
        (PNG, "a" * 300 + ".png", "image/png", "image/png", "a" * 120 + ".png"),
    ],
)
async def test_what_it_is_is_told_by_its_content(
    visitor: Visitor, content: bytes, name: str, declared: str, kept: str, kept_name: str
) -> None:
    answer = await visitor.upload(content, name, declared)
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["content_type"], found["name"], found["size"]) == (kept, kept_name, len(content))


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"MZ\x90\x00" + b"\x00" * 100, 422, "file_kind_refused", id="a program named photo.png"),
        pytest.param(b"<svg onload='alert(1)'/>", 422, "file_kind_refused", id="a drawing that runs"),
        pytest.param(b"<html></html>", 422, "file_kind_refused", id="a web page"),
        pytest.param(PNG[:30], 422, "file_kind_refused", id="half a picture"),
        pytest.param(b"GIF89a" + b"\x00" * 20, 422, "file_kind_refused", id="a kind that we do not take"),
        pytest.param(b"", 422, "file_empty", id="nothing"),
        pytest.param(PNG[:-12] + b"\x00" * LARGEST + PNG[-12:], 413, "file_too_large", id="more than 5 MB"),
        pytest.param(b"\x00" * (LARGEST + 70_000), 413, "body_too_large", id="much more than 5 MB"),
    ],
)
async def test_what_is_refused(visitor: Visitor, content: bytes, status: int, code: str) -> None:
    answer = await visitor.upload(content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_just_5_mb_are_taken(visitor: Visitor) -> None:
    whole = PNG[:-12] + b"\x00" * (LARGEST - len(PNG)) + PNG[-12:]
    assert (await visitor.upload(whole)).status_code == 201


async def test_a_form_without_a_file_is_refused(visitor: Visitor) -> None:
    path = f"/v1/chat/{visitor.session_id}/files"
    headers = visitor.business.widget_headers
    wrongs: list[dict[str, Any]] = [  # Any: what the client takes
        {"data": {"file": "words"}},
        {"json": {}},
        {"files": {"other": ("a.png", PNG, "image/png")}},
    ]
    for wrong in wrongs:
        answer = await visitor.client.post(path, headers=headers, **wrong)
        assert answer.status_code == 422, answer.text


async def test_the_21st_is_refused_also_when_all_come_at_once(visitor: Visitor, settings: Settings) -> None:
    answers = await asyncio.gather(*(visitor.upload(PNG, f"{number}.png") for number in range(24)))
    statuses = [each.status_code for each in answers]
    assert (statuses.count(201), statuses.count(413)) == (20, 4)
    refused = next(each for each in answers if each.status_code == 413)
    assert refused.json()["error"]["code"] == "too_many_files"
    assert refused.json()["error"]["details"] == {"limit": 20}
    assert len(stored(settings, visitor)) == 20


def stored(settings: Settings, visitor: Visitor) -> list[Path]:
    """What lies in the storage folder for this conversation."""
    folder = Path(urlsplit(settings.storage.url).path) / str(visitor.business.id) / visitor.session_id
    return sorted(folder.iterdir())


async def test_nothing_can_be_read_from_the_storage_folder(
    visitor: Visitor, settings: Settings, database_urls: tuple[str, str], database: Database
) -> None:
    await visitor.upload(JPG, "la cocina de Marta.jpg")
    (kept,) = stored(settings, visitor)
    sealed = kept.read_bytes()
    assert b"JFIF" not in sealed
    assert b"Marta" not in sealed
    assert "Marta" not in str(kept)
    async with database.tenant(visitor.business.id) as session:
        row = (await session.execute(text("SELECT name FROM files"))).scalar_one()
    assert "Marta" not in row


async def test_the_business_downloads_what_the_visitor_sent(desk: Desk) -> None:
    kept = (await desk.visitor.upload(JPG, "mi cocina ñ.jpg")).json()
    answer = await desk.client.get(f"/v1/files/{kept['id']}", headers=desk.person.headers)
    assert (answer.status_code, answer.content) == (200, JPG)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment")
    assert unquote(disposition.partition("''")[2]) == "mi cocina ñ.jpg"


async def test_a_visitor_downloads_nothing(desk: Desk) -> None:
    kept = (await desk.visitor.upload(JPG)).json()
    assert (await desk.visitor.get(f"/v1/files/{kept['id']}")).status_code == 401
    answer = await desk.client.get(f"/v1/files/{uuid.uuid4()}", headers=desk.person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "file_not_found")


async def at_the_photos(visitor: Visitor) -> None:
    for answer in ROAD[:6]:
        await visitor.send(**answer)
    assert visitor.last["ask"]["type"] == "media"


async def test_a_photo_answers_the_question_and_stands_in_the_transcript(visitor: Visitor) -> None:
    await at_the_photos(visitor)
    kept = [(await visitor.upload(content, name)).json() for content, name in ((PNG, "uno.png"), (PDF, "dos.pdf"))]
    # In the order in which they are given, which is not the one in which they came.
    answer = await visitor.send(file_ids=[each["id"] for each in reversed(kept)])
    assert answer["ask"]["block_id"] == "name"
    said = next(each for each in (await visitor.read())["messages"] if each["attachments"])
    assert said["text"] == "Archivos: dos.pdf, uno.png"
    assert said["attachments"] == kept[::-1]


async def test_another_conversations_photo_answers_nothing(client: AsyncClient, visitor: Visitor) -> None:
    other = Visitor(client, visitor.business)
    await other.start()
    theirs = (await other.upload(PNG, "ajena.png")).json()
    await at_the_photos(visitor)
    for ids in ([theirs["id"]], [str(uuid.uuid4())]):
        answer = await visitor.send(file_ids=ids)
        assert answer["ask"]["block_id"] == "photos"
    assert "ajena" not in str(await visitor.read())


async def test_more_photos_than_asked_for_are_asked_again(visitor: Visitor) -> None:
    await at_the_photos(visitor)
    ids = [(await visitor.upload(PNG, f"{number}.png")).json()["id"] for number in range(6)]
    answer = await visitor.send(file_ids=ids)
    assert (answer["ask"]["block_id"], answer["ask"]["max_files"]) == ("photos", 5)
    assert (await visitor.send(file_ids=ids[:5]))["ask"]["block_id"] == "name"
    assert (await visitor.try_send(file_ids=[str(uuid.uuid4())] * 21)).status_code == 422
