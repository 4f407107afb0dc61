"""Files: what people send, checked by content, sealed at rest, given back to their business only."""
