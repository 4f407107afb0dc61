"""The assistant over HTTP: the talk with one's own people, what the agent knows, and how it behaves."""

from backend.assistant.router import knowledge, settings, talking

ROUTERS = (*talking.ROUTERS, knowledge.router, settings.router)
