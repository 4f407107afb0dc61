"""Conversations over HTTP: the visitor's side and the business's inbox."""

from backend.conversations.router import (
    activity,
    agent,
    canned,
    carrying,
    chat,
    costs,
    inbox,
    inbox_acts,
    opt_outs,
    outbound,
    sending,
)

ROUTERS = (
    chat.router,
    carrying.router,
    costs.router,
    agent.router,
    sending.router,
    outbound.router,
    opt_outs.router,
    inbox.router,
    inbox_acts.router,
    canned.router,
    activity.router,
)
