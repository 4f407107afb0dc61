"""Messenger and Instagram, which share one platform: how events are split and read, how messages are written."""
