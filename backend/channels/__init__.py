"""Channels: how the web and the messaging platforms speak, translated to our words and back."""
