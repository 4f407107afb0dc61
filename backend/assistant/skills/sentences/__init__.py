"""What skills say, and what they know, in four languages."""
