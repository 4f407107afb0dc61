"""The customer company: its name, looks, words, allowed web pages and maintenance."""
