"""Leads from files: a CSV or XLSX is understood, previewed, imported in the background and can be undone."""
