"""People: how they sign in, which companies they belong to, and with what role."""
