"""Finds businesses that could become customers, reads their sites, and keeps what proves each datum."""
