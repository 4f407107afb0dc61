"""Telegram's Bot API in our words: how updates are split and read, and how our messages are written."""
