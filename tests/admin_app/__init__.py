"""The platform's panel."""
