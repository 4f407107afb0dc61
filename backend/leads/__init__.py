"""The people who are interested: captured once each, scored with reasons, found again in milliseconds."""
