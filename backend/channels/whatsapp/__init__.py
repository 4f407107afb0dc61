"""WhatsApp's Cloud API in our words: how its webhooks are split and read, and how our messages are written."""
