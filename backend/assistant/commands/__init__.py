"""Sentences that are understood without a model, in four languages."""
