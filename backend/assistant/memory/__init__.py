"""What is remembered of a person in a conversation, with where each fact comes from."""
