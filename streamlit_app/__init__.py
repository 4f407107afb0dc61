"""The customer's panel: a Streamlit application that knows only the HTTP API."""
