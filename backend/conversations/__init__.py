"""Conversations: one turn in, one turn out, whoever answers, and nothing said is ever lost."""
