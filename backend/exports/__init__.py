"""Leads out of the house: a niche, a filter or everything as CSV or XLSX, counted, remembered and kept 30 days."""
