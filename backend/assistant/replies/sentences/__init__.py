"""The sentences themselves, one file for each language."""
