"""One file for each page; a screen receives the API and whoever looks, and draws."""
