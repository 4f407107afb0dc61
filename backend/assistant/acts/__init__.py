"""What the assistant can do: each act is checked arguments in, a small fact sheet out."""
