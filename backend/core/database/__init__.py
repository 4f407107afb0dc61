"""Postgres: declarative base, tenant-bound sessions, row-level security, the embedded server."""
