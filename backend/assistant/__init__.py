"""A colleague who works on the tenant's own data by word: with a model where there is a key, else by commands."""
