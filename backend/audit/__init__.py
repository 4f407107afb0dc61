"""Who did what, to which thing, and when; written once and never changed."""
