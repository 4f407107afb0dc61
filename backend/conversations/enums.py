"""The closed vocabularies of conversations."""

from enum import StrEnum


class ConversationStatus(StrEnum):
    OPEN = "open"  # the flow answers
    HUMAN = "human"  # a person answers, or is waited for
    ENDED = "ended"
    CLOSED = "closed"  # maintenance: kind words and contact capture (issue: conversations and web channel)


class MessageRole(StrEnum):
    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Channel(StrEnum):
    WEB = "web"
