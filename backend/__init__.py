"""OpenSells: the API, its worker and its command line."""
