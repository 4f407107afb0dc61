"""Walks a flow, one reply at a time, without any input or output."""
