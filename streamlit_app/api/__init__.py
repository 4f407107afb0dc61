"""The API in the panel's words: one file a capability, typed by the backend's own schemas."""
