"""Cursors: a position goes out and comes in unharmed; everything else is refused with its own code."""

import base64
import json
import uuid
from datetime import UTC, datetime

import pytest

from backend.core.http.pagination import BadCursor, after_id, decode, encode, identifier, moment

NOW = datetime(2026, 11, 30, 12, 0, 0, 123456, tzinfo=UTC)
ID = uuid.UUID("01a1fdad-5026-758e-b878-56cba0000000")


def test_a_position_is_opaque_and_comes_back() -> None:
    cursor = encode([NOW, ID, 7, "ñ", None])
    assert cursor.isascii()
    assert "=" not in cursor
    when, which, *rest = decode(cursor, length=5)
    assert (moment(when), identifier(which), rest) == (NOW, ID, [7, "ñ", None])


def test_an_id_alone_is_a_position_too() -> None:
    assert after_id(encode([ID])) == ID
    assert after_id(None) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "ñ",
        "====",
        "A",
        encode([1]),
        encode([1, 2, 3]),
        base64.urlsafe_b64encode(json.dumps({"a": 1, "b": 2}).encode()).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 370).decode(),
    ],
    ids=lambda each: each[:12],
)
def test_what_is_no_position_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor) as refused:
        decode(cursor, length=2)
    assert (refused.value.status, refused.value.code) == (422, "bad_cursor")


@pytest.mark.parametrize("value", ["yesterday", None, 7, [], "2026-13-01", ""])
def test_what_is_no_moment_is_refused(value: object) -> None:
    with pytest.raises(BadCursor):
        moment(value)


@pytest.mark.parametrize("value", ["x", None, 7, [], "", "'; DROP TABLE leads; --"])
def test_what_is_no_id_is_refused(value: object) -> None:
    with pytest.raises(BadCursor):
        identifier(value)
