"""Phones that do not exist: WhatsApp, Instagram, Messenger and Telegram as our servers see them, all offline."""
