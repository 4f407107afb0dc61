"""Setting up, running, packaging and restoring: the pieces around the product."""
