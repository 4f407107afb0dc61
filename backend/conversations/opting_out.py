"""A person wants nothing more: kept under every name they have, confirmed once, and nothing else leaves (NUR, SEC)."""

import uuid
from typing import Final

from backend.audit import service as audit
from backend.channels import phones
from backend.channels.shapes import Outgoing
from backend.conversations import opt_out_queries, opt_outs, sending
from backend.conversations.channel_models import OptOut
from backend.conversations.enums import OptOutReason, SenderKind
from backend.conversations.errors import SendRefused, UnusableOptOut
from backend.conversations.events import OptedOut
from backend.conversations.queries import get_conversation
from backend.conversations.sending_schemas import OptOutIn
from backend.conversations.telling import tell
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.core.language import Language, is_language
from backend.leads import contact
from backend.tenants import queries as tenants

_CONFIRMED: Final[dict[Language, str]] = {
    "es": "Hecho: no te escribiremos más. Si cambias de idea, escríbenos cuando quieras.",
    "ca": "Fet: no t'escriurem més. Si canvies d'idea, escriu-nos quan vulguis.",
    "pt": "Feito: não voltaremos a escrever-te. Se mudares de ideias, escreve-nos quando quiseres.",
    "en": "Done: we will not write to you again. If you change your mind, just write to us.",
}


async def opt_out(
    session: TenantSession, conversation_id: uuid.UUID, *, reason: OptOutReason = OptOutReason.SAID
) -> OptOut:
    """Harmless to call twice. The confirmation goes out once, and only where the person asked by writing."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    known = await opt_out_queries.get_known(session, conversation)
    # Not before the very message that asked for it, whatever the platform's clock says.
    at = max(clock.now(), conversation.last_inbound_at or clock.now())
    kept = await opt_outs.note(
        session,
        known.keys,
        reason=reason.value,
        at=at,
        conversation_id=str(conversation_id),
        **({"lead_id": str(known.lead_id)} if known.lead_id else {}),
    )
    await opt_outs.note_for_all(session, known.contacts)
    await announce(session, OptedOut(conversation_id, conversation.lead_id))
    if reason is OptOutReason.SAID:
        await _confirm(session, conversation_id, conversation.language)
    return kept


async def _confirm(session: TenantSession, conversation_id: uuid.UUID, language: str) -> None:
    words = _CONFIRMED[language if is_language(language) else "es"]
    try:
        await sending.send(session, conversation_id, Outgoing(words), sender=SenderKind.SYSTEM)
    except SendRefused:
        # Confirmed already, or there is no way to say it.
        return


async def blocked(session: TenantSession, conversation_id: uuid.UUID, *, blocked: bool = True) -> None:
    """The person stopped the bot, or started it again."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.blocked_at = max(clock.now(), conversation.last_inbound_at or clock.now()) if blocked else None
    await tell(session, conversation_id, "status")


async def note_by_hand(session: TenantSession, asked: OptOutIn, *, by: Actor) -> OptOut:
    """Said on the phone, in the shop, by letter. Raises `ConversationNotFound` and `UnusableOptOut`."""
    if asked.conversation_id:
        kept = await opt_out(session, asked.conversation_id, reason=OptOutReason.MANUAL)
    else:
        keys, contacts = await _keys(session, asked)
        kept = await opt_outs.note(session, keys, reason=OptOutReason.MANUAL.value, at=clock.now())
        await opt_outs.note_for_all(session, contacts)
    await audit.record(session, action="opt_out.added", actor=by, entity="opt_out", entity_id=kept.id)
    return kept


async def take_back(session: TenantSession, opt_out_id: uuid.UUID, *, by: Actor) -> None:
    """Here only: what other businesses are told stands. Raises `OptOutNotFound`."""
    await opt_outs.remove(session, opt_out_id)
    await audit.record(session, action="opt_out.removed", actor=by, entity="opt_out", entity_id=opt_out_id)


async def _keys(session: TenantSession, asked: OptOutIn) -> tuple[list[bytes], list[str]]:
    if asked.email:
        found = contact.email(asked.email)
        if found is None:
            raise UnusableOptOut()
        return [found.index], [found.value]
    found = contact.phone(asked.phone, (await tenants.get_own(session)).country)
    if found is None:
        raise UnusableOptOut()
    return [found.index, opt_out_queries.phone_key(found.value)], [phones.canonical(found.value)]
