"""How the intent classifier is made: examples in, a file of weights and its report out."""
