"""The outside world: one small client for each vendor, and an offline twin that speaks the same words."""
