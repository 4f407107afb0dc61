"""Give it a website, get its contacts and the page that proves each: a library and a command line.

It knows no database, no tenant and nothing of the backend.
"""
