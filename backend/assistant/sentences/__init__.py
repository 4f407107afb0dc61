"""What the assistant says without a model, in four languages."""
