"""Nurturing: whoever fell silent is written to again, a little, and never after they answered or asked for peace."""
