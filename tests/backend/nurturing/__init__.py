"""Nurturing."""
