"""Plans, entitlements and usage: may I, and count it."""
