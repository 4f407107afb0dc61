"""The chat flow a business publishes, versioned, and the engine that walks it."""
