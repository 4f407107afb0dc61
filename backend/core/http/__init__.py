"""What every router shares: who calls, in which tenant, how often, and how errors look."""
