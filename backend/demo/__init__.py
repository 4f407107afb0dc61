"""A kitchen studio with two lively weeks behind it, for whoever looks at the product for the first time."""
