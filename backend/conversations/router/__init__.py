"""Conversations over HTTP: the visitor's side and the business's inbox."""

from backend.conversations.router import activity, chat, inbox, sending

ROUTERS = (chat.router, sending.router, inbox.router, activity.router)
