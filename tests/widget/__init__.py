"""The chat widget in a real Chromium, against a twin of the chat API."""
