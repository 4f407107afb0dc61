"""Scripts that set the checkout up, run it and check it; the product itself imports nothing from here."""
