"""The transcript on the chat's hot road: what was said, in order, decrypted."""

import uuid
from typing import Final

from psycopg.rows import TupleRow

from backend.conversations.ledger import Connection
from backend.conversations.schemas import MessageOut
from backend.core import crypto

_MESSAGES: Final = """
SELECT turn, position, role, content, block_id, author_name, attachments, created_at
FROM messages
WHERE conversation_id = %(id)s AND (turn, position) > (%(turn)s, %(position)s) AND turn <= %(last)s
ORDER BY turn, position
LIMIT 1000
"""
_LAST_TURN: Final = 2_147_483_647


async def messages(
    connection: Connection,
    conversation_id: uuid.UUID,
    *,
    turn: int | None = None,
    after: tuple[int, int] = (0, 0),
) -> list[MessageOut]:
    """The transcript in order, or one turn of it, or what came after a message."""
    since, until = (after, _LAST_TURN) if turn is None else ((turn, 0), turn)
    bounds = {"id": conversation_id, "turn": since[0], "position": since[1], "last": until}
    cursor = await connection.execute(_MESSAGES, bounds)
    return [_message(row) for row in await cursor.fetchall()]


def _message(row: TupleRow) -> MessageOut:
    turn, position, role, content, block_id, author, attachments, created_at = row
    return MessageOut(
        id=f"{turn}.{position}",
        role=role,
        text=crypto.cipher().decrypt(content),
        created_at=created_at,
        block_id=block_id,
        author=author,
        attachments=attachments,
    )
