"""What the agent can do besides answering for the business; each skill is one file (CAT-03)."""
