"""What cannot be told of a lost message, and what must not be touched while it is looked for.

The issue: "exactly one delivery per message even if a worker dies between the call and the record"; where that cannot
be known, a person is asked.
"""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.channels.shapes import Outgoing
from backend.conversations import delivering, seeking
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from backend.providers.messaging import Line
from tests.isolation.company import PHOTO
from tests.support.dying import begin, die, reconcile, settle, untouched
from tests.support.lines import Talk
from tools.phones import rewriting
from tools.phones.server import Phones

SILENCE = timedelta(seconds=70)


async def test_too_much_happened_since(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await begin(database, twin, providers, "telegram")
    other = await begin(database, twin, providers, "telegram", beside=talk)
    await talk.say("uno", "dos")
    died = await die(talk, after=True)
    for _ in range(90):
        rewriting.send_unsupported(twin.hands, other.account, other.person)
    await other.hear("hola otra vez")
    await settle(talk, died + SILENCE)
    assert await talk.statuses() == ["unconfirmed", "sent"]
    assert untouched(talk)


async def test_what_was_never_settled_is_not_written_over(
    database: Database, twin: Phones, providers: Providers
) -> None:
    """Two of ours in one chat whose numbers nobody knows: to ask about the second could change the first."""
    talk = await begin(database, twin, providers, "telegram")
    await talk.say("uno")
    await talk.change("UPDATE messages SET provider_id = NULL WHERE conversation_id = :id")
    died = await die(talk, after=True)
    await settle(talk, died + SILENCE)
    assert await talk.statuses() == ["unconfirmed"]
    await talk.hear("¿hola?")
    await talk.say("dos")
    with clock.held(died + SILENCE):
        await die(talk, after=True)
    await settle(talk, died + 3 * SILENCE)
    assert (talk.texts, await talk.statuses()) == (["uno", "dos"], ["unconfirmed", "unconfirmed"])
    assert untouched(talk)
    # Once something of ours has a number again, it is known where the lost one cannot be.
    for words, moment in (("tres", died + 3 * SILENCE), ("cuatro", died + 4 * SILENCE)):
        with clock.held(moment):
            await talk.say(words)
            await (talk.deliver() if words == "tres" else die(talk, after=True))
    await settle(talk, died + 5 * SILENCE)
    assert talk.texts == ["uno", "dos", "tres", "cuatro"]
    assert await talk.statuses() == ["unconfirmed", "unconfirmed", "sent", "sent"]
    assert untouched(talk)


async def test_an_answer_that_nobody_foresaw(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await begin(database, twin, providers, "telegram")
    await talk.say("uno")
    died = await die(talk, after=True)
    twin.hands.block(talk.account, talk.person, True)
    await settle(talk, died + SILENCE)
    (delivery,) = await talk.deliveries()
    assert (delivery.status, delivery.code, str(delivery.cause)[:3]) == ("unconfirmed", "unknown", "403")


async def test_words_that_telegram_wrote_otherwise_are_found(
    database: Database, twin: Phones, providers: Providers
) -> None:
    """The edit is taken then: what was meant stands there, once."""
    talk = await begin(database, twin, providers, "telegram")
    await talk.say("uno")
    died = await die(talk, after=True)
    talk.received[0].text = "uno…"
    await settle(talk, died + SILENCE)
    assert (talk.texts, await talk.statuses()) == (["uno"], ["sent"])


async def test_one_that_is_sent_again_does_not_pass_the_one_in_doubt(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await begin(database, twin, providers, "telegram")
    await talk.say("uno", "dos")
    await talk.change("UPDATE deliveries SET status = 'failed' WHERE conversation_id = :id AND turn = 2")
    died = await die(talk, after=True)
    await talk.change("UPDATE deliveries SET status = 'queued' WHERE conversation_id = :id AND turn = 2")
    await talk.deliver()
    assert talk.texts == ["dos"]
    await settle(talk, died + SILENCE)
    assert talk.texts == ["dos", "uno"]


async def test_a_list_that_does_not_reach_back(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await begin(database, twin, providers, "instagram")
    await talk.say("uno", "dos")
    died = await die(talk, after=True)
    for number in range(25):
        await talk.hear(f"¿{number}?")
    await settle(talk, died + SILENCE)
    assert await talk.statuses() == ["unconfirmed", "sent"]


async def test_what_the_business_says_in_the_app_is_another_message(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await begin(database, twin, providers, "instagram")
    await talk.say("uno")
    died = await die(talk, after=False)
    rewriting.write_as_business(twin.hands, talk.account, talk.person, "otra cosa")
    await settle(talk, died + SILENCE)
    assert talk.texts == ["otra cosa", "uno"]
    assert await talk.statuses() == ["sent"]


@pytest.mark.parametrize("kind", ["telegram", "instagram"])
async def test_what_is_a_day_old_is_no_longer_told_as_it_was(
    database: Database, twin: Phones, providers: Providers, kind: str
) -> None:
    """A token was refused for that long."""
    talk = await begin(database, twin, providers, kind)
    await talk.say("uno")
    died = await die(talk, after=True)
    await talk.change("UPDATE channel_accounts SET status = 'expired' WHERE id = :account_id")
    await settle(talk, died + timedelta(hours=20))
    assert await talk.statuses() == ["sending"]
    await talk.change("UPDATE channel_accounts SET status = 'connected' WHERE id = :account_id")
    await settle(talk, died + timedelta(hours=25))
    assert (talk.texts, await talk.statuses()) == (["uno"], ["unconfirmed"])


async def test_of_an_account_that_is_gone_nobody_can_be_asked(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await begin(database, twin, providers, "telegram")
    await talk.say("uno")
    died = await die(talk, after=True)
    await talk.change("UPDATE channel_accounts SET status = 'disconnected' WHERE id = :account_id")
    assert await reconcile(talk, died + SILENCE)
    assert await talk.statuses() == ["unconfirmed"]


@pytest.mark.parametrize("kind", ["telegram", "instagram"])
@pytest.mark.parametrize(("fault", "shown"), [("hang", 1), ("never", 0)])
async def test_nobody_waits_for_ever(
    database: Database,
    twin: Phones,
    providers: Providers,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    fault: str,
    shown: int,
) -> None:
    """A platform that takes a call and is silent: the call ends before it counts as forgotten, the search too."""
    monkeypatch.setattr(delivering, "LONGEST_CALL", 0.3)
    monkeypatch.setattr(seeking, "LONGEST_SEARCH", 0.3)
    talk = await begin(database, twin, providers, kind)
    twin.faults.order(fault, account=talk.account.id)
    await talk.say("uno")
    await talk.deliver()
    assert (len(talk.texts), await talk.statuses()) == (shown, ["sending"])
    twin.faults.order("never", account=talk.account.id)
    await settle(talk, clock.now() + SILENCE)
    assert await talk.statuses() == ["sending"]
    # It answers again, in its own time.
    monkeypatch.undo()
    await settle(talk, clock.now() + 3 * SILENCE)
    assert (talk.texts, await talk.statuses()) == (["uno"], ["sent"])
    assert untouched(talk)


class Uploading:
    """An upload that lasts longer than a worker is believed to live, so that another one takes its message."""

    def __init__(self, talk: Talk, inner: Any, passes: ExitStack) -> None:
        self.talk, self.inner, self.passes = talk, inner, passes

    async def upload(self, *given: Any) -> str:
        uploaded: str = await self.inner.upload(*given)
        self.talk.providers = replace(self.talk.providers, messaging={self.talk.account.kind: self.inner})
        later = clock.now() + SILENCE
        await reconcile(self.talk, later)
        await settle(self.talk, later)
        self.passes.enter_context(clock.held(later))
        return uploaded

    async def send(self, line: Line, verb: str, body: dict[str, Any]) -> str:
        sent: str = await self.inner.send(line, verb, body)
        return sent


@pytest.mark.parametrize("kind", ["whatsapp", "messenger", "instagram", "telegram"])
async def test_a_file_that_was_uploaded_too_slowly_goes_out_once(
    database: Database, twin: Phones, providers: Providers, kind: str
) -> None:
    talk = await begin(database, twin, providers, kind)
    await talk.utter(Outgoing(media=[await talk.keep(PHOTO)]))
    with ExitStack() as passes:
        slow: dict[str, Any] = {kind: Uploading(talk, providers.messaging[kind], passes)}
        talk.providers = replace(providers, messaging=slow)
        await talk.deliver()
    assert len(talk.received) == 1
    assert await talk.statuses() == ["sent"]
