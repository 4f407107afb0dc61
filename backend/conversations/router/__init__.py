"""Conversations over HTTP: the visitor's side and the business's inbox."""

from backend.conversations.router import chat, inbox, sending

ROUTERS = (chat.router, sending.router, inbox.router)
